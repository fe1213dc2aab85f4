"""More messages of the kinds that other desks stumbled over."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime

import pytest

from tests.letters import GEAR, NOW, letter, part, read, several, word
from workers.services.intake.message import Nature

HTML = "text/html; charset=utf-8"
PICTURE = part(b"\x89PNG", "image/png", 'Content-Disposition: inline; filename="a.png"')


@pytest.mark.parametrize(
    ("field", "subject"),
    [
        (word("漏油镕喆囧", "gb18030", "GB2312"), "漏油镕喆囧"),
        (word("㐂㒨漏油", "gb18030", "gb2312"), "㐂㒨漏油"),
        ("=?gb2312*zh-CN?B?" + b64encode("漏油喆".encode("gbk")).decode() + "?=", "漏油喆"),
        ("=?GBK?Q?=C2=A9=D3=CD?=", "漏油"),
        (word("减速机", "utf-8", "gb2312"), "减速机"),
        (word("漏油", "gbk", "utf-8"), "漏油"),
        (word("漏油", "gbk", "x-unknown"), "漏油"),
        (word("漏油", "utf-8").replace("=?=", "?="), "漏油"),
        ("=?utf-8?Q?=E6=BC=8F_=E6=B2=B9?=", "漏 油"),
        ("投诉 " + word("漏油", "gbk"), "投诉 漏油"),
        ("=?utf-8?B?????", "=?utf-8?B?????"),
    ],
)
def test_a_subject_is_read_whatever_its_label(field: str, subject: str) -> None:
    assert read(letter(subject=field)).subject == subject


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "big5"])
def test_a_subject_of_raw_bytes_is_read(encoding: str) -> None:
    raw = "Subject: 漏油了三天漏油了三天".encode(encoding)
    assert read(letter(GEAR, raw, subject="")).subject == "漏油了三天漏油了三天"


@pytest.mark.parametrize("between", ["\r\n ", "\r\n\t", " ", ""])
@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
@pytest.mark.parametrize("cut", [1, 2, 3, 4, 5])
def test_a_character_may_be_split_between_words(between: str, charset: str, cut: int) -> None:
    raw = "减速机漏油".encode(charset)
    words = [f"=?{charset}?B?{b64encode(half).decode()}?=" for half in (raw[:cut], raw[cut:])]
    assert read(letter(subject=between.join(words))).subject == "减速机漏油"


@pytest.mark.parametrize("blank", ["", " \n\t\n", "\u00a0\n\u200b", "请用支持 HTML 的程序查看"])
def test_the_html_part_is_read_where_the_plain_one_says_nothing(blank: str) -> None:
    body = several("alternative", part(blank), part(f"<p>{GEAR}</p>", HTML))
    assert GEAR in read(letter(body)).problem_description


def test_the_plain_part_is_read_where_it_says_as_much() -> None:
    body = several("alternative", part(GEAR), part(f"<p>{GEAR}</p><p>广告</p>", HTML))
    assert read(letter(body)).problem_description == GEAR


@pytest.mark.parametrize(
    "parts",
    [
        (part("甲"), PICTURE, part("乙"), PICTURE, part("丙")),
        (part("<p>甲</p>", HTML), PICTURE, part("<p>乙</p><p>丙</p>", HTML)),
        (several("alternative", part("甲"), part("<b>甲</b>", HTML), boundary="C"), part("乙 丙")),
        (
            several("related", part("<p>甲<img src=cid:a></p>", HTML), PICTURE, boundary="C"),
            part(b"%PDF", 'application/pdf; name="a.pdf"'),
            part("乙\n丙"),
        ),
    ],
)
def test_every_text_part_is_read_in_order(parts: tuple[tuple[list[str], bytes], ...]) -> None:
    text = read(letter(several("mixed", *parts))).problem_description
    assert [sign for sign in text if sign in "甲乙丙"] == ["甲", "乙", "丙"]


INNER = letter(GEAR, from_="wang.wu@example.net", subject=word("减速机漏油", "gbk"))


@pytest.mark.parametrize(
    "forward",
    [
        (["Content-Type: message/rfc822"], INNER),
        (["Content-Type: message/rfc822; name=old.eml"], INNER),
        (["Content-Type: message/rfc822", "Content-Transfer-Encoding: base64"], b64encode(INNER)),
        (
            ["Content-Type: message/rfc822"],
            letter(several("mixed", (["Content-Type: message/rfc822"], INNER), boundary="D")),
        ),
    ],
    ids=["without a name", "named", "encoded whole", "within another"],
)
def test_a_forwarded_letter_is_read_and_kept(forward: tuple[list[str], bytes]) -> None:
    intake = read(letter(several("mixed", part("请处理。"), forward)))
    assert intake.problem_description.startswith("请处理。\n\n【转发的邮件】")
    assert GEAR in intake.problem_description
    assert "主题：减速机漏油" in intake.problem_description
    kept = [file for file in intake.attachments if file.media_type == "message/rfc822"]
    assert kept
    assert all(file.name.endswith(".eml") for file in kept)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ('image/jpeg; name="IMG_01.jpg"', "IMG_01.jpg"),
        ("application/msword", "附件1.doc"),
        ("application/pdf", "附件1.pdf"),
        ('audio/x-wav; name="voice.wav"', "voice.wav"),
        ("application/octet-stream", "附件1.bin"),
        ("model/unheard-of", "附件1"),
    ],
)
@pytest.mark.parametrize("subject", ["投诉函", ""])
def test_a_mail_that_is_one_file_is_taken_in(kind: str, name: str, subject: str) -> None:
    intake = read(letter(part(b"%content", kind), subject=subject and word(subject, "utf-8")))
    assert [(file.name, file.content) for file in intake.attachments] == [(name, b"%content")]
    assert name in intake.problem_description


def test_a_text_file_alone_is_read_and_kept() -> None:
    intake = read(letter(part(GEAR, 'text/plain; charset=utf-8; name="投诉.txt"')))
    assert intake.problem_description == GEAR
    assert [file.name for file in intake.attachments] == ["投诉.txt"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("漏<b>油</b>了<br>三<span>天</span>", "漏油了\n三天"),
        ("<ul><li>漏油<li>异响</ul>", "漏油"),
        ("<TABLE><TR><TD>订单<TD>DD1<TR><TD>金额<TD>3200元</TABLE>", "DD1"),
        ("&#x6F0F;&#27833;&nbsp;三天", "漏油 三天"),
        ("<!--[if mso]><p>广告</p><![endif]--><p>漏油</p>", "漏油"),
        ("<style>p{color:red}</style><script>var 广告=1</script><p>漏油</p>", "漏油"),
        ("<div style='display:none'>广告</div><p>漏油</p>", "漏油"),
        ("漏油 1 < 2 && 3 > 2", "漏油 1"),
        ("<meta charset='big5'><p>漏油</p>", "漏油"),
        ("<?xml version='1.0' encoding='gbk'?><p>漏油</p>", "漏油"),
        ("<div>" * 3000 + "漏油", "漏油"),
        ("<p>漏油</p></body></html><p>还有异响</p>", "还有异响"),
        ("<textarea>漏油", "漏油"),
        ("<frameset><frame></frameset><noframes>漏油</noframes>", "漏油"),
    ],
)
def test_the_text_of_html_is_read(html: str, text: str) -> None:
    description = read(letter(part(html, HTML))).problem_description
    assert text in description
    assert "广告" not in description


def test_cells_stay_apart() -> None:
    table = "<table><tr><td>DD20261101001</td><td>3200元</td></tr></table>"
    assert "DD20261101001  3200元" in read(letter(part(table, HTML))).problem_description


@pytest.mark.parametrize(
    ("fields", "nature"),
    [
        (["From: PostMaster@qq.com", "Subject: " + word("来自qq.com的退信", "gbk")], "BOUNCE"),
        (["From: postmaster@example.com", "Subject: " + word("产品漏油", "utf-8")], "PERSON"),
        (["From: a@example.com", "Return-Path: <>"], "BOUNCE"),
        (["From: a@example.com", "Return-Path: <a@example.com>"], "PERSON"),
        (["From: a@example.com", "Auto-Submitted: auto-replied (vacation)"], "ABSENCE"),
        (["From: a@example.com", "Auto-Submitted: no"], "PERSON"),
        (["From: a@example.com", "Auto-Submitted: auto-generated"], "BULK"),
        (
            ["From: web@example.org", "Auto-Submitted: auto-generated", "Reply-To: b@example.com"],
            "PERSON",
        ),
        (["From: web@example.org", "Return-Path: <>", "Reply-To: b@example.com"], "PERSON"),
        (["From: a@example.com", "X-Auto-Response-Suppress: All"], "PERSON"),
        (["From: a@example.com", "X-Autoreply: yes"], "ABSENCE"),
        (["From: a@example.com", "Precedence: bulk"], "BULK"),
        (["From: a@example.com", "List-Unsubscribe: <http://example.com>"], "BULK"),
        (["From: a@example.com", "Subject: Out of Office: back on Monday"], "ABSENCE"),
        (["From: a@example.com", "Subject: Automatic reply: hello"], "ABSENCE"),
        (["From: a@example.com", "Subject: " + word("【自动回复】", "gbk")], "ABSENCE"),
        (["From: a@example.com", "Subject: " + word("自動回覆：您好", "big5")], "ABSENCE"),
        (["From: a@example.com", "Subject: " + word("自动回复功能坏了", "utf-8")], "PERSON"),
        (["From: a@example.com", "Subject: " + word("投诉自动回复", "utf-8")], "PERSON"),
    ],
)
def test_a_program_is_told_from_a_person(fields: list[str], nature: str) -> None:
    stated = (
        {"from_": "", "subject": ""} if len(fields) > 1 and "Subj" in fields[1] else {"from_": ""}
    )
    intake = read(letter(GEAR, *fields, **stated))
    assert intake.letter is not None
    assert intake.letter.nature is Nature[nature]


@pytest.mark.parametrize("kind", ["delivery-status", "disposition-notification"])
def test_a_report_names_the_letter_that_it_is_about(kind: str) -> None:
    report = several(
        f"report; report-type={kind}",
        part("could not be delivered"),
        (["Content-Type: message/delivery-status"], b"Action: failed\r\n"),
        (["Content-Type: message/rfc822"], b"Message-ID: <ours@example.org>\r\n\r\nhello"),
    )
    found = read(letter(report, from_="relay@example.com")).letter
    assert found is not None
    assert (found.nature, found.answers) == (Nature.BOUNCE, ("<ours@example.org>",))


def test_a_report_with_header_fields_only_names_the_letter_too() -> None:
    report = several(
        "report; report-type=delivery-status",
        part("could not be delivered"),
        (["Content-Type: text/rfc822-headers"], b"Message-ID: <ours@example.org>\r\n"),
    )
    found = read(letter(report, from_="relay@example.com")).letter
    assert found is not None
    assert found.answers == ("<ours@example.org>",)


def test_one_letter_by_two_routes_is_one_message() -> None:
    first = read(letter(GEAR, "Received: from a by b; Thu, 26 Nov 2026 10:12:40 +0800"))
    again = read(letter(GEAR, "Received: from c by d; Thu, 26 Nov 2026 10:12:50 +0800"))
    plain = letter((["Content-Type: text/plain; charset=utf-8"], GEAR.encode()))
    assert first.intake_id == again.intake_id == read(plain).intake_id


@pytest.mark.parametrize(
    "change",
    [
        {"from_": "b@example.com"},
        {"message_id": "<w@example.com>"},
        {"date": "Thu, 26 Nov 2026 10:12:36 +0800"},
        {"subject": "other"},
    ],
)
def test_two_letters_are_two_messages(change: dict[str, str]) -> None:
    assert read(letter(**change)).intake_id != read(letter()).intake_id
    assert (
        read(letter(GEAR + "！", message_id="")).intake_id != read(letter(message_id="")).intake_id
    )


@pytest.mark.parametrize(
    ("field", "name", "address"),
    [
        ("李四 <李四@例子.公司>", "李四", "李四@xn--fsqu00a.xn--55qx5d"),
        ("li.si@例子.公司", None, "li.si@xn--fsqu00a.xn--55qx5d"),
        ("a@example.com, b@example.com", None, "a@example.com"),
        ("undisclosed, b@example.com", None, "b@example.com"),
        ("li.si@example.com (李四)", "李四", "li.si@example.com"),
        ("<mailto:li.si@example.com>", None, "li.si@example.com"),
        ('"Li, Si" <li.si@example.com>', "Li, Si", "li.si@example.com"),
        ("'李四' <li.si@example.com>", "李四", "li.si@example.com"),
        (
            word("李四, 采购部", "gbk", "gb2312") + " <li.si@example.com>",
            "李四, 采购部",
            "li.si@example.com",
        ),
        ('"li si"@example.com', None, '"lisi"@example.com'),
        ("li.si+tag@mail.example.com", None, "li.si+tag@mail.example.com"),
        ("李四", None, None),
        ("<>", None, None),
        ("li.si@", None, None),
    ],
)
def test_a_sender_is_read(field: str, name: str | None, address: str | None) -> None:
    intake = read(letter(from_=field))
    assert intake.contact_email == address
    if address:
        assert intake.complainant_name == name


def test_without_a_usable_from_the_other_writers_count() -> None:
    assert read(letter(GEAR, "Sender: s@example.com", from_="x")).contact_email == "s@example.com"
    assert read(letter(GEAR, "Reply-To: r@example.com", from_="x")).contact_email == "r@example.com"
    assert read(letter(GEAR, "Reply-To: broken@")).contact_email == "li.si@example.com"


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("attachment; filename*=gb2312''%C2%A9%D3%CD%86%B4.pdf", "漏油喆.pdf"),
        ("attachment; filename*0*=utf-8''%E6%BC%8F; filename*1*=%E6%B2%B9.pdf", "漏油.pdf"),
        ("attachment; filename*0=a; filename*1=b.pdf", "ab.pdf"),
        ("attachment; filename=" + word("漏油.pdf", "gbk"), "漏油.pdf"),
        ('attachment; filename="=?utf-8?Q?=E6=BC=8F=E6=B2=B9.pdf?="', "漏油.pdf"),
        ('attachment; filename="%E6%BC%8F%E6%B2%B9.pdf"', "漏油.pdf"),
        ('attachment; filename="100%.pdf"', "100%.pdf"),
        ('attachment; filename="漏油.pdf"', "漏油.pdf"),
        ("attachment; filename=a b.pdf", "a b.pdf"),
        ("attachment; filename*=utf-8'zh'%ZZ.pdf", "%ZZ.pdf"),
        ("attachment; filename=\"a.pdf\"; filename*=utf-8''%E6%BC%8F.pdf", "漏.pdf"),
        ("attachment", "附件1.pdf"),
        ('attachment; filename=""', "附件1.pdf"),
    ],
)
def test_the_name_of_a_file_is_read(field: str, name: str) -> None:
    file = part(b"%PDF", "application/pdf", f"Content-Disposition: {field}")
    intake = read(letter(several("mixed", part(GEAR), file)))
    assert [each.name for each in intake.attachments] == [name]


def test_a_file_name_of_raw_gbk_bytes_is_read() -> None:
    mail = letter(
        several("mixed", part(GEAR), part(b"%PDF", 'application/pdf; name="NAME.pdf"'))
    ).replace(b"NAME", "现场照片".encode("gbk"))
    assert [each.name for each in read(mail).attachments] == ["现场照片.pdf"]


def test_an_invitation_alone_is_read_and_kept() -> None:
    event = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:减速机漏油沟通会\r\nLOCATION:三楼\r\n"
        "DESCRIPTION:要求赔偿3200元\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    intake = read(letter(part(event, "text/calendar; charset=utf-8; method=REQUEST")))
    assert "减速机漏油沟通会" in intake.problem_description
    assert "要求赔偿3200元" in intake.problem_description
    assert [each.name for each in intake.attachments] == ["附件1.ics"]


@pytest.mark.parametrize("broken", ["", "BEGIN:VCALENDAR", "BEGIN:VEVENT\nSUMMARY", "\x00"])
def test_a_broken_invitation_stays_a_file(broken: str) -> None:
    intake = read(letter(several("mixed", part(GEAR), part(broken, "text/calendar"))))
    assert intake.problem_description == GEAR
    assert [each.name for each in intake.attachments] == ["附件1.ics"]


def test_of_many_icons_some_are_left_to_the_original_and_the_document_is_kept() -> None:
    icons = [
        part(bytes([n]), "image/png", f'Content-Disposition: inline; filename="{n}.png"')
        for n in range(25)
    ]
    document = part(b"%PDF", 'application/pdf; name="合同.pdf"')
    intake = read(letter(several("mixed", part(GEAR), *icons, document)))
    assert intake.problem_description.startswith(GEAR)
    assert "另有 6 个附件过大或过多，见原始邮件" in intake.problem_description
    assert len(intake.attachments) == 20
    assert intake.attachments[0].name == "合同.pdf"


def test_a_huge_file_is_left_to_the_original() -> None:
    huge = part(b"x" * (10 * 2**20 + 1), 'video/mp4; name="现场.mp4"')
    intake = read(letter(several("mixed", part(GEAR), huge)))
    assert intake.attachments == ()
    assert "另有 1 个附件过大或过多，见原始邮件" in intake.problem_description


def test_a_file_whose_code_is_broken_is_kept_as_it_came() -> None:
    broken = (["Content-Type: image/png", "Content-Transfer-Encoding: base64"], b"a")
    intake = read(letter(several("mixed", part(GEAR), broken)))
    assert [each.content for each in intake.attachments] == [b"a"]


OLD = "减速机漏油，要求赔偿9999元。"
CUT_OFF = {
    "QQ": f"------------------ 原始邮件 ------------------\n发件人: 客服 <a@b.cn>\n{OLD}",
    "163": f"---- 回复的原邮件 ----\n| 发件人 | 客服<a@b.cn> |\n| 日期 | 2026-11-25 |\n{OLD}",
    "163, old": f'在 2026-11-25 10:00:00，"客服" <a@b.cn> 写道：\n{OLD}',
    "Gmail": f"客服 <a@b.cn> 于2026年11月25日周三 10:00写道：\n\n> {OLD}",
    "Gmail, folded": f"售后服务中心 <a@b.cn> 于2026年11月25日周三\n10:00写道：\n> {OLD}",
    "Apple": f"> 2026年11月25日 上午10:00，客服 <a@b.cn> 写道：\n>\n> {OLD}",
    "Outlook": f"发件人: 客服\n发送时间: 2026年11月25日\n收件人: 李四\n主题: x\n{OLD}",
    "Outlook, new": f"发件人: 客服 <a@b.cn>\n日期: 2026年11月25日\n收件人: 李四\n{OLD}",
    "Outlook, traditional": f"寄件者: 客服\n傳送時間: 2026年11月25日\n收件者: 李四\n主旨: x\n{OLD}",
    "Foxmail": f"发件人： 客服\n发送时间： 2026-11-25 10:00\n收件人： 李四\n主题： 回复\n{OLD}",
    "English": f"On Wed, Nov 25, 2026 at 10:00 AM Desk <a@b.cn> wrote:\n> {OLD}",
    "English Outlook": f"From: Desk <a@b.cn>\nSent: Wednesday\nTo: Li\nSubject: x\n{OLD}",
    "German": f"Am 25.11.2026 um 10:00 schrieb Desk <a@b.cn>:\n> {OLD}",
}


@pytest.mark.parametrize("program", sorted(CUT_OFF))
def test_the_history_below_a_reply_is_cut_off_and_kept_as_a_file(program: str) -> None:
    intake = read(letter(f"{GEAR}\n\n{CUT_OFF[program]}", subject="Re: x"))
    assert intake.problem_description == GEAR
    assert [file.name for file in intake.attachments] == ["正文.txt"]
    assert OLD in intake.attachments[0].content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "包裹信息如下\n发件人：杭州云岭\n收件人：李四\n电话：0571-87654321\n货到就坏了",
        "王工在2026年11月3日的报告中写道：轴承有裂纹。\n请赔偿。",
        "From: 上海\nTo: 杭州\n货物在途中破损",
        "--\n李四\n减速机漏油",
        "---\n要求赔偿",
        "型号 > 3 的都漏油",
    ],
)
def test_what_only_looks_like_history_stays(text: str) -> None:
    assert read(letter(text)).problem_description == text


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("转发：漏油", f"请看\n\n{CUT_OFF['QQ']}"),
        ("Fwd: 漏油", f"{CUT_OFF['Outlook']}"),
        ("Fw: 漏油", f"请看\n\n{CUT_OFF['163']}"),
        ("轉寄: 漏油", f"请看\n\n{CUT_OFF['Outlook, traditional']}"),
        (
            "漏油",
            f"请看\n\n---------- Forwarded message ---------\n发件人： 王五\nDate: x\n{OLD}",
        ),
        ("漏油", f"请看\n\n-------- 转发邮件信息 --------\n发件人：王五 <w@b.cn>\n主题：x\n{OLD}"),
    ],
)
def test_what_is_forwarded_stays(subject: str, body: str) -> None:
    assert OLD in read(letter(body, subject=word(subject, "utf-8"))).problem_description


def test_answers_between_the_lines_stay() -> None:
    body = "> 哪个订单？\nDD20261101001\n> 要求什么？\n赔偿3200元"
    assert read(letter(body, subject="Re: x")).problem_description == "DD20261101001\n赔偿3200元"


def test_a_quoted_block_of_html_is_cut_off_like_quoted_lines() -> None:
    html = f"<p>{GEAR}</p><blockquote type=cite><p>{OLD}</p><p>更多</p></blockquote>"
    assert read(letter(part(html, HTML), subject="Re: x")).problem_description == GEAR


TRACE = "Received: from mx.example.com by mail.example.org; Fri, 27 Nov 2026 09:00:00 +0800"


@pytest.mark.parametrize(
    ("date", "trace", "received"),
    [
        ("Thu, 26 Nov 26 10:12:35 +0800", None, datetime(2026, 11, 26, 2, 12, 35, tzinfo=UTC)),
        ("26 Nov 2026 10:12 CST", None, datetime(2026, 11, 26, 16, 12, tzinfo=UTC)),
        (
            "Thu, 26 Nov 2026 10:12:35 GMT+08:00",
            None,
            datetime(2026, 11, 26, 2, 12, 35, tzinfo=UTC),
        ),
        ("2026/11/26 10:12", None, datetime(2026, 11, 26, 2, 12, tzinfo=UTC)),
        ("", None, NOW),
        ("昨天", None, NOW),
        ("0", None, NOW),
        ("Thu, 26 Nov 9999 10:12:35 +0800", None, NOW),
        ("Thu, 26 Nov 2026 25:61:00 +0800", None, NOW),
        ("Thu, 26 Nov 2026 10:12:35 +9999", None, NOW),
        ("Thu, 26 Nov 2037 10:12:35 +0800", None, NOW),
        ("Thu, 01 Oct 2026 10:12:35 +0800", None, NOW),
        ("Thu, 01 Jan 1970 00:00:00 +0000", TRACE, datetime(2026, 11, 27, 1, tzinfo=UTC)),
        ("Thu, 26 Nov 2026 10:12:35 +0800", TRACE, datetime(2026, 11, 27, 1, tzinfo=UTC)),
        (
            "Thu, 26 Nov 2026 10:12:35 +0800",
            "Received: x; y",
            datetime(2026, 11, 26, 2, 12, 35, tzinfo=UTC),
        ),
    ],
)
def test_a_mail_counts_from_when_it_came(date: str, trace: str | None, received: datetime) -> None:
    fields = [trace] if trace else []
    assert read(letter(GEAR, *fields, date=date)).received_at == received


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16le"),
        ("utf-7", "utf-7"),
        ("hz", "hz-gb-2312"),
        ("gbk", "GB2312"),
        ("gb18030", "gbk"),
        ("gbk", "us-ascii"),
        ("gbk", "windows-1252"),
        ("gbk", "utf-8"),
        ("utf-8", "gbk"),
        ("utf-8", "iso-8859-1"),
        ("utf-8", "utf8mb4"),
        ("utf-8", "'utf-8'"),
        ("utf-8", "unicode_escape"),
        ("utf-8", "undefined"),
        ("utf-8", "base64"),
        ("utf-8", ""),
        ("gbk", ""),
        ("big5", "big5"),
        ("cp950", "big5"),
    ],
)
def test_a_text_is_read_whatever_its_label(encoding: str, label: str) -> None:
    text = "減速機漏油，請盡快處理" if "5" in label or encoding == "cp950" else GEAR
    kind = f"text/plain; charset={label}" if label else "text/plain"
    assert read(letter(part(text.encode(encoding), kind))).problem_description == text


@pytest.mark.parametrize("bad", [b"\xff", b"\x00", b"\x1b[31m", b"\x80", b"\xc3\x28"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_bad_byte_costs_no_more_than_itself(bad: bytes, encoding: str) -> None:
    raw = GEAR.encode(encoding) + b"\n" + bad + b"\n" + "另外，发票也错了".encode(encoding)
    text = read(letter(part(raw, f"text/plain; charset={encoding}"))).problem_description
    assert text.startswith(GEAR)
    assert text.endswith("另外，发票也错了")
    assert not any(ord(sign) < 32 and sign != "\n" for sign in text)


def test_a_boundary_that_never_comes_loses_no_text() -> None:
    head = ['Content-Type: multipart/mixed; boundary="never"']
    assert GEAR in read(letter((head, GEAR.encode()))).problem_description


def test_a_header_field_that_no_parser_reads_costs_no_text() -> None:
    odd = letter(GEAR, "Content-Disposition: ;;=", "Content-Type: ", "To: \x00<", "Date: =?")
    assert GEAR in read(odd).problem_description
