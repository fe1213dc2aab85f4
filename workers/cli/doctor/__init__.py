"""Examines a live installation: what is wrong with it, and how to mend it."""
