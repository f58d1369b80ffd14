"""News and events of an association."""
