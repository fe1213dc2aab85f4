"""Complaints that tests hand in, and what the company's staff usually enter."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from workers.casework.store import Store
from workers.services.register import CustomerRow, OrderRow

FIRST_SPECIALIST, SECOND_SPECIALIST = "zhangmin", "liyang"

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


def write_complaint(folder: Path, store: Store, key: str, **facts: str) -> Path:
    """A complaint on the website, of a customer and about an order of its own, who are registered.

    Args:
        folder: where the file is written.
        store: where customer and order are registered.
        key: makes customer, order and submission unique.
        **facts: fields of the web form that differ; an empty text leaves the field out.
    """
    stated = {
        "submissionId": f"scenario-{key}",
        "channel": "官网",
        "companyName": f"测试客户{key}有限公司",
        "complainantName": "王小明",
        "contactPhone": "13900000000",
        "contactEmail": f"wang@{key}.example.com",
        "problemDescription": "贵司供应的部件上机两天就损坏，要求赔偿损失3200元。",
        "orderNo": f"DD20261101-{int(key, 16) % 10**8:08d}",
    }
    order_no = stated["orderNo"]
    stated |= facts
    with store.begin() as session:
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
    file = folder / f"{key}.json"
    given = {name: value for name, value in stated.items() if value}
    file.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
    return file
