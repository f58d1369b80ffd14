"""News: articles, their list, their feeds."""
