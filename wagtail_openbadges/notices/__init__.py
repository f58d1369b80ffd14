"""Every mail that leaves: one presenter for its words, one job handler that sends it."""
