"""The example content, made by code through the same acts that people use. Idempotent."""
