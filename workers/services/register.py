"""The customer register: customers, orders, contracts and earlier service, seeded from CSV.

Implements the ``Crm`` port on the case store, so that a real CRM can take its place.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.store import Base
from workers.ports import Contract, Customer, Order, ServiceRecord


class CustomerRow(Base):
    """A customer; contact columns serve to recognise who writes."""

    __tablename__ = "customer"

    customer_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str]
    email_domain: Mapped[str | None]
    phone: Mapped[str | None]
    key_customer: Mapped[bool] = mapped_column(default=False)


class OrderRow(Base):
    """An order of a customer; amount in yuan."""

    __tablename__ = "customer_order"

    order_no: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(32), index=True)
    product: Mapped[str]
    amount: Mapped[Decimal]
    ordered_on: Mapped[date]


class ContractRow(Base):
    """A contract with a customer."""

    __tablename__ = "customer_contract"

    contract_no: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(32), index=True)
    title: Mapped[str]


class ServiceRow(Base):
    """One earlier service."""

    __tablename__ = "service_history"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    customer_id: Mapped[str] = mapped_column(String(32), index=True)
    served_on: Mapped[date]
    order_no: Mapped[str | None]
    summary: Mapped[str]


class RegisterError(Exception):
    """A seed file cannot be read; the message names file and column."""


class Register:
    """Look-ups within one transaction; see :class:`workers.ports.Crm`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find_customer(
        self,
        *,
        order_no: str | None,
        contract_no: str | None,
        email: str | None,
        phone: str | None,
        company: str | None,
    ) -> Customer | None:
        """The customer by order, contract, mail domain, phone or exact name, in that order."""
        session = self._session
        row: CustomerRow | None = None
        if order_no and (order := session.get(OrderRow, order_no)):
            row = session.get(CustomerRow, order.customer_id)
        if row is None and contract_no and (contract := session.get(ContractRow, contract_no)):
            row = session.get(CustomerRow, contract.customer_id)
        for column, value in (
            (CustomerRow.email_domain, email.rpartition("@")[2].lower() if email else None),
            (CustomerRow.phone, phone),
            (CustomerRow.name, company),
        ):
            if row is None and value:
                row = session.scalar(select(CustomerRow).where(column == value).limit(1))
        return Customer(row.customer_id, row.name, row.key_customer) if row else None

    def order(self, order_no: str) -> Order | None:
        """The order, or ``None``."""
        row = self._session.get(OrderRow, order_no)
        return (
            Order(row.order_no, row.customer_id, row.product, row.amount, row.ordered_on)
            if row
            else None
        )

    def contract(self, contract_no: str) -> Contract | None:
        """The contract, or ``None``."""
        row = self._session.get(ContractRow, contract_no)
        return Contract(row.contract_no, row.customer_id, row.title) if row else None

    def history(self, customer_id: str) -> Sequence[ServiceRecord]:
        """Earlier service, newest first."""
        rows = self._session.scalars(
            select(ServiceRow)
            .where(ServiceRow.customer_id == customer_id)
            .order_by(ServiceRow.served_on.desc())
        )
        return [ServiceRecord(r.customer_id, r.served_on, r.order_no, r.summary) for r in rows]

    def seed(self, folder: Path) -> int:
        """Read ``customers.csv``, ``orders.csv``, ``contracts.csv``, ``service_history.csv``.

        Rows that are already there are replaced. Returns how many rows were read.

        Raises:
            RegisterError: a file or a column is missing, or a value does not parse.
        """
        rows: list[Base] = []
        for line in _lines(folder / "customers.csv"):
            rows.append(
                CustomerRow(
                    customer_id=line["customer_id"],
                    name=line["name"],
                    email_domain=line.get("email_domain") or None,
                    phone=line.get("phone") or None,
                    key_customer=line.get("key_customer", "").lower() in ("true", "1", "yes", "是"),
                )
            )
        for line in _lines(folder / "orders.csv"):
            rows.append(
                OrderRow(
                    order_no=line["order_no"],
                    customer_id=line["customer_id"],
                    product=line["product"],
                    amount=Decimal(line["amount"]),
                    ordered_on=date.fromisoformat(line["ordered_on"]),
                )
            )
        for line in _lines(folder / "contracts.csv"):
            rows.append(
                ContractRow(
                    contract_no=line["contract_no"],
                    customer_id=line["customer_id"],
                    title=line["title"],
                )
            )
        for number, line in enumerate(_lines(folder / "service_history.csv"), start=1):
            rows.append(
                ServiceRow(
                    id=number,
                    customer_id=line["customer_id"],
                    served_on=date.fromisoformat(line["served_on"]),
                    order_no=line.get("order_no") or None,
                    summary=line["summary"],
                )
            )
        for row in rows:
            self._session.merge(row)
        self._session.flush()
        return len(rows)


def _lines(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)
    except OSError as error:
        raise RegisterError(f"cannot read {path}: {error.strerror}") from error
