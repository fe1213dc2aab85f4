"""Domain services: what the company knows and decides, without any engine."""
