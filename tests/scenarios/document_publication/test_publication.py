"""Publishing an important document: two people review, a new version repeals the old (P10)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from tests.scenarios.case import CaseScenario
from tests.scenarios.conftest import Desk
from workers.casework.archive import Archive
from workers.engine import EngineError
from workers.testing import Scenarios

pytestmark = pytest.mark.engine
AUTHOR, OTHER_AUTHOR, HEAD, AUTHOR_AND_HEAD = "hanlei", "fanyu", "caoyan", "pengli"
PASS = {
    "Task_ReviewAsAuthor": {"authorOpinion": "通过"},
    "Task_ReviewAsHead": {"headOpinion": "通过"},
}
Submit = Callable[..., CaseScenario]
_titles = (f"差旅管理制度{number}" for number in count(1))


@pytest.fixture
def submit(scenarios: Scenarios, desk: Desk) -> Submit:
    """An author submits a document; the case rests at the first people."""

    def begin(**values: object) -> CaseScenario:
        case = scenarios.new(kind=CaseScenario)
        case.application = desk.application
        given = {
            "docTitle": next(_titles),
            "docType": "制度",
            "docVersion": "V2.0",
            "department": "运营管理部",
            "audience": "staff",
            "fileLocation": "知识库/制度/差旅",
            "summary": "调整差旅标准",
        }
        case.begin("document-publication", by=AUTHOR, **{**given, **values})
        return case

    return begin


def review(case: CaseScenario, author: str = "通过", head: str = "通过", **said: object) -> None:
    """Both reviews, by two people."""
    remarks = {key: value for key, value in said.items() if key == "authorComment"}
    case.submit("Task_ReviewAsAuthor", by=AUTHOR, authorOpinion=author, **remarks)
    remarks = {key: value for key, value in said.items() if key == "headComment"}
    case.submit("Task_ReviewAsHead", by=HEAD, headOpinion=head, **remarks)


def test_a_document_that_author_and_head_passed_is_published_numbered_and_archived(
    submit: Submit, desk: Desk
) -> None:
    """R147, R222."""
    case = submit()
    assert case.number.startswith("WJ-20300304-")
    case.waits_only_at("Task_ReviewAsAuthor", "Task_ReviewAsHead")
    review(case)

    case.has_ended(at="EndEvent_DocumentClosed")
    kept = case.case()
    assert (kept.status, kept.version, kept.opened_by) == ("已关闭", "V1.0", AUTHOR)
    assert kept.record["versionStatus"] == "生效"
    assert str(kept.record["publicationNo"]).startswith("FB-2030-")
    assert case.told("N43") == {"staff"}
    with desk.application.store.begin() as session:
        archive = Archive(session, desk.application.installation.archive)
        names = {entry.document for entry in archive.entries(case.number)}
    assert {"案件.json", "时间线.json", "表单F37c.json", "表单F37d.json"} <= names


def test_both_reviews_are_asked_for_at_once_and_each_is_filed_with_its_person(
    submit: Submit,
) -> None:
    case = submit()
    assert case.told("N41") == {"dept-manager"}
    assert case.groups_of("Task_ReviewAsAuthor") == ["doc-author"]
    assert case.groups_of("Task_ReviewAsHead") == ["dept-manager"]
    review(case)
    (own,), (head,) = case.forms("F37c"), case.forms("F37d")
    assert (own.submitted_by, own.data["authorOpinion"]) == (AUTHOR, "通过")
    assert (head.submitted_by, head.data["headOpinion"]) == (HEAD, "通过")


@pytest.mark.parametrize(("author", "head"), [("通过", "不通过"), ("不通过", "通过")])
def test_one_review_that_does_not_pass_blocks_publication_and_returns_with_its_comment(
    submit: Submit, author: str, head: str
) -> None:
    """R148."""
    case = submit()
    review(case, author, head, authorComment="数据有误", headComment="适用范围不清")
    case.waits_only_at("Task_ReviseDocument")
    remark = "适用范围不清" if head == "不通过" else "数据有误"
    assert case.form_shows("Task_ReviseDocument")["approvalComment"] == remark
    (mail,) = [each for each in case.mails() if each.notice == "N42"]
    assert mail.recipient.startswith(f"{AUTHOR}@")
    assert remark in mail.body
    assert case.case().record.get("publicationNo") is None

    case.submit("Task_ReviseDocument", by=AUTHOR, docVersion="V2.1")
    review(case)
    case.has_ended(at="EndEvent_DocumentClosed")
    assert case.case().record["docVersion"] == "V2.1"
    assert [form.round for form in case.forms("F37d")] == [0, 1]


def test_missing_data_are_asked_for_before_anybody_reviews(submit: Submit) -> None:
    """R002 for this procedure: P34, D34."""
    case = submit(docVersion=None, fileLocation=None)
    case.waits_only_at("Task_ReviseDocument")
    assert case.form_shows("Task_ReviseDocument")["missingItems"] == "文件存放位置、文件版本"
    assert case.told("N41") == set()
    case.submit("Task_ReviseDocument", by=AUTHOR, docVersion="V1.0", fileLocation="共享盘/制度")
    case.waits_only_at("Task_ReviewAsAuthor", "Task_ReviewAsHead")


def test_a_new_version_repeals_the_one_before_at_the_same_moment(submit: Submit) -> None:
    """G1, R221: the old version stays traceable."""
    first = submit(docTitle="仓储安全制度", docVersion="V1.0")
    review(first)
    other = submit(docTitle="仓储消防制度", docVersion="V1.0")
    review(other)
    second = submit(docTitle="仓储安全制度", docVersion="V2.0")
    review(second)

    old, new = first.case().record, second.case().record
    assert (old["versionStatus"], new["versionStatus"]) == ("废止", "生效")
    assert old["repealedBy"] == new["publicationNo"]
    assert other.case().record["versionStatus"] == "生效"
    (link,) = second.links()
    assert (link.from_no, link.to_no, link.relation) == (second.number, first.number, "取代")
    assert first.actions()[-1] == "旧版废止"


def test_one_person_cannot_give_both_reviews(submit: Submit) -> None:
    """P33: the second task is refused to whoever did the first, also to an author who is a head."""
    case = submit()
    case.submit("Task_ReviewAsAuthor", by=AUTHOR_AND_HEAD, authorOpinion="通过")
    with pytest.raises(EngineError, match="双人复核"):
        case.submit("Task_ReviewAsHead", by=AUTHOR_AND_HEAD, headOpinion="通过")
    assert [task.task_definition_key for task in case.open_tasks()] == ["Task_ReviewAsHead"]
    case.submit("Task_ReviewAsHead", by=HEAD, headOpinion="通过")
    case.has_ended(at="EndEvent_DocumentClosed")


def test_a_review_that_is_late_reminds_its_group_and_escalates(submit: Submit) -> None:
    """One working day each; D36 at 80, 100, 120 and 200 per cent."""
    case = submit()
    case.is_due("Task_ReviewAsHead", case.span("head-review").due)
    case.submit("Task_ReviewAsAuthor", by=AUTHOR, authorOpinion="通过")
    case.advance_to(case.span("head-review").due)
    assert "ops-director" not in case.told("N44")
    assert "dept-manager" in case.told("N44")
    case.advance("P2D")
    assert "ops-director" in case.told("N44")
    told = [(mail.recipient, mail.subject) for mail in case.mails() if mail.notice == "N44"]
    assert len(told) == len(set(told)), "a rung acted twice"


def test_an_author_who_is_late_with_the_final_review_is_reminded(submit: Submit) -> None:
    case = submit()
    case.submit("Task_ReviewAsHead", by=HEAD, headOpinion="通过")
    case.advance_to(case.span("author-review").due)
    assert case.told("N44") == {"doc-author"}
    case.submit("Task_ReviewAsAuthor", by=AUTHOR, authorOpinion="通过")
    case.has_ended(at="EndEvent_DocumentClosed")


def test_a_revision_that_is_late_reminds_the_author(submit: Submit) -> None:
    case = submit(audience=None)
    case.advance_to(case.span("revision").due)
    assert case.told("N44") == {"doc-author"}
