"""Variables that every step of a complaint reads."""

from __future__ import annotations

from workers.contract import Variables


class CaseInput(Variables):
    """The case and the round of its loops.

    ``round`` grows whenever the process goes back to an earlier step, so that the same step
    done again has effects of its own (design §5).
    """

    complaint_no: str
    round: int = 0
