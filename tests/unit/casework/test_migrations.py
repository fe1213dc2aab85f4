"""A store of an older version is brought up to date with its cases, on SQLite and PostgreSQL.

``stores/v0001.sql`` was written by commit 62db1bf: four cases, of which one runs, one is closed and
archived, and two are withdrawn.
"""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, inspect, select, text
from sqlalchemy.engine import make_url

import workers.cli.wiring  # noqa: F401 - imports every table
from workers.casework import migrations
from workers.casework.archive import GENESIS, ArchiveEntry
from workers.casework.cases import Cases
from workers.casework.store import Base, Store, StoreUnavailable
from workers.services.compensation import Compensations

OLD = Path(__file__).parent / "stores" / "v0001.sql"
NEW_TABLES = {"case_file", "case_link", "incoming_letter", "intake_original", "registry_entry"}
RENAMED = {"complaint_no": "case_no"}


def driver(url: str) -> str:
    return url.replace("postgresql:", "postgresql+psycopg:")


@pytest.fixture
def old_url(store_url: str, tmp_path: Path) -> str:
    """The address of a store of the first version, with its cases."""
    file = Path(make_url(store_url).database or "") if "sqlite" in store_url else tmp_path / "o.db"
    old = sqlite3.connect(file)
    old.executescript(OLD.read_text(encoding="utf-8"))
    old.close()
    if "sqlite" not in store_url:
        _copy(f"sqlite:///{file}", store_url)
    return store_url


def _copy(source: str, target: str) -> None:
    """The same rows in a PostgreSQL store that the first migration made."""
    from_engine, to_engine = create_engine(source), create_engine(driver(target))
    with from_engine.connect() as old, to_engine.begin() as new:
        _make_first(new)
        metadata = MetaData()
        metadata.reflect(new)
        for table in metadata.sorted_tables:
            if table.name == "alembic_version":
                continue
            rows = [dict(row) for row in old.execute(select(table)).mappings()]
            if rows:
                new.execute(table.insert(), rows)
            if rows and "id" in table.columns and table.autoincrement_column is not None:
                series = f"pg_get_serial_sequence('{table.name}', 'id')"
                new.execute(text(f"SELECT setval({series}, (SELECT max(id) FROM {table.name}))"))
        new.execute(text("DROP TABLE alembic_version"))  # versions were not counted then
    from_engine.dispose()
    to_engine.dispose()


def _make_first(connection: Any) -> None:
    """The tables as the first migration writes them."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")


def test_the_newest_version_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == migrations.NEWEST


def _same_words(
    _context: Any, _there: Any, _here: Any, there_type: Any, here_type: Any
) -> bool | None:
    """Text without a length is one type under two names."""
    unbounded = [
        each.__visit_name__ in {"TEXT", "text", "VARCHAR", "string", "type_decorator"}
        and getattr(getattr(each, "impl", each), "length", None) is None
        for each in (there_type, here_type)
    ]
    return False if all(unbounded) else None


def test_an_upgraded_store_has_the_tables_of_a_new_one(old_url: str) -> None:
    Store(old_url).close()
    engine = create_engine(driver(old_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": _same_words, "include_object": _is_ours}
        )
        assert compare_metadata(context, Base.metadata) == []
        assert migrations.version_of(connection) == migrations.NEWEST
    engine.dispose()


def _is_ours(_thing: Any, name: str | None, kind: str, *_rest: Any) -> bool:
    return not (kind == "table" and name == "alembic_version")


def test_every_row_is_there_after_the_upgrade(old_url: str) -> None:
    before = rows(old_url)
    Store(old_url).close()
    after = rows(old_url)
    assert {name for name in after if name not in before} == {*NEW_TABLES, "alembic_version"}
    complaints = [
        {**case, **next(each for each in after["case_file"] if each["case_no"] == case["case_no"])}
        for case in after.pop("complaint_case")
    ]
    for case in complaints:
        case["company_name"] = case.pop("party")
    after["complaint_case"] = complaints
    for name, earlier in before.items():
        kept = [{RENAMED.get(key, key): value for key, value in row.items()} for row in earlier]
        found = [{key: row[key] for key in (kept[0] if kept else ())} for row in after[name]]
        assert sorted(found, key=str) == sorted(kept, key=str), name


def rows(url: str) -> dict[str, list[dict[str, str]]]:
    """Table → its rows."""
    engine = create_engine(driver(url))
    metadata = MetaData()
    with engine.connect() as connection:
        metadata.reflect(connection)
        found = {
            table.name: sorted(
                (
                    {key: str(value) for key, value in row.items()}
                    for row in connection.execute(select(table)).mappings()
                ),
                key=str,
            )
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


def test_running_and_archived_cases_are_read_after_the_upgrade(old_url: str) -> None:
    store = Store(old_url)
    with store.begin() as session:
        cases = Cases(session)
        running, closed = cases.get("TS-20300304-0001"), cases.get("TS-20300304-0002")
        assert (running.status, closed.status) == ("已登记", "已关闭")
        assert running.received_at.tzinfo is not None
        assert cases.forms(running.case_no, "F01")
        assert cases.timeline(closed.case_no)
        assert Compensations(session).of_case(closed.case_no)
        previous = GENESIS
        for entry in session.scalars(select(ArchiveEntry).order_by(ArchiveEntry.sequence)):
            assert entry.previous_hash == previous
            assert entry.computed_hash() == entry.entry_hash
            previous = entry.entry_hash
        cases.note(running.case_no, running.received_at, "系统", "升级后继续")
    store.close()


def test_many_who_open_an_old_store_at_once_upgrade_it_once(old_url: str) -> None:
    def opened(_number: int) -> str:
        store = Store(old_url)
        with store.begin() as session:
            status = Cases(session).get("TS-20300304-0001").status
        store.close()
        return status

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(opened, range(4))) == {"已登记"}


def test_a_new_store_is_opened_by_many_at_once(store_url: str) -> None:
    def opened(_number: int) -> int:
        store = Store(store_url)
        with store.begin() as session:
            found = len(Cases(session).all())
        store.close()
        return found

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(opened, range(4))) == {0}


def test_who_only_looks_at_an_old_store_is_told_what_brings_it_up_to_date(old_url: str) -> None:
    before = rows(old_url)
    with pytest.raises(StoreUnavailable, match="`sop up` or `sop work` brings it up to date"):
        Store(old_url, read_only=True)
    assert rows(old_url) == before


@pytest.mark.parametrize("read_only", [True, False])
def test_a_store_of_a_newer_program_is_left_alone(store_url: str, read_only: bool) -> None:
    Store(store_url).close()
    engine = create_engine(driver(store_url))
    with engine.begin() as connection:
        migrations.mark(connection, "9999")
    engine.dispose()
    with pytest.raises(StoreUnavailable, match=r"newer version .*9999.*install that version"):
        Store(store_url, read_only=read_only)


def test_an_upgrade_that_fails_changes_nothing(
    old_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(old_url)

    def broken(_connection: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Base.metadata, "create_all", broken)  # the last step of opening
    with pytest.raises(RuntimeError, match="the disk is full"):
        Store(old_url)
    assert rows(old_url) == before


def test_a_looking_store_without_tables_says_what_begins_one(store_url: str) -> None:
    engine = create_engine(driver(store_url))
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()
    with pytest.raises(StoreUnavailable, match="holds no cases"):
        Store(store_url, read_only=True)
