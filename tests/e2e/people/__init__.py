"""Who walks through the example site, and what each of them does there."""
