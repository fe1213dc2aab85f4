"""Web forms: a JSON object whose keys are those of the form ``complaint-register`` (F01).

Besides these a form may bring ``submissionId``, ``submittedAt``, ``subject``, ``claimedAmount``
and ``attachments`` (name, mediaType, contentBase64). Any other key is kept as the attachment
``其他字段.json``: a website may add fields before we know them, and nothing shall be lost.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from workers.casework.file_name import safe_file_name
from workers.services.charset import printable
from workers.services.intake import fields
from workers.services.intake.message import (
    CHANNELS,
    DESCRIPTION_LIMIT,
    Attachment,
    Channel,
    Intake,
    IntakeError,
    checked_attachments,
    content_id,
    received,
)
from workers.services.intake.text import decode

_DESCRIPTION_MINIMUM = 10
_LINE_LIMIT = 200
_SHORT = {"order_no": 64, "contract_no": 64, "submission_id": 180}
_T = TypeVar("_T")


def _typed(value: object) -> object:
    """A number where text is meant, as a program writes that knows no telephone numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_Text = Annotated[str | None, BeforeValidator(_typed)]


class _File(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, strict=True)

    name: str
    media_type: str = "application/octet-stream"
    content_base64: str


class _Form(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="allow", strict=True)

    channel: _Text = None
    company_name: _Text = None
    complainant_name: _Text = None
    contact_phone: _Text = None
    contact_email: _Text = None
    problem_description: _Text = None
    expected_solution: _Text = None
    expected_resolve_by: _Text = None
    order_no: _Text = None
    contract_no: _Text = None
    product_name: _Text = None
    subject: _Text = None
    claimed_amount: object = None
    submission_id: _Text = None
    submitted_at: _Text = None
    attachments: list[_File] | None = None


def read_form(content: bytes, source: str, now: datetime) -> Intake:
    """Read a web form.

    Raises:
        IntakeError: no JSON object, or a field that breaks its rule.
    """
    form = _parse(content, source)
    _check_lengths(form, source)
    submission = _clean(form.submission_id)
    submitted = _clean(form.submitted_at)
    return Intake(
        intake_id=f"web:{submission}" if submission else content_id("web", content),
        channel=_channel(form, source),
        company_name=_clean(form.company_name),
        complainant_name=_clean(form.complainant_name),
        contact_phone=_if_given(form.contact_phone, lambda given: fields.phone(source, given)),
        contact_email=_if_given(form.contact_email, lambda given: fields.email(source, given)),
        problem_description=_problem(form, source),
        expected_solution=_clean(form.expected_solution),
        expected_resolve_by=_if_given(
            form.expected_resolve_by,
            lambda given: _instant(source, "expectedResolveBy", given),
        ),
        order_no=_clean(form.order_no),
        contract_no=_clean(form.contract_no),
        product_name=_clean(form.product_name),
        subject=_clean(form.subject),
        claimed_amount=_claimed(form.claimed_amount, source),
        attachments=checked_attachments(source, _files(form, source)),
        received_at=received(
            [_instant(source, "submittedAt", submitted)] if submitted else [], now
        ),
        source_name=source,
    )


def _parse(content: bytes, source: str) -> _Form:
    text = decode(source, content)
    try:
        document = json.loads(text, strict=False, parse_float=Decimal, object_hook=_printable)
    except json.JSONDecodeError as broken:
        raise IntakeError(
            source,
            f"JSON 格式错误（第 {broken.lineno} 行第 {broken.colno} 列）",
            "请检查引号、逗号和括号",
        ) from None
    except ValueError:  # a whole number of more digits than Python reads
        raise IntakeError(source, "JSON 中的数字过长", "请按网站表单的格式提交") from None
    except RecursionError:
        raise IntakeError(source, "JSON 嵌套过深", "请按网站表单的格式提交") from None
    if not isinstance(document, dict):
        raise IntakeError(source, "JSON 不是一个对象", "请提交一份表单，以 { 开头")
    try:
        return _Form.model_validate(document)
    except ValidationError as invalid:
        where = ".".join(str(part) for part in invalid.errors()[0]["loc"])
        raise IntakeError(
            source, f"字段“{where}”缺失或类型不对", "除 claimedAmount 外，各字段的值应为文本"
        ) from None


def _printable(document: dict[str, object]) -> dict[str, object]:
    """A JSON text may hold half an emoji, which no file and no database takes."""
    return {printable(key): _clean_value(value) for key, value in document.items()}


def _clean_value(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    return [_clean_value(item) for item in value] if isinstance(value, list) else value


def _check_lengths(form: _Form, source: str) -> None:
    for name in type(form).model_fields:
        value = getattr(form, name)
        long_text = name in {"problem_description", "expected_solution"}
        limit = DESCRIPTION_LIMIT if long_text else _SHORT.get(name, _LINE_LIMIT)
        if isinstance(value, str) and len(value.strip()) > limit:
            raise IntakeError(
                source,
                f"字段“{to_camel(name)}”有 {len(value.strip())} 字，最多 {limit} 字",
                "请缩短，详细内容放入附件",
            )


def _problem(form: _Form, source: str) -> str:
    problem = _clean(form.problem_description)
    if problem is None:
        raise IntakeError(source, "缺少问题描述（problemDescription）", "请客户说明问题后重新提交")
    if len(problem) < _DESCRIPTION_MINIMUM:
        raise IntakeError(
            source,
            f"问题描述只有 {len(problem)} 字，至少 {_DESCRIPTION_MINIMUM} 字",
            "请客户补充说明",
        )
    return problem


def _claimed(value: object, source: str) -> Decimal | None:
    if value is None or value == "":
        return None
    number = f"{value:f}" if isinstance(value, Decimal) else value
    return fields.amount(source, "claimedAmount", number)


def _instant(source: str, label: str, value: str) -> datetime:
    """As text, or as JavaScript's milliseconds since 1970."""
    if re.fullmatch(r"[12][0-9]{12}", value):
        return datetime.fromtimestamp(int(value) / 1000, UTC)
    return fields.instant(source, label, value)


def _channel(form: _Form, source: str) -> Channel:
    given = _clean(form.channel) or "官网"
    if given not in CHANNELS:
        raise IntakeError(source, "投诉渠道（channel）未知", f"请从 {'、'.join(CHANNELS)} 中选择")
    return given  # type: ignore[return-value]  # just found in CHANNELS, which mypy cannot narrow


def _files(form: _Form, source: str) -> list[Attachment]:
    files = [
        _file(number, file, source) for number, file in enumerate(form.attachments or (), start=1)
    ]
    if form.model_extra:
        text = json.dumps(
            form.model_extra, ensure_ascii=False, indent=2, sort_keys=True, default=str
        )
        files.append(Attachment.of("其他字段.json", "application/json", text.encode()))
    return files


def _file(number: int, file: _File, source: str) -> Attachment:
    try:
        content = base64.b64decode(_base64(file.content_base64), validate=True)
    except (binascii.Error, ValueError):
        raise IntakeError(
            source, f"第 {number} 个附件不是 base64", "请重新编码 contentBase64"
        ) from None
    return Attachment.of(safe_file_name(file.name) or f"附件{number}", file.media_type, content)


def _base64(text: str) -> str:
    """Plain base64 from what browsers and programs make: a data URL, lines, the URL alphabet."""
    encoded = re.sub(r"^data:[^,]*;base64,|\s", "", text).replace("-", "+").replace("_", "/")
    return encoded.rstrip("=") + "=" * (-len(encoded.rstrip("=")) % 4)


def _clean(value: str | None) -> str | None:
    return (value or "").strip() or None


def _if_given(value: str | None, read: Callable[[str], _T]) -> _T | None:
    given = _clean(value)
    return None if given is None else read(given)
