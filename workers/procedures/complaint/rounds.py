"""What a new round begins without: everything that people said in the round before (design §5).

A form shows what its variables hold, and a worker files them. So whoever sends a case back clears
the variables that the steps of the loop write; the forms on file keep what was said.
"""

from __future__ import annotations

from workers.contract import Variables


class NewApproval(Variables):
    """Mixed into the output of whatever begins an approval: a new draft, a step up, a repeat."""

    def written(self) -> dict[str, object]:
        """Every field, also one that was never set: here that is what clears the variable."""
        values = (getattr(self, field) for field in type(self).model_fields)
        return dict(zip(self.names(), values, strict=True))

    approval_decision: str | None = None
    approval_comment: str | None = None
    opinion: None = None
    opinion_agrees: None = None
    legal_opinion: None = None
    legal_agrees: None = None
    finance_opinion: None = None
    finance_agrees: None = None
    director_decision: None = None
    director_comment: None = None


class NewInvestigation(NewApproval):
    """Mixed into the output of whatever begins an investigation anew: every form from there on."""

    test_object: None = None
    test_defect: None = None
    test_method: None = None
    test_cause: None = None
    test_conclusion: None = None
    rd_involved: None = None
    facts: None = None
    cause: None = None
    evidence: None = None
    responsible_dept: None = None
    verified: None = None
    opinion_summary: None = None
    solution_type: None = None
    solution_text: None = None
    cause_summary: None = None
    compensation_amount: None = None
    special_type: None = None
    special_reason: None = None
    execution_result: None = None
    payment_reference: None = None
    payment_note: None = None
    feedback_channel: None = None
    customer_confirmation: None = None
    customer_understood: None = None
    feedback_note: None = None
    customer_reached: None = None
    satisfaction_level: None = None
    remark: None = None
