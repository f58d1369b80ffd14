"""The look of the public side: what the elements say, and that it can be read."""
