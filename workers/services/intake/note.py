"""Phone notes: header lines ``来电人：…`` and, after ``记录：``, what the customer said.

A label that is not known stays part of the text, so that nothing is lost.
"""

from __future__ import annotations

import re
from datetime import datetime

from workers.services.intake import fields
from workers.services.intake.message import (
    CHANNELS,
    Channel,
    Intake,
    IntakeError,
    checked_attachments,
    content_id,
    received,
)
from workers.services.intake.text import decode, fit, tidy, whole_text

_LABELS = {
    "company_name": ("单位", "客户单位", "公司", "公司名称", "客户", "客户名称"),
    "complainant_name": ("来电人", "投诉人", "姓名", "联系人", "客户姓名", "来电者"),
    "contact_phone": ("电话", "联系电话", "手机", "手机号", "来电号码", "联系方式", "回电"),
    "contact_email": ("邮箱", "电子邮箱", "邮件", "邮箱地址"),
    "order_no": ("订单号", "订单", "订单编号"),
    "contract_no": ("合同号", "合同", "合同编号"),
    "product_name": ("产品", "产品名称", "产品型号", "设备"),
    "expected_solution": ("客户要求", "诉求", "期望", "期望解决方案", "要求"),
    "expected_resolve_by": ("期望时间", "期望解决时间", "要求时间"),
    "received_at": ("来电时间", "时间", "接听时间", "记录时间", "日期"),
    "subject": ("主题", "事由", "标题"),
    "channel": ("渠道", "投诉渠道"),
    "problem": ("记录", "问题", "内容", "问题描述", "通话记录", "电话记录", "描述"),
}
_FIELD_OF = {label: field for field, labels in _LABELS.items() for label in labels}
_LINE = re.compile(r"\s*[【\[]?([\u4e00-\u9fff]{2,6})[】\]]?\s*[:：]\s*(.*)")
_NOT_KNOWN = re.compile(
    r"(?:未留|没留|未提供|没有提供|不详|不明|未知|无|没有|匿名|[-—/])*[。.]?(?:[（(].*[)）])?"
)


def read_note(content: bytes, source: str, now: datetime) -> Intake:
    """Read a phone note.

    Raises:
        IntakeError: not text, without a problem, or with a malformed number, address or time.
    """
    stated, text = _parse(decode(source, content))
    if not text:
        raise IntakeError(source, "没有记录客户反映的问题", "请在“记录：”之后写明问题")
    description = fit(text)
    phone, email = stated.get("contact_phone"), stated.get("contact_email")
    resolve_by, at = stated.get("expected_resolve_by"), stated.get("received_at")
    return Intake(
        intake_id=content_id("phone", content),
        channel=_channel(stated.get("channel"), source),
        company_name=stated.get("company_name"),
        complainant_name=stated.get("complainant_name"),
        contact_phone=fields.phone(source, phone) if phone else None,
        contact_email=fields.email(source, email) if email else None,
        problem_description=description,
        expected_solution=stated.get("expected_solution"),
        expected_resolve_by=(
            fields.instant(source, "期望解决时间", resolve_by) if resolve_by else None
        ),
        order_no=stated.get("order_no"),
        contract_no=stated.get("contract_no"),
        product_name=stated.get("product_name"),
        subject=stated.get("subject"),
        attachments=checked_attachments(source, [whole_text(text)] if description != text else []),
        received_at=received([fields.instant(source, "来电时间", at)] if at else [], now),
        source_name=source,
    )


def _parse(text: str) -> tuple[dict[str, str], str]:
    """Stated fields, and the text: what follows ``记录：`` and every line without a known label."""
    stated: dict[str, str] = {}
    told: list[str] = []
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        field = _FIELD_OF.get(found[1]) if found else None
        if found is None or field is None or field in stated:
            told.append(line)
        elif field == "problem":
            stated[field] = ""
            told.append(found[2])
        elif not _NOT_KNOWN.fullmatch(found[2].strip()):
            stated[field] = found[2].strip()
    return stated, tidy("\n".join(told))


def _channel(given: str | None, source: str) -> Channel:
    if given is not None and given not in CHANNELS:
        raise IntakeError(source, "投诉渠道未知", f"请从 {'、'.join(CHANNELS)} 中选择")
    return given or "电话"  # type: ignore[return-value]  # found in CHANNELS just above
