"""Messages that other desks stumbled over, each read right: a folder of ``messages/`` a kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from workers.services.classifier import classify
from workers.services.intake import Intake, IntakeError, parse_intake
from workers.services.intake.message import Nature

NOW = datetime(2026, 11, 28, 4, tzinfo=UTC)
WRITTEN = datetime(2026, 11, 26, 2, 12, 35, tzinfo=UTC)
MESSAGES = Path(__file__).parent / "messages"
GEAR = "贵司的减速机 DD20261101001 装上三天就漏油，要求赔偿3200元。电话 13800000000"


@dataclass(frozen=True)
class Right:
    """What must be read: ``says`` are words of the description, ``lacks`` words that it lacks."""

    says: tuple[str, ...] = (GEAR,)
    lacks: tuple[str, ...] = ()
    subject: str | None = "投诉测试"
    name: str | None = None
    address: str | None = "li.si@example.com"
    files: tuple[str, ...] = ()
    nature: Nature = Nature.PERSON
    received: datetime = WRITTEN
    also: dict[str, object] = field(default_factory=dict)


def address(stated: str, name: str | None = None) -> Right:
    return Right(address=stated, name=name)


def file(name: str, **more: object) -> Right:
    return Right(files=(name,), **more)  # type: ignore[arg-type]


def long_name(name: str) -> Right:
    return file(name, says=("减速机漏油，请处理。",), subject="投诉", received=NOW)


MAILS = {
    "01-gb2312-beyond/mail.eml": Right(
        ("– 喆", "要求赔偿3200元"), subject="漏油 – 请喆工回复", name="陶喆"
    ),
    "02-split-encoded-word/mail.eml": Right(
        subject="减速机装上三天就漏油请尽快处理", name="欧阳小明"
    ),
    "03-blank-plain/mail.eml": Right(subject="请处理"),
    "04-text-after-inline-image/mail.eml": Right(
        ("请看照片里的漏油位置", "DD20261101001。要求赔偿3200元，否则我们将起诉"), files=("a.png",)
    ),
    "05-forward-as-attachment/mail.eml": Right(
        ("客户来信见附件", "【转发的邮件】", "wang.wu@example.net", "主题：减速机漏油", GEAR),
        subject="转发客户投诉",
        files=("original.eml", "report.pdf"),
    ),
    "06-single-part-file/opaque-signed.eml": Right(
        ("投诉", "smime.p7m"), subject="投诉", files=("smime.p7m",)
    ),
    "06-single-part-file/scan.eml": Right(
        ("扫描件：投诉函", "scan.pdf"), subject="扫描件：投诉函", files=("scan.pdf",)
    ),
    "07-html-shapes/blockquote-body.eml": Right(subject="请处理"),
    "07-html-shapes/open-head.eml": Right(subject="请处理"),
    "07-html-shapes/table.eml": Right(
        ("货物破损，要求赔偿", "DD20261101001  12  3200元"), subject="订单投诉"
    ),
    "08-automatic-mail/bounce.eml": Right(
        ("could not be delivered",),
        subject="Undelivered Mail Returned to Sender",
        name="Mail Delivery System",
        address="MAILER-DAEMON@mx.example.com",
        files=("x.eml",),
        nature=Nature.BOUNCE,
    ),
    "08-automatic-mail/vacation.eml": Right(
        ("我正在休假",),
        subject="自动回复: 投诉受理回执 TS-20261126-0001",
        nature=Nature.ABSENCE,
        also={"answers": ("<0123456789abcdef@sop.example.org>",)},
    ),
    "09-same-message-id/first.eml": Right(
        ("DD20261101001 漏油",), subject="网站留言 1", address="a.one@example.com"
    ),
    "09-same-message-id/second.eml": Right(
        ("发票开错三次",), subject="网站留言 2", address="b.two@example.net"
    ),
    "10-sender-addresses/ampersand.eml": address("r&d@example.com"),
    "10-sender-addresses/angle-in-name.eml": address("li.si@example.com", "李四<采购部>"),
    "10-sender-addresses/apostrophe.eml": address("pat.o'neill@example.com", "Pat O'Neill"),
    "10-sender-addresses/dept-slash.eml": address("a/b@example.com"),
    "10-sender-addresses/equals.eml": address("a=b.example@fwd.example.com", "bounce"),
    "10-sender-addresses/quotes-in-name.eml": address("li.si@example.com", '李"四'),
    "10-sender-addresses/reply-to.eml": Right(subject="网站在线投诉", name="李四"),
    "10-sender-addresses/space-in-brackets.eml": address("li.si@example.com", "li si"),
    "11-attachment-names/ew-gb2312.eml": file("检测报告（终稿）.pdf"),
    "11-attachment-names/ew-two-words.eml": file("检测报告（终稿）.pdf"),
    "11-attachment-names/name-only-in-ctype.eml": file("检测报告（终稿）.pdf"),
    "11-attachment-names/raw-utf8.eml": file("检测报告（终稿）.pdf"),
    "11-attachment-names/rfc2231-utf8.eml": file("检测报告（终稿）.pdf"),
    "12-attachment-kinds/calendar-alternative.eml": file("附件1.ics", subject="会议邀请：投诉沟通"),
    "12-attachment-kinds/empty-file-blank-line.eml": file("log.bin"),
    "12-attachment-kinds/empty-file.eml": file("log.csv"),
    "12-attachment-kinds/winmail.eml": Right(
        ("减速机漏油", "winmail.dat"), subject="减速机漏油", files=("winmail.dat",)
    ),
    "13-quoted-history/comment-then-forward.eml": Right(
        ("转给你们，请尽快处理。", "减速机 DD20261101001 漏油，要求赔偿3200元。"),
        subject="客户来信",
    ),
    "13-quoted-history/gmail-zh.eml": Right(
        ("还是没有解决，要求赔偿3200元。",),
        ("500", "DD20269999999", "写道"),
        subject="投诉",
        files=("正文.txt",),
    ),
    "13-quoted-history/outlook-forward.eml": Right(
        ("减速机 DD20261101001 漏油，要求赔偿3200元。",), subject="客户来信"
    ),
    "14-dates/2001.eml": Right(received=NOW),
    "14-dates/bad-month.eml": Right(),
    "14-dates/chinese.eml": Right(received=datetime(2026, 11, 26, 2, 12, tzinfo=UTC)),
    "14-dates/minus-zero.eml": Right(received=datetime(2026, 11, 26, 10, 12, 35, tzinfo=UTC)),
    "14-dates/no-zone.eml": Right(),
    "14-dates/urgent-1970.eml": Right(("变频器冒烟起火",), received=NOW),
    "14-dates/year1.eml": Right(received=NOW),
    "15-charsets/big5-eten.eml": Right(("貴公司減速機漏油，裏面的恒溫器也壞了，着急。",)),
    "15-charsets/escape-char.eml": Right(),
    "15-charsets/form-feed.eml": Right(("第一页", GEAR), ("\f",)),
    "15-charsets/gb2312-but-utf8.eml": Right(),
    "15-charsets/gbk-one-bad-byte.eml": Right((GEAR, "\ufffd", "谢谢")),
    "15-charsets/idna.eml": Right(("DD20261101001", "13800000000")),
    "15-charsets/iso-8859-1-but-gbk.eml": Right(),
    "15-charsets/utf8-cut-at-end.eml": Right((GEAR, "\ufffd")),
    "15-charsets/utf8-one-bad-byte.eml": Right((GEAR, "\ufffd", "end")),
    "15-charsets/x-unknown.eml": Right(),
    "21-long-attachment-name/dotdot.eml": long_name("附件1.pdf"),
    "21-long-attachment-name/emoji.eml": long_name("漏油😡.pdf"),
    "21-long-attachment-name/gbk-2231.eml": long_name("现场照片.pdf"),
    "21-long-attachment-name/newline.eml": long_name("现场 照片.pdf"),
    "21-long-attachment-name/rfc2231-80.eml": long_name(("设备现场检验报告" * 10)[:65] + ".pdf"),
    "21-long-attachment-name/rfc2231-90.eml": long_name(("设备现场检验报告一" * 10)[:65] + ".pdf"),
    "21-long-attachment-name/same-twice.eml": long_name("a.pdf"),
    "21-long-attachment-name/slash-only.eml": long_name("photos"),
    "21-long-attachment-name/unknown-charset.eml": long_name("现场.pdf"),
    "24-reply-to-our-letter/reply.eml": Right(
        ("补充：订单号是 DD20261101-0001，今天又坏了一台",),
        ("我们已收到", "kefu"),
        subject="您的投诉已受理（编号 TS-20261127-0004）",
        files=("正文.txt",),
        received=datetime(2026, 11, 27, 7, tzinfo=UTC),
        also={"answers": ("<224d95b6071b07c659ecc2ab792eb2dd@sop-workers.example>",)},
    ),
}
MAILS["08-automatic-mail/bounce-bare.eml"] = MAILS["08-automatic-mail/bounce.eml"]
MAILS["11-attachment-names/long.eml"] = file(
    ("关于减速机漏油问题的现场检测报告及双方往来函件汇总" * 4)[:65] + ".pdf"
)


def read(name: str) -> Intake:
    path = MESSAGES / name
    return parse_intake(path.read_bytes(), path.name, NOW)


def test_every_mail_of_the_folder_has_its_right_reading() -> None:
    assert {path.relative_to(MESSAGES).as_posix() for path in MESSAGES.rglob("*.eml")} == set(MAILS)


@pytest.mark.parametrize("name", sorted(MAILS))
def test_a_mail_is_read_right(name: str) -> None:
    right, intake = MAILS[name], read(name)
    letter = intake.letter
    assert letter is not None
    assert [word for word in right.says if word not in intake.problem_description] == []
    assert [word for word in right.lacks if word in intake.problem_description] == []
    assert (intake.subject, intake.complainant_name) == (right.subject, right.name)
    assert (intake.contact_email, letter.nature) == (right.address, right.nature)
    assert tuple(file.name for file in intake.attachments) == right.files
    assert intake.received_at == right.received
    assert {key: getattr(letter, key) for key in right.also} == right.also


@pytest.mark.parametrize("name", sorted(MAILS))
def test_the_original_is_kept_whole_and_readable(name: str) -> None:
    intake = read(name)
    assert intake.original is not None
    assert intake.original.content == (MESSAGES / name).read_bytes()
    assert intake.readable is not None
    assert f"主题：{intake.letter.stated_subject if intake.letter else ''}" in intake.readable


@pytest.mark.parametrize(
    ("name", "claim"),
    [
        ("03-blank-plain/mail.eml", "3200"),
        ("04-text-after-inline-image/mail.eml", "3200"),
        ("05-forward-as-attachment/mail.eml", "3200"),
        ("09-same-message-id/second.eml", "500"),
        ("13-quoted-history/gmail-zh.eml", "3200"),
        ("15-charsets/gb2312-but-utf8.eml", "3200"),
    ],
)
def test_the_claim_is_found_in_what_was_read(name: str, claim: str) -> None:
    intake = read(name)
    found = classify(intake.subject or "", intake.problem_description)
    assert found.claimed_amount == Decimal(claim)


def test_two_customers_with_one_message_id_are_two_messages() -> None:
    first, second = (read(f"09-same-message-id/{each}.eml") for each in ("first", "second"))
    assert first.intake_id != second.intake_id


FORMS: dict[str, dict[str, object] | str] = {
    "amount-3dec": "金额",
    "amount-exp": {"claimed_amount": Decimal("3200.00")},
    "amount-nan": "金额",
    "amount-wan": {"claimed_amount": Decimal("12000.00")},
    "b64-lines": {"files": (("a.png", b"\x89PNG\r\n\x1a\n"),)},
    "b64-url": {"files": (("a.bin", b"\xfb\xff"),)},
    "crlf": {"problem_description": "第一行\n第二行，减速机漏油\n第三行"},
    "data-url": {"files": (("a.png", b"\x89PNG\r\n\x1a\n"),)},
    "date-24": {"expected_resolve_by": datetime(2026, 12, 1, 16, tzinfo=UTC)},
    "date-ms-number": {"expected_resolve_by": datetime(2025, 12, 1, tzinfo=UTC)},
    "date-only": {"expected_resolve_by": datetime(2026, 11, 30, 16, tzinfo=UTC)},
    "date-z": {"received_at": datetime(2026, 11, 22, 16, 30, tzinfo=UTC)},
    "emoji-2000": {},
    "fullwidth-phone": {"contact_phone": "13800000000"},
    "half-emoji": {"problem_description": "减速机装上三天就漏油，气死人了\ufffd"},
    "half-emoji-name": {"company_name": "甲乙机械\ufffd"},
    "null-attachments": {"files": ()},
    "phone-hk": {"contact_phone": "+85221234567"},
    "phone-number-typed": {"contact_phone": "13800000000"},
    "utf16": {"complainant_name": "李四"},
}


def test_every_form_of_the_folder_has_its_right_reading() -> None:
    assert {path.stem for path in MESSAGES.rglob("*.json")} == set(FORMS)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_an_odd_form_is_taken_in_or_refused_with_a_reason(name: str) -> None:
    right = FORMS[name]
    if isinstance(right, str):
        with pytest.raises(IntakeError, match=right):
            read(f"22-web-form-odd-json/{name}.json")
        return
    intake = read(f"22-web-form-odd-json/{name}.json")
    assert intake.complainant_name == "李四"
    intake.model_dump_json(exclude={"attachments", "original"}).encode()
    for key, value in right.items():
        if key == "files":
            assert tuple((file.name, file.content) for file in intake.attachments) == value
        else:
            assert getattr(intake, key) == value
