"""The registry of procedures and the ledger of their versions (P40).

Rows are only ever added. One version of a number is effective: the row that makes a version
effective names the one that it repeals, so both happen in the same moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workers.casework.procedure import Earlier, Procedure, Status, as_number
from workers.casework.store import Base, alone
from workers.casework.timezone import SHANGHAI, in_shanghai


class RegistryEntry(Base):
    """One line of the ledger. ``files`` maps each deployed file to its SHA-256.

    ``revision`` counts changes of content within one version; ``repeals`` is the version that
    was effective until this line.
    """

    __tablename__ = "registry_entry"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(String(32), index=True)
    version: Mapped[str] = mapped_column(String(16))
    revision: Mapped[int]
    status: Mapped[str] = mapped_column(String(8))
    name: Mapped[str]
    scope: Mapped[str]
    department: Mapped[str]
    posts: Mapped[list[Any]]
    owner: Mapped[str]
    effective_at: Mapped[datetime | None]
    repeals: Mapped[str | None] = mapped_column(String(16))
    change: Mapped[str]
    approval: Mapped[str]
    files: Mapped[dict[str, Any]]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class RegistryError(Exception):
    """A procedure may not be registered as it is; ``way_out`` says what may be done."""

    def __init__(self, problem: str, way_out: str) -> None:
        super().__init__(problem)
        self.way_out = way_out


@dataclass(frozen=True, slots=True)
class Version:
    """A version as the whole ledger tells it; ``status`` is today's."""

    entry: RegistryEntry
    status: Status
    repealed_by: str | None
    repealed_at: datetime | None


class Registry:
    """The ledger within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def numbers(self) -> list[str]:
        """Numbers of all procedures, in order."""
        return sorted(self._session.scalars(select(RegistryEntry.number).distinct()))

    def entries(self, number: str) -> Sequence[RegistryEntry]:
        """Every line of a procedure, oldest first."""
        return list(
            self._session.scalars(
                select(RegistryEntry)
                .where(RegistryEntry.number == number)
                .order_by(RegistryEntry.id)
            )
        )

    def versions(self, number: str) -> list[Version]:
        """Every version of a procedure with its newest line, the lowest version first."""
        newest: dict[str, RegistryEntry] = {}
        repealed: dict[str, RegistryEntry] = {}
        for entry in self.entries(number):
            newest[entry.version] = entry
            if entry.repeals:
                repealed[entry.repeals] = entry
        found = []
        for version in sorted(newest, key=as_number):
            entry, by = newest[version], repealed.get(version)
            found.append(
                Version(
                    entry,
                    Status.REPEALED if by else Status(entry.status),
                    by.version if by else None,
                    by.recorded_at if by else None,
                )
            )
        return found

    def effective(self, number: str) -> RegistryEntry | None:
        """The line of the version that is effective now, if one is."""
        found = [each for each in self.versions(number) if each.status is Status.EFFECTIVE]
        return found[-1].entry if found else None

    def check(
        self,
        procedure: Procedure,
        files: Mapping[str, str],
        *,
        at: datetime,
        revise: str | None = None,
    ) -> bool:
        """Whether registering the procedure would add a line.

        Args:
            procedure: as declared.
            files: name of each deployed file → its SHA-256.
            at: the present instant.
            revise: what changed, where an effective version is changed on purpose.

        Raises:
            RegistryError: the content changed without the version, or the version is an old one
                or one whose day has not come.
        """
        self._require_begun(procedure, at)
        versions = {each.entry.version: each for each in self.versions(procedure.number)}
        known = versions.get(procedure.version)
        if known is None:
            self._require_newer(procedure)
            return True
        if known.repealed_by:
            raise RegistryError(
                f"{procedure.number} {procedure.version} was repealed by {known.repealed_by}",
                "Give the procedure a version above that.",
            )
        changed = _changed(known.entry.files, files)
        if changed and known.status is Status.EFFECTIVE and revise is None:
            raise RegistryError(
                f"{procedure.number} {procedure.version} is effective, and its content is not "
                f"what was registered: {', '.join(changed)}",
                "Raise the version in procedure.toml and in the models, or say what changed "
                "with --revise.",
            )
        return bool(changed) or _facts(known.entry) != _declared(procedure)

    def register(
        self,
        procedure: Procedure,
        files: Mapping[str, str],
        *,
        by: str,
        at: datetime,
        revise: str | None = None,
    ) -> bool:
        """Write a line if there is something new; see :meth:`check`."""
        alone(self._session, "registry")
        if not self.check(procedure, files, at=at, revise=revise):
            return False
        if not self.entries(procedure.number):
            for earlier in procedure.earlier:  # from before there was a registry, without files
                line = _before(procedure, earlier)
                self._add(line, {}, change=earlier.change, by=by, at=at)
        self._add(procedure, dict(files), change=revise or procedure.change, by=by, at=at)
        return True

    def _add(
        self, procedure: Procedure, files: dict[str, Any], *, change: str, by: str, at: datetime
    ) -> None:
        number, version = procedure.number, procedure.version
        begins = procedure.status is Status.EFFECTIVE
        before = self.effective(number) if begins else None
        self._session.add(
            RegistryEntry(
                number=number,
                version=version,
                revision=sum(each.version == version for each in self.entries(number)) + 1,
                status=procedure.status,
                name=procedure.name,
                scope=procedure.scope,
                department=procedure.department,
                posts=list(procedure.posts),
                owner=procedure.owner,
                effective_at=_first_moment(procedure, at) if begins else None,
                repeals=before.version if before and before.version != version else None,
                change=change,
                approval=procedure.approval,
                files=files,
                recorded_by=by,
                recorded_at=at,
            )
        )
        self._session.flush()

    def _require_begun(self, procedure: Procedure, at: datetime) -> None:
        begins = procedure.effective
        if procedure.status is Status.EFFECTIVE and begins and begins > in_shanghai(at).date():
            raise RegistryError(
                f"{procedure.number} {procedure.version} is effective from {begins}",
                "Deploy it then, or give it the status 试点.",
            )

    def _require_newer(self, procedure: Procedure) -> None:
        effective = self.effective(procedure.number)
        if effective and as_number(procedure.version) < as_number(effective.version):
            raise RegistryError(
                f"{procedure.number} {effective.version} is effective, and {procedure.version} "
                "is older",
                "Give the procedure a version above that.",
            )


def _before(procedure: Procedure, earlier: Earlier) -> Procedure:
    return procedure.model_copy(
        update={"version": earlier.version, "status": Status.EFFECTIVE, "effective": None}
    )


def _first_moment(procedure: Procedure, at: datetime) -> datetime:
    """The beginning of the stated day in Shanghai, else the moment of registration."""
    if procedure.effective is None:
        return at
    return datetime.combine(procedure.effective, time(), SHANGHAI)


def _changed(registered: Mapping[str, str], files: Mapping[str, str]) -> list[str]:
    found = [
        f"{name} changed" for name in files if registered.get(name, files[name]) != files[name]
    ]
    found += [f"{name} added" for name in files if name not in registered]
    found += [f"{name} removed" for name in registered if name not in files]
    return sorted(found)


def _facts(entry: RegistryEntry) -> tuple[object, ...]:
    return (
        entry.status,
        entry.name,
        entry.scope,
        entry.department,
        tuple(entry.posts),
        entry.owner,
        entry.approval,
    )


def _declared(procedure: Procedure) -> tuple[object, ...]:
    return (
        procedure.status.value,
        procedure.name,
        procedure.scope,
        procedure.department,
        procedure.posts,
        procedure.owner,
        procedure.approval,
    )
