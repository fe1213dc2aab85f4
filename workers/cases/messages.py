"""Messages from the customer to a running case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workers.ports import ProcessGateway

SUPPLIED_FIELDS: Final = (
    "orderNo",
    "contractNo",
    "complainantName",
    "contactPhone",
    "contactEmail",
    "text",
)
"""What a customer can supply, in the names of form F01."""


class CaseMessages:
    """Tells a case what its customer said."""

    def __init__(self, process: ProcessGateway) -> None:
        self._process = process

    def supply_information(self, case_no: str, values: Mapping[str, str]) -> None:
        """Answer a request for data.

        Raises:
            ValueError: a field is unknown, or nothing is given.
            NobodyWaits: the case does not wait for data (or there is no such case).
        """
        unknown = sorted(set(values) - set(SUPPLIED_FIELDS))
        if unknown or not values:
            raise ValueError(
                f"unknown field {', '.join(unknown) or '(none given)'}; "
                f"give one or more of {', '.join(SUPPLIED_FIELDS)}"
            )
        variables = {
            f"supplied{name[0].upper()}{name[1:]}": values.get(name) for name in SUPPLIED_FIELDS
        }
        self._process.correlate("ComplaintInfoSupplied", case_no, variables)

    def withdraw(self, case_no: str, reason: str) -> None:
        """Withdraw a complaint.

        Raises:
            NobodyWaits: the case is closed, or there is no such case.
        """
        self._process.correlate("ComplaintWithdrawn", case_no, {"withdrawalReason": reason})
