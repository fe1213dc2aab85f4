"""The change of docs/ten-minutes.md: an approval and a notification in the complaint's summary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.browser.modeler import Modeler

Points = list[dict[str, int]]
MODEL: Final = Path("bpmn/complaint-summary/complaint-summary.bpmn")
SUMMARY_FORM: Final = Path("forms/complaint-summary.form")
APPROVAL_FORM: Final = Path("forms/summary-approval.form")
LIMITS: Final = Path("bpmn/complaint-handling/sla.dmn")
AUTHORITY: Final = Path("bpmn/solution-approval/compensation-approval.dmn")


def points(*places: tuple[int, int]) -> Points:
    return [{"x": x, "y": y} for x, y in places]


def make_room(modeler: Modeler) -> None:
    """A lane for the manager, and space to the right."""
    modeler("lane", below="Lane_System", id="Lane_Manager", name="客服经理")
    for pool in ("Participant_Company", "Participant_ComplaintHandling"):
        modeler("widen", element=pool, by=480)
    modeler("move", elements=["EndEvent_SummaryRecorded"], by={"x": 490, "y": 0})
    modeler("move", elements=["Task_RecordSummary"], by={"x": 330, "y": 0})
    modeler("move", elements=["Task_WriteSummary"], by={"x": 60, "y": 0})


def add_approval(modeler: Modeler) -> None:
    """A person's step from the template, and what follows from the answer."""
    task, gateway = "Task_ApproveSummary", "Gateway_SummaryApproved"
    place = {"parent": "Participant_Company"}
    modeler("place", **place, id=task, name="审批总结", type="bpmn:Task", at={"x": 670, "y": 600})
    modeler.apply(task, "sop.user-task")
    modeler.fill(
        task,
        {
            "camunda:candidateGroups": "cs-manager",
            "camunda:formRef": "summary-approval",
            "camunda:dueDate": "${dueSummary}",
        },
    )
    modeler("document", element=task, text="岗位：客服经理。")
    modeler(
        "place",
        **place,
        id=gateway,
        name="是否同意？",
        type="bpmn:ExclusiveGateway",
        at={"x": 790, "y": 600},
    )
    modeler(
        "place",
        **place,
        id="Gateway_SummaryMerge",
        name="",
        type="bpmn:ExclusiveGateway",
        at={"x": 370, "y": 325},
    )
    modeler(
        "reconnect",
        flow="Flow_ComplaintClosed_WriteSummary",
        to="Gateway_SummaryMerge",
        points=points((303, 465), (370, 465), (370, 350)),
    )
    modeler.connect(
        "Gateway_SummaryMerge",
        "Task_WriteSummary",
        id="Flow_SummaryMerge_WriteSummary",
        points=points((395, 325), (450, 325)),
    )
    modeler(
        "reconnect",
        flow="Flow_WriteSummary_RecordSummary",
        to=task,
        points=points((550, 325), (585, 325), (585, 600), (620, 600)),
    )
    modeler(
        "set", element="Flow_WriteSummary_RecordSummary", values={"id": "Flow_WriteSummary_Approve"}
    )
    modeler.connect(
        task, gateway, id="Flow_ApproveSummary_Approved", points=points((720, 600), (765, 600))
    )
    modeler.connect(
        gateway,
        "Task_RecordSummary",
        id="Flow_SummaryApproved_Yes",
        name="同意",
        condition="${summaryDecision == '同意'}",
        points=points((815, 600), (850, 600), (850, 465), (880, 465)),
    )
    modeler.connect(
        gateway,
        "Gateway_SummaryMerge",
        id="Flow_SummaryApproved_No",
        name="退回",
        points=points((790, 575), (790, 272), (370, 272), (370, 300)),
    )
    modeler("byDefault", gateway=gateway, flow="Flow_SummaryApproved_No")


def add_notification(modeler: Modeler) -> None:
    """A step of a worker from its template."""
    task = "Task_TellSummary"
    modeler(
        "place",
        parent="Participant_Company",
        id=task,
        name="通知客服主管",
        type="bpmn:Task",
        at={"x": 1090, "y": 465},
    )
    modeler.apply(task, "sop.worker.notification.send")
    modeler.fill(task, {"notice": "N12"})
    modeler(
        "reconnect",
        flow="Flow_RecordSummary_SummaryRecorded",
        to=task,
        points=points((980, 465), (1040, 465)),
    )
    modeler(
        "set",
        element="Flow_RecordSummary_SummaryRecorded",
        values={"id": "Flow_RecordSummary_Tell"},
    )
    modeler.connect(
        task,
        "EndEvent_SummaryRecorded",
        id="Flow_TellSummary_SummaryRecorded",
        points=points((1140, 465), (1202, 465)),
    )


def change_table(file: Path, *cells: tuple[str, str]) -> None:
    """Other texts in cells; each stands in the file once."""
    text = file.read_text(encoding="utf-8")
    for before, after in cells:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")


def add_field(root: Path) -> None:
    """One more field in the summary, and the manager's remark for who has to write it again."""
    file = root / SUMMARY_FORM
    form = json.loads(file.read_text(encoding="utf-8"))
    group = next(each for each in form["components"] if each["id"] == "Group_Summary")
    group["components"] += [
        {
            "id": "Field_trainingNeed",
            "key": "trainingNeed",
            "type": "textarea",
            "label": "培训要求",
            "validate": {"maxLength": 500},
        },
        {
            "id": "Text_Remark",
            "type": "text",
            "text": "客服经理的意见：{{summaryComment}}",
            "conditional": {"hide": '=summaryComment = null or string(summaryComment) = ""'},
        },
    ]
    file.write_text(json.dumps(form, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def new_form(root: Path) -> None:
    """The form of the approval."""
    # Any: JSON.
    form: dict[str, Any] = {
        "type": "default",
        "id": "summary-approval",
        "schemaVersion": 16,
        "executionPlatform": "Camunda Platform",
        "executionPlatformVersion": "7.24.0",
        "components": [
            {"id": "Text_Title", "type": "text", "text": "## 《投诉总结审批》 F10\n\n同意后归档。"},
            {
                "id": "Text_Summary",
                "type": "text",
                "text": "根本原因：{{rootCause}}\n\n改进措施：{{measure}}\n\n"
                "培训要求：{{trainingNeed}}",
            },
            {
                "id": "Field_summaryDecision",
                "key": "summaryDecision",
                "type": "radio",
                "label": "审批结论",
                "values": [
                    {"label": "同意", "value": "同意"},
                    {"label": "退回", "value": "退回"},
                ],
                "validate": {"required": True},
            },
            {
                "id": "Field_summaryComment",
                "key": "summaryComment",
                "type": "textarea",
                "label": "意见",
                "validate": {"maxLength": 500},
            },
        ],
    }
    (root / APPROVAL_FORM).write_text(
        json.dumps(form, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
