"""Order and contract numbers as written; waybill, invoice, serial and case numbers are neither."""

from __future__ import annotations

import re

_NUMBER = (
    r"(?P<number>(?:PO#)?(?=[A-Za-z0-9\-_/]*\d{3})[A-Za-z0-9][A-Za-z0-9\-_/]{3,38}[A-Za-z0-9])"
)
_DIGITS = re.compile(r"\d{3}")
_IS = r"\s*[】\])）]?\s*(?:号|编号|号码|号为|编号为)?\s*(?:[:：#(（【“\"]|为|是|分别(?:为|是))*\s*"
_NOT_MORE = r"(?![A-Za-z0-9年月元台件个套.])"
_ORDER = re.compile(
    r"(?:订单(?:编?号|号码)?|订货(?:单号?|编?号)|采购(?:订)?单(?:编?号|号码)?|订购单号?"
    r"|(?<![流递货运票工诉修务兑笔])单号|\b(?:order|po)\s*(?:no\.?|number|id)?)"
    + _IS
    + _NUMBER
    + _NOT_MORE,
    re.IGNORECASE,
)
_ORDER_SHAPE = re.compile(
    r"(?<![A-Za-z0-9\-])(?P<number>(?:DD|ORD|PO|SO|XS|CG)-?\d{6,}(?:-\d+)*|"
    r"(?:PO|SO|ORD)-\d{2,}(?:-\d+)+)" + _NOT_MORE
)
_CONTRACT = re.compile(
    r"(?:合同|协议)(?:书)?(?:编?号|号码)?" + _IS + _NUMBER + _NOT_MORE, re.IGNORECASE
)
# 根据CG-2026-044第9.2条: what has clauses is a contract
_CONTRACT_CLAUSE = re.compile(
    r"(?:(?:根据|按照?|依据?|依照)"
    + _NUMBER
    + r"(?=(?:第[\d一二三四五六七八九十.]+|[质技商付][量术务款])[条款])"
    r"|" + _NUMBER.replace("number", "ahead") + r"(?=(?:合同|协议)(?:第|的|约定|项下)))"
)
_CONTRACT_SHAPE = re.compile(
    r"(?<![A-Za-z0-9\-])(?P<number>HT-?\d{4}-?\d{2,}(?:-\d+)*)" + _NOT_MORE
)
_OTHER = re.compile(
    r"(?:运单|快递单?|物流单?|货运单|提单|发票|工单|投诉|受理|序列|机身|设备|出厂|批次|生产批|SN|S/N|税|报价单|型"
    r"|序号|统一社会信用|账|手机|电话|票)(?:编?号|号码|代码)?" + _IS + _NUMBER,
    re.IGNORECASE,
)


def order_no(text: str) -> str | None:
    """The first order number of a normalised text."""
    return _first((_ORDER, _ORDER_SHAPE), text, taken=_CONTRACT)


def contract_no(text: str) -> str | None:
    """The first contract number of a normalised text."""
    return _first((_CONTRACT, _CONTRACT_CLAUSE, _CONTRACT_SHAPE), text, taken=_ORDER)


def _first(patterns: tuple[re.Pattern[str], ...], text: str, taken: re.Pattern[str]) -> str | None:
    if not _DIGITS.search(text):
        return None
    spans = [hit.span("number") for hit in (*_OTHER.finditer(text), *taken.finditer(text))]
    for pattern in patterns:
        for hit in pattern.finditer(text):
            name = "number" if hit["number"] else "ahead"
            if not any(start <= hit.start(name) < end for start, end in spans):
                return hit[name]
    return None
