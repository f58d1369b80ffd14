"""Drills: things that go wrong on purpose, in real processes."""
