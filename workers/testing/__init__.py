"""The scenario kit: whole cases on a real engine, in plain pytest."""
