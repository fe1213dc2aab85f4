"""Breaks what we ship on purpose, to see what lint makes of it: ``python -m tests.mutations``."""
