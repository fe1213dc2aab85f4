"""The notices N01–N16 of a complaint (catalogue P01.9), and the facts that each needs."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Final

from workers.casework.letters import Kind, LetterBook, Notice


def _customer(title: str, may_have: Mapping[str, Kind] | None = None, **needs: Kind) -> Notice:
    common = {"case_no": Kind.TEXT}
    return Notice(
        title, "customer", common | needs, {"complainant": Kind.TEXT} | dict(may_have or {})
    )


def _internal(title: str, may_have: Mapping[str, Kind] | None = None, **needs: Kind) -> Notice:
    return Notice(title, "internal", {"case_no": Kind.TEXT} | needs, dict(may_have or {}))


_TEXT, _MOMENT, _YUAN, _ITEMS = Kind.TEXT, Kind.MOMENT, Kind.YUAN, Kind.ITEMS

NOTICES: Final[Mapping[str, Notice]] = {
    "N01": _customer(
        "受理回执", received_at=_MOMENT, first_response_by=_MOMENT, resolve_by=_MOMENT
    ),
    "N02": _customer("补充资料", missing_items=_ITEMS, information_deadline=_MOMENT),
    "N02R": _customer("补充资料提醒", missing_items=_ITEMS, information_deadline=_MOMENT),
    "N03": _internal("待分类", {"urgency": _TEXT}, deadline=_MOMENT),
    "N04": _internal("加急投诉", {"risks": _ITEMS}, urgency=_TEXT, deadline=_MOMENT),
    "N05": _internal("工单转派", {"requirement": _TEXT}, ticket_no=_TEXT, deadline=_MOMENT),
    "N06": _internal("协同意见", department=_TEXT, deadline=_MOMENT),
    "N07": _internal("待审批", {"amount": _YUAN, "rule": _TEXT}, deadline=_MOMENT),
    "N08": _internal("审批结果", {"comment": _TEXT}, decision=_TEXT),
    "N09": _customer("处理进展", progress=_TEXT, resolve_by=_MOMENT),
    "N10": _customer("延期说明", customer_reason=_TEXT, resolve_by=_MOMENT),
    "N11": _customer("处理结果", {"amount": _YUAN}, solution=_TEXT),
    "N12": _internal("已归档", {"result": _TEXT}, archived_at=_MOMENT),
    "N13": _internal("时限提醒", step=_TEXT, deadline=_MOMENT, percent=Kind.NUMBER, action=_TEXT),
    "N14": _customer("不作投诉受理", {"handled_as": _TEXT}),
    "N15": _internal("补偿追回", amount=_YUAN, reason=_TEXT),
    "N16": _internal("客户来信", findings=_TEXT),
}


def _template(name: str) -> str | None:
    file = resources.files("workers.procedures.complaint").joinpath("letters", name)
    return file.read_text(encoding="utf-8") if file.is_file() else None


LETTERS: Final = LetterBook(NOTICES, _template)
compose = LETTERS.compose
