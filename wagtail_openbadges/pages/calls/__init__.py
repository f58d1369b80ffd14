"""Calls for interest as pages: the list, the hub of a call, its rounds, and what is made of them."""
