"""The ledger of procedures: one version is effective, and rows are only added."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from workers.casework.procedure import Earlier, Procedure, Status
from workers.casework.registry import Registry, RegistryError
from workers.casework.store import Store

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
FILES = {"a.bpmn": "1", "b.dmn": "2"}
Register = Callable[..., bool]


def declared(**changes: object) -> Procedure:
    stated = {
        "number": "FW-SC-001",
        "name": "标准客户服务流程",
        "version": "V1.0",
        "status": Status.EFFECTIVE,
        "scope": "全部客户服务请求",
        "department": "客户服务部",
        "posts": ("客服专员",),
        "owner": "cs-manager",
        "change": "首次发布",
        "approval": "部门经理批准",
        "processes": ("customer-service",),
    }
    return Procedure.model_validate(stated | changes)


def registered(
    session: Session, procedure: Procedure, files: dict[str, str] | None = None, **more: object
) -> bool:
    options: dict[str, object] = {"by": "admin", "at": AT} | more
    return Registry(session).register(procedure, FILES if files is None else files, **options)  # type: ignore[arg-type]


def test_a_procedure_is_registered_once(store: Store) -> None:
    with store.begin() as session:
        assert registered(session, declared())
        assert not registered(session, declared())
        entry = Registry(session).effective("FW-SC-001")
        assert entry is not None
        assert (entry.version, entry.revision, entry.recorded_by) == ("V1.0", 1, "admin")
        assert (entry.effective_at, entry.files) == (AT, FILES)


def test_a_new_version_repeals_the_old_one_at_the_same_moment(store: Store) -> None:
    later = AT + timedelta(days=1)
    with store.begin() as session:
        registered(session, declared())
        registered(session, declared(version="V1.1"), {**FILES, "b.dmn": "3"}, at=later)
        old, new = Registry(session).versions("FW-SC-001")
        assert (old.status, old.repealed_by, old.repealed_at) == (Status.REPEALED, "V1.1", later)
        assert (new.status, new.entry.effective_at, new.repealed_by) == (
            Status.EFFECTIVE,
            later,
            None,
        )


def test_rows_are_only_added(store: Store) -> None:
    with store.begin() as session:
        registered(session, declared())
        registered(session, declared(version="V1.1"))
        first = Registry(session).entries("FW-SC-001")[0]
        assert (first.status, first.version) == ("生效", "V1.0")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({**FILES, "a.bpmn": "x"}, "a.bpmn changed"),
        ({**FILES, "c.form": "3"}, "c.form added"),
        ({"a.bpmn": "1"}, "b.dmn removed"),
    ],
)
def test_content_that_changed_without_its_version_is_refused_and_named(
    store: Store, files: dict[str, str], said: str
) -> None:
    with store.begin() as session:
        registered(session, declared())
        with pytest.raises(RegistryError, match=said) as refused:
            registered(session, declared(), files)
        assert "--revise" in refused.value.way_out
        assert len(Registry(session).entries("FW-SC-001")) == 1


def test_content_may_be_revised_on_purpose(store: Store) -> None:
    with store.begin() as session:
        registered(session, declared())
        registered(session, declared(), {**FILES, "a.bpmn": "x"}, revise="改正标签")
        entry = Registry(session).effective("FW-SC-001")
        assert entry is not None
        assert (entry.version, entry.revision, entry.change) == ("V1.0", 2, "改正标签")
        assert entry.repeals is None


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PILOT])
def test_a_draft_or_pilot_changes_freely_and_repeals_nothing(store: Store, status: Status) -> None:
    with store.begin() as session:
        registered(session, declared())
        pilot = declared(version="V1.1", status=status)
        assert registered(session, pilot)
        assert registered(session, pilot, {**FILES, "a.bpmn": "x"})
        old, new = Registry(session).versions("FW-SC-001")
        assert (old.status, new.status, new.entry.revision) == (Status.EFFECTIVE, status, 2)
        assert registered(session, declared(version="V1.1"), {**FILES, "a.bpmn": "x"})
        assert [each.status for each in Registry(session).versions("FW-SC-001")] == [
            Status.REPEALED,
            Status.EFFECTIVE,
        ]


def test_an_older_version_does_not_come_back(store: Store) -> None:
    with store.begin() as session:
        registered(session, declared())
        registered(session, declared(version="V1.10"))
        with pytest.raises(RegistryError, match=r"was repealed by V1\.10"):
            registered(session, declared())
        with pytest.raises(RegistryError, match=r"V1\.10 is effective, and V1\.9 is older"):
            registered(session, declared(version="V1.9"))


def test_versions_from_before_the_registry_are_repealed_entries(store: Store) -> None:
    history = (Earlier(version="V1.0", change="首次发布"), Earlier(version="V1.1", change="修订"))
    with store.begin() as session:
        registered(session, declared(version="V2.0", earlier=history))
        found = Registry(session).versions("FW-SC-001")
        assert [(each.entry.version, each.repealed_by) for each in found] == [
            ("V1.0", "V1.1"),
            ("V1.1", "V2.0"),
            ("V2.0", None),
        ]


def test_a_version_is_not_effective_before_its_day(store: Store) -> None:
    today = date(2026, 11, 20)
    with store.begin() as session:
        with pytest.raises(RegistryError, match="effective from 2026-11-21"):
            registered(session, declared(effective=today + timedelta(days=1)))
        assert registered(session, declared(effective=today))
        entry = Registry(session).effective("FW-SC-001")
        assert entry is not None
        assert entry.effective_at == datetime(2026, 11, 19, 16, tzinfo=UTC)


def test_a_repealed_procedure_has_no_effective_version(store: Store) -> None:
    with store.begin() as session:
        registered(session, declared())
        registered(session, declared(status=Status.REPEALED))
        assert Registry(session).effective("FW-SC-001") is None
        assert Registry(session).numbers() == ["FW-SC-001"]
