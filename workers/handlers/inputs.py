"""Variables that every step of a case reads."""

from __future__ import annotations

from typing import ClassVar

from workers.contract import Variables


class CaseInput(Variables):
    """The round of a case's loops. Which case it is, no variable says: see the context's ``case``.

    ``round`` grows whenever the process goes back to an earlier step, so that the same step
    done again has effects of its own (design §5).
    """

    after_closing: ClassVar[bool] = False
    """Whether the step may act on a closed or withdrawn case; others must not (design §5)."""

    round: int = 0
