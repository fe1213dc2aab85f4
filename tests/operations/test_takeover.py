"""A database of Camunda 7.24 with open cases goes on under Operaton (docs/operaton.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.company import open_company
from tests.browser.play import Case, Company
from tests.engine_host import JARS, EngineHost, java_engine, new_key
from workers.cli.data_folder import DataFolder
from workers.cli.flavour import Flavour
from workers.cli.identity import Directory
from workers.cli.logins import Logins
from workers.cli.stage import take_over
from workers.engine import Engine, EngineError

pytestmark = [
    pytest.mark.engine,
    pytest.mark.timeout(900),  # two engines start, and a whole case is played in real time
    pytest.mark.skipif(
        not all(jar.is_file() for jar in JARS.values()),
        reason="both engines must be built: make engines",
    ),
]
DRAFTER, COLLEAGUE = "zhangmin", "liyang"


@contextmanager
def _running(folder: Path, flavour: Flavour) -> Iterator[Company]:
    """The company on an engine of this flavour, on the folder's database."""
    data = DataFolder(folder)
    data.prepare()
    logins = Logins.ensure(data, Directory.shipped().accounts)
    with java_engine(data, logins, name=flavour) as local:
        with Engine(local.address()) as admin:
            take_over(admin, flavour)
        with open_company(EngineHost("local", local.rest, logins), folder) as company:
            yield company


def test_an_open_case_goes_on_to_its_end_with_its_history_and_its_rules(tmp_path: Path) -> None:
    with _running(tmp_path, Flavour.CAMUNDA) as company:
        begun = company.hand_in(new_key())
        begun.play_to("Task_FeedBackResult", compensationAmount="5000.00")
        task = begun.waits_at("Task_FeedBackResult")
        with company.engine_of(DRAFTER) as engine:
            engine.tasks.claim(task.id, DRAFTER)
        number = begun.number

    with _running(tmp_path, Flavour.OPERATON) as company:
        assert company.admin.identity.reach().version.startswith("1.")
        case = Case(company, begun.intake_id, begun.instance)
        assert case.waits_at("Task_FeedBackResult").assignee == DRAFTER
        assert case.number == number
        case.do("Task_FeedBackResult", by=DRAFTER)
        # What he did under Camunda still keeps him from looking at his own work.
        with pytest.raises(EngineError, match=re.escape(f"“{DRAFTER}”已办理“制定处理方案”")):
            case.do("Task_RevisitCustomer", by=DRAFTER)
        case.do("Task_RevisitCustomer", by=COLLEAGUE)
        case.do("Task_CheckFile")
        case.is_over()
        history = company.admin.history.tasks(business_key=number)
        done = {each.task_definition_key: each.assignee for each in history}
        assert done["Task_DraftSolution"] == DRAFTER
        assert done["Task_RevisitCustomer"] == COLLEAGUE
