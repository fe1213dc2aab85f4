"""The command line: one module per command family in ``commands``; ``wiring`` joins the rest."""
