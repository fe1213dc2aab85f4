"""Complaint files of every channel become one intake, or say why not."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from workers.casework.timezone import SHANGHAI
from workers.services.classifier import classify
from workers.services.intake import Intake, IntakeError, parse_intake, read_intake

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[4] / "examples" / "complaints"
PROBLEM = "减速机装上三天就漏油，请尽快更换。"


def form(**changes: object) -> bytes:
    data: dict[str, object] = {"complainantName": "张三", "problemDescription": PROBLEM}
    return json.dumps(data | changes, ensure_ascii=False).encode()


def mail(body: str = PROBLEM, *, html: bool = False, **headers: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    stated = {
        "From": '"李四" <li.si@example.com>',
        "Subject": "减速机漏油",
        "Date": "Fri, 20 Nov 2026 10:12:35 +0800",
        "Message-ID": "<a1@example.com>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in stated.items():
        if value:
            message[name] = value
    message.set_content(body, subtype="html" if html else "plain", charset="utf-8", cte="base64")
    return message.as_bytes()


def parse(content: bytes | str, source: str) -> Intake:
    return parse_intake(content.encode() if isinstance(content, str) else content, source, NOW)


@pytest.mark.parametrize("file", sorted(EXAMPLES.iterdir()), ids=lambda file: file.name)
def test_every_example_is_read_the_same_twice(file: Path) -> None:
    first = read_intake(file, NOW)
    assert first == read_intake(file, NOW)
    assert Intake.model_validate_json(first.model_dump_json(exclude={"attachments"}))
    assert first.received_at <= NOW


@pytest.mark.parametrize(
    ("prefix", "kind", "topic", "claim", "urgent"),
    [
        ("01", "投诉", "质量", "3200", False),
        ("02", "投诉", "故障", "5000", False),
        ("03", "投诉", "质量", "18000", False),
        ("04", "投诉", "质量", None, True),
        ("05", "咨询", "功能", None, False),
        ("06", "投诉", "质量", None, False),
        ("07", "投诉", "发货", None, False),
        ("08", "投诉", "态度", None, False),
    ],
)
def test_examples_tell_their_story(
    prefix: str, kind: str, topic: str, claim: str | None, urgent: bool
) -> None:
    intake = read_intake(next(EXAMPLES.glob(f"{prefix}-*")), NOW)
    read = classify(intake.subject or "", intake.problem_description)
    assert (read.request_kind, read.topic, read.safety_risk) == (kind, topic, urgent)
    assert read.claimed_amount == (Decimal(claim) if claim else None)


def test_mail() -> None:
    intake = parse(mail(f"{PROBLEM}\n李四\n杭州云岭精密机械有限公司\n电话：138 0000 0101"), "a.eml")
    assert intake.intake_id.startswith("mail:")
    assert (intake.channel, intake.complainant_name) == ("邮件", "李四")
    assert intake.contact_email == "li.si@example.com"
    assert intake.contact_phone == "13800000101"
    assert intake.company_name == "杭州云岭精密机械有限公司"
    assert intake.received_at == datetime(2026, 11, 20, 10, 12, 35, tzinfo=SHANGHAI)


def test_gbk_mail_that_calls_itself_gb2312_with_raw_headers() -> None:
    raw = (
        "From: 李四 <li.si@example.com>\r\nSubject: 朱镕的投诉\r\n"
        "Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{PROBLEM}镕"
    ).encode("gbk")
    intake = parse(raw, "a.eml")
    assert intake.problem_description == f"{PROBLEM}镕"
    assert (intake.subject, intake.complainant_name) == ("朱镕的投诉", "李四")
    assert intake.intake_id.startswith("mail:")
    assert intake.received_at == NOW


def test_html_only_mail() -> None:
    html = (
        f"<style>p{{}}</style><p>{PROBLEM}</p><div>谢谢&amp;盼复<br>李四</div>"
        "<blockquote>旧</blockquote>"
    )
    assert parse(mail(html, html=True), "a.eml").problem_description == (
        f"{PROBLEM}\n\n谢谢&盼复\n李四"
    )


@pytest.mark.parametrize(
    "history",
    [
        "------------------ 原始邮件 ------------------\n发件人: 客服\n旧内容",
        "发件人：客服\n发送时间：2026年11月1日\n收件人：李四\n旧内容",
        "在 2026-11-01 10:00:00，客服 <a@example.com> 写道：\n旧内容",
        "> 旧内容\n> 旧内容",
        "On Fri, Nov 20, 2026 at 9:00 AM Desk <a@example.com> wrote:\n旧内容",
        "-----Original Message-----\n旧内容",
    ],
)
def test_quoted_history_is_cut_off(history: str) -> None:
    assert parse(mail(f"{PROBLEM}\n\n{history}"), "a.eml").problem_description == PROBLEM


def test_reply_prefix_is_cut_off() -> None:
    assert parse(mail(Subject="回复：Re: 减速机漏油"), "a.eml").subject == "减速机漏油"


def test_a_long_mail_is_cut_at_a_sentence_and_kept_whole() -> None:
    body = "这是很长的说明。" * 400
    intake = parse(mail(body), "a.eml")
    assert len(intake.problem_description) <= 2000
    assert "说明。（正文较长" in intake.problem_description
    assert [(a.name, a.content.decode()) for a in intake.attachments] == [("正文.txt", body)]


def test_a_sender_whose_clock_is_ahead_gains_nothing() -> None:
    assert parse(mail(Date="Fri, 20 Nov 2037 10:00:00 +0800"), "a.eml").received_at == NOW


def test_an_attachment_name_is_no_path() -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = "li.si@example.com"
    message.set_content(PROBLEM)
    message.add_attachment(b"x", maintype="image", subtype="png", filename="../../照片.png")
    intake = parse(message.as_bytes(), "a.eml")
    assert [(a.name, a.media_type, a.content) for a in intake.attachments] == [
        ("照片.png", "image/png", b"x")
    ]


def test_form() -> None:
    intake = parse(
        form(
            submissionId="W-1",
            submittedAt="2026-11-20T15:26:00+08:00",
            contactPhone="+86 138-0000-0102",
            claimedAmount="3,200.5",
            expectedResolveBy="2026-11-25 18:00",
            utmSource="ad",
            attachments=[{"name": "a.txt", "contentBase64": base64.b64encode(b"hi").decode()}],
        ),
        "a.json",
    )
    assert (intake.intake_id, intake.channel) == ("web:W-1", "官网")
    assert (intake.contact_phone, intake.claimed_amount) == ("13800000102", Decimal("3200.50"))
    assert intake.expected_resolve_by == datetime(2026, 11, 25, 18, tzinfo=SHANGHAI)
    assert [a.name for a in intake.attachments] == ["a.txt", "其他字段.json"]


def test_a_form_without_id_is_known_by_its_content() -> None:
    one, same, other = (parse(form(subject=s), "a.json").intake_id for s in ("x", "x", "y"))
    assert one == same != other


def test_note() -> None:
    intake = parse(
        "来电时间：2026年11月20日 9:05\n来电人：王五\n单位：某某公司\n电话：0571-87654321\n"
        f"接听人：小李\n订单号：DD20261103-0087\n记录：{PROBLEM}\n客户很着急。",
        "a.txt",
    )
    assert (intake.channel, intake.contact_phone) == ("电话", "057187654321")
    assert intake.order_no == "DD20261103-0087"
    assert intake.received_at == datetime(2026, 11, 20, 9, 5, tzinfo=SHANGHAI)
    assert intake.problem_description == f"接听人：小李\n{PROBLEM}\n客户很着急。"


def test_a_gbk_note_without_number() -> None:
    intake = parse(f"来电人：王五\n电话：未留（不便）\n记录：{PROBLEM}".encode("gbk"), "a.txt")
    assert (intake.complainant_name, intake.contact_phone) == ("王五", None)


@pytest.mark.parametrize(
    ("content", "source", "problem"),
    [
        (b"", "a.json", "文件是空的"),
        (b"{", "a.json", "JSON 格式错误"),
        (b"[]", "a.json", "不是一个对象"),
        (b'{"problemDescription": [5]}', "a.json", "problemDescription"),
        (b"{}", "a.json", "缺少问题描述"),
        (form(problemDescription="坏了"), "a.json", "只有 2 字"),
        (form(problemDescription="坏" * 2001), "a.json", "2001 字"),
        (form(channel="传真"), "a.json", "渠道"),
        (form(contactPhone="12345"), "a.json", "电话格式"),
        (form(contactEmail="li.si"), "a.json", "邮箱格式"),
        (form(claimedAmount="-1"), "a.json", "负数"),
        (form(claimedAmount=-3200), "a.json", "负数"),
        (form(claimedAmount="很多"), "a.json", "须为数字"),
        (form(claimedAmount=True), "a.json", "不是金额"),
        (form(claimedAmount="1.234"), "a.json", "两位小数"),
        (form(submittedAt="昨天"), "a.json", "submittedAt"),
        (form(attachments=[{"name": "a", "contentBase64": "?"}]), "a.json", "base64"),
        (form(attachments=[{"name": "a", "contentBase64": ""}] * 21), "a.json", "最多 20 个"),
        (
            form(attachments=[{"name": "a", "contentBase64": "A" * (14 * 2**20)}]),
            "a.json",
            "超过 10 MiB",
        ),
        (form(complainantName="张" * 201), "a.json", "最多 200 字"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt", "二进制"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.eml", "不是完整的邮件"),
        ("来电人：王五", "a.txt", "没有记录"),
        (f"电话：12345\n记录：{PROBLEM}", "a.txt", "电话格式"),
        (f"来电时间：昨天\n记录：{PROBLEM}", "a.txt", "来电时间"),
        (f"渠道：传真\n记录：{PROBLEM}", "a.txt", "渠道"),
        ("这不是邮件", "a.eml", "不是完整的邮件"),
        (mail("", Subject=""), "a.eml", "没有主题也没有正文"),
        (b"x", "a.docx", "类型不支持"),
    ],
)
def test_bad_input_names_problem_and_way_out(
    content: bytes | str, source: str, problem: str
) -> None:
    with pytest.raises(IntakeError) as refused:
        parse(content, source)
    assert problem in refused.value.problem
    assert refused.value.source == source
    assert refused.value.way_out
    assert "张三" not in str(refused.value)


def test_missing_file_and_folder_are_explained(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="不存在"):
        read_intake(tmp_path / "none.eml", NOW)
    with pytest.raises(IntakeError, match="文件夹"):
        read_intake(tmp_path, NOW)
