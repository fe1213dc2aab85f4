"""Plays one complaint: staff log in, claim their tasks and submit the deployed forms."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from tests.scenarios.engine_host import EngineHost
from workers.cli.identity import Directory
from workers.cli.wiring import Application
from workers.engine import Engine
from workers.engine.incidents import Incident
from workers.engine.tasks import UserTask
from workers.models.form import Form
from workers.services.cases import Cases, ComplaintCase, FormRecord
from workers.services.compensation import CompensationEntry, Compensations
from workers.services.outbox import Outbox, OutboxMail
from workers.services.register import CustomerRow, OrderRow

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds that a scenario waits for the next thing to happen."""

USUAL: dict[str, dict[str, object]] = {
    "Task_RegisterComplaint": {
        "firstContactMade": True,
        "firstResponseChannel": "电话",
        "understandingConfirmed": True,
    },
    "Task_ClassifyComplaint": {
        "classCode": "C",
        "complaintType": "产品质量",
        "module": "产品",
        "urgency": "普通",
        "technical": False,
        "inScope": True,
    },
    "Task_TestTechnically": {
        "testObject": "伺服驱动器",
        "testDefect": "输出不稳定",
        "testMethod": "加载试验",
        "testCause": "电容老化",
        "testConclusion": "属产品质量问题",
        "rdInvolved": True,
    },
    "Task_Investigate": {
        "facts": "部件在质保期内损坏",
        "cause": "来料缺陷",
        "evidence": "检验记录与照片",
        "responsibleDept": "质量部",
        "verified": True,
    },
    "Task_GiveOpinion": {"opinion": "同意按质保处理", "opinionAgrees": "同意"},
    "Task_LegalOpinion": {"opinion": "赔偿依据充分", "opinionAgrees": "同意"},
    "Task_FinanceOpinion": {"opinion": "预算内", "opinionAgrees": "同意"},
    "Task_DraftSolution": {
        "solutionType": "补偿",
        "solutionText": "更换部件并补偿停机损失",
        "causeSummary": "来料缺陷",
    },
    "Task_ApproveManager": {"approvalDecision": "同意", "approvalComment": "同意"},
    "Task_ApproveDirector": {"approvalDecision": "同意", "approvalComment": "同意"},
    "Task_ApproveGeneralManager": {"approvalDecision": "同意", "approvalComment": "同意"},
    "Task_ExecuteSolution": {"executionResult": "已更换部件并试机正常"},
    "Task_PayCompensation": {"paymentReference": "PAY-0001"},
    "Task_FeedBackResult": {
        "feedbackChannel": "电话",
        "customerUnderstood": True,
        "customerConfirmation": "已解决",
    },
    "Task_RevisitCustomer": {
        "customerReached": "已联系上",
        "resolved": True,
        "satisfactionScore": 90,
        "satisfactionLevel": "非常满意",
    },
    "Task_CheckFile": {"fileComplete": True},
    "Task_DecideMissingInformation": {
        "missingInformationDecision": "关闭（无法联系）",
        "missingInformationReason": "多次联系未果",
    },
    "Task_WriteSummary": {
        "rootCause": "来料检验抽样比例过低",
        "measure": "提高抽样比例",
        "preventRepeat": "更新检验规程",
        "forward": "无",
    },
}
"""What staff enter unless a scenario says otherwise."""

_OUT_OF_REACH = "未联系上"


def _entered(task: str, values: dict[str, object]) -> dict[str, object]:
    """What a person types: a customer out of reach leaves the rest of the form hidden."""
    if values.get("customerReached") == _OUT_OF_REACH:
        return values
    return {**USUAL[task], **values}


FIRST_SPECIALIST, SECOND_SPECIALIST = "zhangmin", "liyang"


class Company:
    """The running company: staff with their logins, workers, store."""

    def __init__(
        self, application: Application, admin: Engine, host: EngineHost, directory: Directory
    ) -> None:
        self.application = application
        self.admin = admin
        self._host = host
        self.directory = directory
        self._logged_in: dict[str, Engine] = {}

    def staff(self, user: str) -> Engine:
        """The engine as seen with a user's own login."""
        if user not in self._logged_in:
            self._logged_in[user] = Engine(self._host.address(user))
        return self._logged_in[user]

    def hand_in(self, key: str, **facts: str) -> Case:
        """A website complaint of a customer and about an order of its own."""
        order_no = f"DD20261101-{int(key, 16) % 10**8:08d}"
        stated = {
            "submissionId": f"scenario-{key}",
            "channel": "官网",
            "companyName": f"测试客户{key}有限公司",
            "complainantName": "王小明",
            "contactPhone": "13900000000",
            "contactEmail": f"wang@{key}.example.com",
            "problemDescription": "贵司供应的部件上机两天就损坏，要求赔偿损失3200元。",
            "orderNo": order_no,
        } | facts
        with self.application.store.begin() as session:
            session.add(
                CustomerRow(
                    customer_id=f"C-{key}",
                    name=stated["companyName"],
                    email_domain=f"{key}.example.com",
                    phone=None,
                    key_customer=False,
                )
            )
            session.add(
                OrderRow(
                    order_no=order_no,
                    customer_id=f"C-{key}",
                    product="伺服驱动器",
                    amount=Decimal("20000.00"),
                    ordered_on=date(2026, 11, 1),
                )
            )
        file = Path(self.application.settings.data_dir) / f"{key}.json"
        text = json.dumps({k: v for k, v in stated.items() if v}, ensure_ascii=False)
        file.write_text(text, encoding="utf-8")
        handed = self.application.intake_desk().hand_in(file, received_now=True)
        return Case(self, handed.intake_id, handed.process_instance_id)


@dataclass
class Case:
    """One complaint in play."""

    company: Company
    intake_id: str
    instance: str
    _number: str | None = field(default=None)

    @property
    def number(self) -> str:
        """The complaint number, once the case is open."""
        if self._number is None:
            found = self.until("the case has a number", self._find_number)
            self._number = found
        return self._number

    def _find_number(self) -> str | None:
        with self.company.application.store.begin() as session:
            case = Cases(session).by_intake(self.intake_id)
            return case.complaint_no if case else None

    # --- what people do -------------------------------------------------------------------

    def do(
        self, task: str, by: str | None = None, *, claimed_by: str | None = None, **values: object
    ) -> str:
        """Wait for a user task, claim it, submit its form; answers who did it."""
        return self._submit(self.waits_at(task), by, values, claimed_by)

    def do_opinions(self, **by_group: str) -> None:
        """Each department gives its opinion, with the text given for its group."""
        for group, text in by_group.items():
            task = self.until(
                f"{group} is asked for its opinion",
                lambda group=group: next(
                    (t for t in self._open("Task_GiveOpinion") if group in self._groups(t)), None
                ),
            )
            self._submit(task, None, {"opinion": text})

    def _submit(
        self,
        task: UserTask,
        by: str | None,
        values: dict[str, object],
        claimed_by: str | None = None,
    ) -> str:
        user = by or self._member(task)
        desk = self.company.staff(user)
        key = str(task.task_definition_key)
        claimant = claimed_by or user
        self.company.staff(claimant).tasks.claim(task.id, claimant)
        known = desk.tasks.form_variables(task.id)
        form = Form(desk.tasks.deployed_form(task.id))
        desk.tasks.submit_form(task.id, form.fill(_entered(key, values), known))
        return user

    def _member(self, task: UserTask) -> str:
        group = self._groups(task)[0]
        members = self.company.directory.members(group)
        if str(task.task_definition_key) == "Task_RevisitCustomer":
            return SECOND_SPECIALIST
        return members[0].id

    def _groups(self, task: UserTask) -> list[str]:
        links = self.company.admin.tasks.identity_links(task.id)
        return [str(link.group_id) for link in links if link.group_id]

    # --- where the case is ----------------------------------------------------------------

    def waits_at(self, task: str) -> UserTask:
        """The open user task; waits until the case gets there."""
        return self.until(f"it waits at {task}", lambda: next(iter(self._open(task)), None))

    def _open(self, task: str) -> list[UserTask]:
        found = self.company.admin.tasks.find(process_instance_id=self.instance)
        return [each for each in found if each.task_definition_key == task]

    def ends(self, at: str) -> None:
        """Wait until the process has ended, at that end event."""
        self.until("it has ended", lambda: self._ended() or None)
        assert at in self.route()

    def _ended(self) -> bool:
        return not self.company.admin.instances.find(ids=[self.instance], active=None)

    def route(self) -> list[str]:
        """Ids of the elements passed or entered so far, in order."""
        return [
            passed.activity_id for passed in self.company.admin.history.activities(self.instance)
        ]

    def passed(self, *elements: str) -> None:
        """All of these lie on the route."""
        missing = set(elements) - set(self.route())
        assert not missing, f"not passed: {sorted(missing)}; route: {self.route()}"

    def not_passed(self, *elements: str) -> None:
        """None of these lies on the route."""
        assert not set(elements) & set(self.route())

    def until(self, what: str, question: Callable[[], T | None]) -> T:
        """Ask again until there is an answer.

        Raises:
            AssertionError: there is none in time; says where the case is instead.
        """
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = question()
            if answer is not None:
                return answer
            time.sleep(0.05)
        open_tasks = self.company.admin.tasks.find(process_instance_id=self.instance)
        raise AssertionError(
            f"in {PATIENCE:.0f} s it did not happen that {what}; route: {self.route()}; "
            f"open tasks: {[task.name for task in open_tasks]}; "
            f"incidents: {[incident.incident_message for incident in self.incidents()]}"
        )

    # --- what it left behind --------------------------------------------------------------

    def incidents(self) -> list[Incident]:
        return self.company.admin.incidents.find(process_instance_id=self.instance)

    def must_be_clean(self) -> None:
        """No incident is open."""
        assert [incident.incident_message for incident in self.incidents()] == []

    def record(self) -> ComplaintCase:
        with self.company.application.store.begin() as session:
            return Cases(session).get(self.number)

    def forms(self, number: str) -> list[FormRecord]:
        with self.company.application.store.begin() as session:
            return Cases(session).forms(self.number, number)

    def ledger(self) -> list[CompensationEntry]:
        with self.company.application.store.begin() as session:
            return Compensations(session).of_case(self.number)

    def mails(self) -> list[OutboxMail]:
        with self.company.application.store.begin() as session:
            return Outbox(session, "x").of_case(self.number)

    def notices(self) -> list[str]:
        """Ids of the notices queued so far, in order."""
        return [mail.notice for mail in self.mails()]

    def actions(self) -> list[str]:
        """What the timeline tells, in order."""
        with self.company.application.store.begin() as session:
            return [event.action for event in Cases(session).timeline(self.number)]

    def variables(self) -> dict[str, object]:
        past = self.company.admin.history.variables(self.instance)
        return {each.name: each.value for each in past}

    # --- longer stretches -----------------------------------------------------------------

    def to_solution(self, **classification: object) -> None:
        """From intake to the specialist's draft, with the opinions that D06 asks for."""
        self.do("Task_RegisterComplaint", by=FIRST_SPECIALIST)
        self.do("Task_ClassifyComplaint", **classification)
        if classification.get("technical"):
            self.do("Task_TestTechnically")
        self.investigate()

    def investigate(self) -> None:
        """Investigation and opinions of one round."""
        self.do("Task_Investigate")
        self.until("opinions are asked for", lambda: self._open("Task_GiveOpinion") or None)
        for task in self._open("Task_GiveOpinion"):
            self._submit(task, None, {})

    def draft(self, amount: str, **values: object) -> None:
        """The first specialist drafts a solution with that compensation."""
        self.do("Task_DraftSolution", by=FIRST_SPECIALIST, compensationAmount=amount, **values)

    def from_execution_to_archive(self) -> None:
        """Payment, feedback, revisit by the second specialist, archive."""
        self.do("Task_PayCompensation")
        self.close()

    def close(self) -> None:
        """Feedback, revisit, archive."""
        self.do("Task_FeedBackResult", by=FIRST_SPECIALIST)
        self.do("Task_RevisitCustomer", by=SECOND_SPECIALIST)
        self.do("Task_CheckFile", by=FIRST_SPECIALIST)
        self.ends("EndEvent_ComplaintClosed")
