"""Cases: the record behind a business key, with the personal data the engine never sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.store import Base

ENDED: Final = frozenset({"已关闭", "已撤回"})
"""Statuses in which no step may act on a case any more, whatever the procedure."""


class UnknownCase(Exception):
    """No case has this number."""


class Case(Base):
    """One run of a procedure. ``case_no`` is the business key of its process instance.

    ``procedure`` and ``version`` are those that the case was opened under. ``title`` says what it
    is about without naming a private person; ``party`` is who it is with. ``intake_id`` is the
    message or process instance that it was opened for. ``record`` holds the fields that the
    procedure declares; a procedure with columns of its own is a subclass, told apart by ``kind``.
    """

    __tablename__ = "case_file"
    __mapper_args__ = {  # noqa: RUF012 - SQLAlchemy reads a plain class attribute
        "polymorphic_on": "kind",
        "polymorphic_identity": "case",
        "with_polymorphic": "*",
    }

    case_no: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    procedure: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(16), default="")
    title: Mapped[str] = mapped_column(default="")
    intake_id: Mapped[str] = mapped_column(String(200), unique=True)
    process_instance_id: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    urgency: Mapped[str] = mapped_column(default="普通")
    opened_by: Mapped[str | None]
    party: Mapped[str | None]
    received_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closing_reason: Mapped[str | None]
    record: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def ended(self) -> bool:
        """No step may act on the case any more."""
        return self.status in ENDED

    @property
    def about(self) -> str:
        """What the case is about, for whoever may read it whole."""
        return self.title

    def contact(self) -> dict[str, str | None]:
        """How to reach the other party; this never enters the process."""
        return {}

    def facts(self) -> dict[str, Any]:
        """What the case holds beside what every case has, without contact data."""
        return dict(self.record)

    def limit_facts(self) -> dict[str, object]:
        """What a table of limits may ask of the case, beside the step."""
        return {**self.record, "urgency": self.urgency}


class CaseLink(Base):
    """One case leads to another: what it means stands in ``relation``.

    A case that was handed over and is not opened yet has no number: ``to_no`` is then the name of
    the procedure that it goes to, behind ``→``. ``facts`` are what went along.
    """

    __tablename__ = "case_link"
    __table_args__ = (UniqueConstraint("from_no", "to_no", "relation"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    from_no: Mapped[str] = mapped_column(String(32), index=True)
    to_no: Mapped[str] = mapped_column(String(32), index=True)
    relation: Mapped[str] = mapped_column(String(32))
    linked_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class CaseEvent(Base):
    """One line of the timeline: who did what, when, by which rule, along which route.

    Append-only. ``details`` never holds contact data.
    """

    __tablename__ = "case_event"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_no: Mapped[str] = mapped_column(String(32), index=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    rule: Mapped[str | None]
    route: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class FormRecord(Base):
    """One submitted form, with the person whom the engine's history names."""

    __tablename__ = "form_record"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_no: Mapped[str] = mapped_column(String(32), index=True)
    form: Mapped[str] = mapped_column(String(8))
    title: Mapped[str]
    activity_id: Mapped[str]
    visit: Mapped[str | None] = mapped_column(String(64))
    """Activity instance id of the user task; ``None`` where a step filed the form by itself."""
    round: Mapped[int] = mapped_column(default=0)
    submitted_by: Mapped[str]
    submitted_at: Mapped[datetime]
    data: Mapped[dict[str, Any]]


class Cases:
    """Cases, their timeline and their forms, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, case_no: str) -> Case:
        """The case.

        Raises:
            UnknownCase: there is none of that number.
        """
        case = self._session.get(Case, case_no)
        if case is None:
            raise UnknownCase(f"no case {case_no} in this store; `sop case list` shows all")
        return case

    def find(self, case_no: str) -> Case | None:
        """The case, or ``None``."""
        return self._session.get(Case, case_no)

    def by_intake(self, intake_id: str) -> Case | None:
        """The case that was opened for this intake message, or ``None``."""
        return self._session.scalar(select(Case).where(Case.intake_id == intake_id))

    def all(self) -> list[Case]:
        """Every case, oldest first."""
        return list(self._session.scalars(select(Case).order_by("case_no")))

    def add(self, case: Case) -> None:
        """Keep a new case."""
        self._session.add(case)
        self._session.flush()

    def note(
        self,
        case_no: str,
        at: datetime,
        actor: str,
        action: str,
        *,
        rule: str | None = None,
        route: str | None = None,
        **details: object,
    ) -> None:
        """Append one line to the timeline."""
        self._session.add(
            CaseEvent(
                case_no=case_no,
                at=at,
                actor=actor,
                action=action,
                rule=rule,
                route=route,
                details=dict(details),
            )
        )

    def timeline(self, case_no: str) -> list[CaseEvent]:
        """The case's events by time; a mail's line is written after the server's answer."""
        return list(
            self._session.scalars(
                select(CaseEvent)
                .where(CaseEvent.case_no == case_no)
                .order_by(CaseEvent.at, CaseEvent.id)
            )
        )

    def link(self, from_no: str, to_no: str, relation: str, at: datetime) -> None:
        """Keep that one case leads to another, once."""
        known = select(CaseLink).where(
            CaseLink.from_no == from_no, CaseLink.to_no == to_no, CaseLink.relation == relation
        )
        if self._session.scalar(known) is None:
            self._session.add(
                CaseLink(from_no=from_no, to_no=to_no, relation=relation, linked_at=at)
            )
            self._session.flush()

    def hand_over(
        self, case_no: str, procedure: str, relation: str, facts: Mapping[str, Any], at: datetime
    ) -> bool:
        """Keep that a case goes on in another procedure; whether that was known already."""
        known = [each for each in self.links(case_no) if each.relation == relation]
        if any(each.from_no == case_no for each in known):
            return True
        self._session.add(
            CaseLink(
                from_no=case_no,
                to_no=f"→{procedure}"[:32],
                relation=relation,
                linked_at=at,
                facts=dict(facts),
            )
        )
        self._session.flush()
        return False

    def handed_over(self, case_no: str, procedure: str) -> CaseLink | None:
        """What a case handed over to that procedure and nobody has taken yet."""
        return self._session.scalar(
            select(CaseLink).where(
                CaseLink.from_no == case_no, CaseLink.to_no == f"→{procedure}"[:32]
            )
        )

    def of_procedure(self, procedure: str) -> list[Case]:
        """Every case of a procedure, oldest first."""
        return list(
            self._session.scalars(
                select(Case).where(Case.procedure == procedure).order_by(Case.case_no)
            )
        )

    def links(self, case_no: str) -> list[CaseLink]:
        """The links from and to a case, oldest first."""
        return list(
            self._session.scalars(
                select(CaseLink)
                .where(or_(CaseLink.from_no == case_no, CaseLink.to_no == case_no))
                .order_by(CaseLink.id)
            )
        )

    def file_form(self, record: FormRecord) -> None:
        """Keep a submitted form."""
        self._session.add(record)
        self._session.flush()

    def forms(self, case_no: str, form: str | None = None) -> list[FormRecord]:
        """The case's forms, oldest first; of one number if given."""
        query = select(FormRecord).where(FormRecord.case_no == case_no)
        if form is not None:
            query = query.where(FormRecord.form == form)
        return list(self._session.scalars(query.order_by(FormRecord.id)))
