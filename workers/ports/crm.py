"""The customer register: customers, contracts, orders and earlier service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Customer:
    """A company that buys from us; ``key_customer`` is 重点客户."""

    customer_id: str
    name: str
    key_customer: bool


@dataclass(frozen=True, slots=True)
class Order:
    """An order; ``amount`` in yuan."""

    order_no: str
    customer_id: str
    product: str
    amount: Decimal
    ordered_on: date


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract in force or past."""

    contract_no: str
    customer_id: str
    title: str


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """One earlier service of a customer, newest first in a history."""

    customer_id: str
    served_on: date
    order_no: str | None
    summary: str


class Crm(Protocol):
    """Looks customers up; nothing is ever typed in that stands here."""

    def find_customer(
        self,
        *,
        order_no: str | None,
        contract_no: str | None,
        email: str | None,
        phone: str | None,
        company: str | None,
    ) -> Customer | None:
        """The customer by the strongest clue given, or ``None``."""

    def order(self, order_no: str) -> Order | None:
        """The order, or ``None``."""

    def contract(self, contract_no: str) -> Contract | None:
        """The contract, or ``None``."""

    def history(self, customer_id: str) -> Sequence[ServiceRecord]:
        """Earlier service, newest first."""
