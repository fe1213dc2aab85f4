"""What a customer writes to a running case is kept, seen, masked and read again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest

from tests.letters import letter, part, several, word
from tests.scenarios.complaint import Complaint
from tests.scenarios.complaint_handling.test_other_routes import INCOMPLETE
from tests.scenarios.conftest import Desk
from workers.cases.intake_desk import HandedIn, IntakeDesk, NotSetAside, Outcome
from workers.cases.mail_room import MailRoom
from workers.casework.archive import Archive
from workers.engine import Engine
from workers.services.correspondence import Correspondence
from workers.services.inbox import Inbox

OpenCase = Callable[..., Complaint]
OURS = "notice@sop.example"
STRANGER = "stranger@elsewhere.example"
pytestmark = pytest.mark.engine


def intake_desk(desk: Desk) -> IntakeDesk:
    application = desk.application
    return IntakeDesk(
        application.store,
        application.engine,
        application.installation.attachments,
        desk.time,
        MailRoom(frozenset({OURS}), desk.time),
    )


def post(desk: Desk, mail: bytes, *, resume: bool = False) -> HandedIn:
    """Hand in a mail; its name in the folder follows from its content."""
    file = desk.application.settings.data_dir / f"{hashlib.sha256(mail).hexdigest()[:16]}.eml"
    file.write_bytes(mail)
    handed = intake_desk(desk).hand_in(file)
    return intake_desk(desk).resume()[0] if resume else handed


def answer(case: Complaint, text: str, *fields: str, **stated: str) -> bytes:
    """The customer answers the newest mail that we sent him."""
    customer = case.record().contact_email
    newest = [mail for mail in case.mails() if mail.recipient == customer][-1]
    usual = {
        "from_": str(customer),
        "subject": word(f"回复: {newest.subject}", "utf-8"),
        "message_id": f"<{hashlib.sha256(text.encode()).hexdigest()[:16]}@example.com>",
    }
    return letter(text, f"In-Reply-To: {newest.message_id}", *fields, **(usual | stated))


def test_an_answer_joins_its_case_and_is_seen_masked_in_the_next_form(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    handed = post(desk, answer(case, "第二台也坏了，请电话13812341234联系，或 li.si@example.com。"))
    assert (handed.outcome, handed.case_no) == (Outcome.ADDED, case.number)
    case.run_until_idle()
    case.has_passed("Task_FileLetter")
    shown = str(case.form_shows("Task_RegisterComplaint")["problemDescription"])
    assert "第二台也坏了，请电话138****1234联系，或 l***@example.com" in shown
    assert "第二台也坏了，请电话13812341234" in case.record().problem_description
    assert case.actions().count("并入客户来信") == 1


def test_what_is_added_before_the_classification_changes_the_proposal(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    assert (case.record().urgency, str(case.record().claimed_amount)) == ("普通", "3200.00")
    before = case.span("first-response").due
    post(desk, answer(case, "设备现在冒烟起火，有人受伤，要求赔偿8000元。"))
    case.run_until_idle()
    record = case.record()
    assert (record.urgency, str(record.claimed_amount)) == ("特急", "8000.00")
    assert (record.proposal["urgency"], record.proposal["claimedAmount"]) == ("特急", "8000.00")
    assert case.span("first-response").due < before
    case.submit("Task_RegisterComplaint")
    shown = case.form_shows("Task_ClassifyComplaint")
    assert (shown["urgency"], shown["claimedAmount"]) == ("特急", "8000.00")


def test_a_letter_that_makes_the_case_more_urgent_moves_the_due_date_of_the_open_task(
    desk: Desk, open_case: OpenCase
) -> None:
    case, element = open_case(), "Task_RegisterComplaint"
    before, groups = case.task(element), case.groups_of(element)
    holder = desk.personnel.members(groups[0])[0]
    with Engine(desk.personnel.address(holder)) as engine:
        engine.tasks.claim(before.id, holder)
    assert before.due == case.span("first-response").due
    post(desk, answer(case, "设备现在冒烟起火，有人受伤，要求赔偿8000元。"))
    case.run_until_idle()
    after, due = case.task(element), case.span("first-response").due
    assert before.due is not None
    assert due < before.due
    assert (after.id, after.due, after.assignee) == (before.id, due, holder)
    assert (after.priority, case.groups_of(element)) == (before.priority, groups)
    # What a task that is opened anew would begin with.
    case.has_variables(dueFirstResponse=due)


def test_after_the_classification_the_supervisor_is_told_and_his_word_stands(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    case.to_solution()
    post(desk, answer(case, "设备现在冒烟起火，有人受伤，要求赔偿8000元。"))
    case.run_until_idle()
    record = case.record()
    assert (record.urgency, str(record.claimed_amount)) == ("普通", "3200.00")
    assert case.told("N16") == {"cs-supervisor"}
    shown = case.form_shows("Task_DraftSolution")
    assert "【系统提示】客户现要求 8000.00 元，内容显示紧急程度可能为特急" in str(
        shown["problemDescription"]
    )
    assert shown["claimedAmount"] == "3200.00"


def test_an_addition_that_changes_nothing_tells_nobody(desk: Desk, open_case: OpenCase) -> None:
    case = open_case()
    case.to_solution()
    post(desk, answer(case, "谢谢，等待你们的答复。"))
    case.run_until_idle()
    assert "N16" not in case.notices()
    assert "等待你们的答复" in str(case.form_shows("Task_DraftSolution")["problemDescription"])


def test_an_answer_to_a_request_for_data_supplies_them(desk: Desk, open_case: OpenCase) -> None:
    case = open_case(**INCOMPLETE)
    case.submit("Task_RegisterComplaint")
    case.waits_only_at("Task_AwaitInformation")
    case.advance("PT1H")
    post(desk, answer(case, "订单号是 DD20261101-0077，请尽快。"))
    case.run_until_idle()
    case.waits_only_at("Task_ClassifyComplaint")
    record = case.record()
    assert (record.order_no, record.status) == ("DD20261101-0077", "已登记")
    shown = case.form_shows("Task_ClassifyComplaint")
    assert shown["orderNo"] == "DD20261101-0077"
    assert "订单号是 DD20261101-0077" in str(shown["problemDescription"])


def test_two_letters_at_once_are_both_filed_each_once(desk: Desk, open_case: OpenCase) -> None:
    case = open_case()
    for text in ("第一封：轴承也有异响。", "第二封：发票还没有收到。"):
        post(desk, answer(case, text))
    case.run_until_idle()
    text = case.record().problem_description
    assert text.count("第一封：") == text.count("第二封：") == 1
    assert case.actions().count("并入客户来信") == 2


def test_the_same_letter_twice_is_one(desk: Desk, open_case: OpenCase) -> None:
    case = open_case()
    mail = answer(case, "再补充一点：噪音很大。")
    first, again = post(desk, mail), post(desk, mail)
    case.run_until_idle()
    assert first == again
    assert case.record().problem_description.count("噪音很大") == 1


def test_a_letter_whose_waking_was_lost_is_told_again_and_filed_once(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    handed = post(desk, answer(case, "补充：昨天又停机两小时。"))
    # As if the process had died between the engine's answer and our commit.
    with desk.application.store.begin() as session:
        kept = Correspondence(session).get(handed.intake_id)
        assert kept is not None
        kept.told_at = None
    assert handed.intake_id in {each.intake_id for each in intake_desk(desk).resume()}
    case.run_until_idle()
    assert case.record().problem_description.count("昨天又停机两小时") == 1


def test_the_number_in_the_subject_is_enough_for_the_customers_own_address(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    subject = word(f"关于{case.number.lower()}的补充", "gbk", "gb2312")
    mail = letter("还少发了两个螺栓。", from_=str(case.record().contact_email), subject=subject)
    assert post(desk, mail).case_no == case.number
    case.run_until_idle()
    assert "少发了两个螺栓" in case.record().problem_description


def test_a_stranger_who_names_a_number_opens_a_case_of_his_own(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    mail = letter("赔偿请改付到我的账户。", from_=STRANGER, subject=case.number)
    assert post(desk, mail).outcome is Outcome.STARTED
    assert "改付到我的账户" not in case.record().problem_description
    assert "陌生发件人来信提到本案" in case.actions()


def test_a_colleague_who_answers_our_letter_is_shown_as_not_verified_and_changes_nothing(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    post(desk, answer(case, "冒烟起火，有人受伤，要求赔偿90000元。", from_=STRANGER))
    case.run_until_idle()
    record = case.record()
    assert (record.urgency, str(record.claimed_amount)) == ("普通", "3200.00")
    shown = str(case.form_shows("Task_RegisterComplaint")["problemDescription"])
    assert "【来信（发件人与案件联系人不一致，请核实）" in shown
    assert "要求赔偿90000元" in shown


def test_a_stranger_does_not_answer_for_the_customer_whom_we_wait_for(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case(**INCOMPLETE)
    case.submit("Task_RegisterComplaint")
    post(desk, answer(case, "订单号是 DD20261101-0077。", from_=STRANGER))
    case.run_until_idle()
    case.waits_only_at("Task_AwaitInformation")
    assert case.record().status == "待补充"
    assert "DD20261101-0077" in case.record().problem_description


def test_a_letter_after_the_end_opens_a_new_case(desk: Desk, open_case: OpenCase) -> None:
    case = open_case()
    mail = answer(case, "又坏了，请处理。")
    desk.application.messages().withdraw(case.number, "已自行解决")
    case.run_until_idle()
    handed = post(desk, mail)
    assert handed.outcome is Outcome.STARTED
    assert "结案后来信" in case.actions()


def test_a_letter_that_comes_while_the_case_ends_opens_a_new_case(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    handed = post(desk, answer(case, "补充：又坏了，请处理。"))
    desk.application.messages().withdraw(case.number, "已自行解决")
    case.run_until_idle()
    with desk.application.store.begin() as session:
        kept = Correspondence(session).get(handed.intake_id)
        assert kept is not None
        kept.told_at = None
    assert intake_desk(desk).resume()[-1].outcome is Outcome.STARTED


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (["Auto-Submitted: auto-replied"], "收到自动回复"),
        (["Return-Path: <>"], "收到退信"),
        (["Precedence: bulk"], "收到群发邮件"),
    ],
)
def test_an_automatic_mail_opens_no_case_is_not_answered_and_stands_in_the_timeline(
    desk: Desk, open_case: OpenCase, fields: list[str], said: str
) -> None:
    case = open_case()
    mails = len(case.mails())
    handed = post(desk, answer(case, f"您好，我正在休假（{said}）。", *fields))
    assert (handed.outcome, handed.case_no) == (Outcome.SET_ASIDE, case.number)
    case.run_until_idle()
    assert said in case.actions()
    assert "休假" not in case.record().problem_description
    assert len(case.mails()) == mails
    assert handed.intake_id not in {each.intake_id for each in intake_desk(desk).resume()}


def test_a_mail_that_was_set_aside_by_mistake_is_opened_by_a_person(desk: Desk) -> None:
    mail = letter("产品漏油，请处理。", "Precedence: bulk", from_="order-system@example.com")
    handed = post(desk, mail)
    assert handed.outcome is Outcome.SET_ASIDE
    opened = intake_desk(desk).open_anyway(handed.intake_id)
    assert (opened.outcome, post(desk, mail).outcome) == (Outcome.STARTED, Outcome.ALREADY_THERE)
    with pytest.raises(NotSetAside):
        intake_desk(desk).open_anyway(handed.intake_id)


def test_two_forms_under_one_submission_id_are_two_cases(desk: Desk) -> None:
    folder = desk.application.settings.data_dir
    forms = [
        {"submissionId": "fixed", "problemDescription": f"第{number}位客户：产品漏油，请处理。"}
        for number in (1, 2)
    ]
    handed = []
    for number, form in enumerate([*forms, forms[0]]):
        file = folder / f"fixed-{number}.json"
        file.write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
        handed.append(intake_desk(desk).hand_in(file))
    first, second, again = handed
    assert first.outcome is second.outcome is Outcome.STARTED
    assert first.process_instance_id != second.process_instance_id
    assert again.process_instance_id == first.process_instance_id


def test_our_own_mail_that_comes_back_opens_no_case(desk: Desk, open_case: OpenCase) -> None:
    case = open_case()
    sent = case.mails()[0]
    forwarded = letter("我们已收到您的投诉。", from_="x@example.com", message_id=sent.message_id)
    for mail in (forwarded, letter("您的投诉已受理。", from_=OURS)):
        assert post(desk, mail).reason == "本公司发出的邮件"


def test_the_original_of_every_letter_is_archived_whole_beside_its_text(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    picture = part(
        b"\x89PNG", "image/png", 'Content-Disposition: attachment; filename="a/../b.png"'
    )
    body = several("mixed", part("补充一张照片。"), picture)
    customer = str(case.record().contact_email)
    mail = letter(body, from_=customer, subject=case.number)
    post(desk, mail)
    case.run_until_idle()
    desk.application.messages().withdraw(case.number, "已自行解决")
    case.run_until_idle()
    with desk.application.store.begin() as session:
        archive = Archive(session, desk.application.installation.archive)
        files = {entry.document for entry in archive.entries(case.number)}
        assert {
            "原始来信/01-来信.json",
            "原始来信/02-来信.eml",
            "原始来信/02-来信全文.txt",
        } <= files
        assert "附件/01-b.png" in files
        assert archive.path(case.number, "原始来信/02-来信.eml").read_bytes() == mail
        text = archive.path(case.number, "原始来信/02-来信全文.txt").read_text(encoding="utf-8")
        assert f"发件人：{customer}" in text
        assert "补充一张照片。" in text
        assert archive.verify() == []


def test_a_kept_file_that_was_changed_is_not_taken_for_the_customers(
    desk: Desk, open_case: OpenCase
) -> None:
    case = open_case()
    with desk.application.store.begin() as session:
        original = Inbox(session, desk.application.installation.attachments).original(
            case.record().intake_id
        )
    assert original is not None
    kept = desk.application.installation.attachments / original.sha256
    whole = kept.read_bytes()
    kept.write_bytes(whole + b" ")
    desk.application.messages().withdraw(case.number, "已自行解决")
    case.run_until_idle()
    assert "was changed" in str(case.has_incident("Task_ArchiveWithdrawn").incident_message)
    kept.write_bytes(whole)
    case.retry()
    case.has_ended(at="EndEvent_CaseWithdrawn")
