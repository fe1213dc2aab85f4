"""The rules, one module each; a rule imports no other rule."""
