"""Every act that changes something: one function each, in one transaction each."""
