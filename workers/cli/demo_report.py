"""What a demo shows at its end: every case's timeline, its archived files, mails and checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workers.casework.archive import Archive, Finding
from workers.casework.cases import CaseEvent, Cases
from workers.casework.outbox import Outbox
from workers.cli.console import Console
from workers.cli.mail_catcher import MailFolder
from workers.cli.stage import Stage
from workers.cli.timeline import timeline_json, timeline_table, title_of
from workers.cli.wiring import Application
from workers.services.complaints import ComplaintCase, Complaints


@dataclass(slots=True)
class Ending:
    """One case at the end; ``documents`` are paths of archived files."""

    case: ComplaintCase
    events: list[CaseEvent]
    documents: list[str]


@dataclass(slots=True)
class DemoReport:
    """The whole result.

    ``resent`` and ``duplicates`` are Message-IDs that were delivered more than once. A mail is
    resent when the server's answer to the attempt before never reached us, as a kill at that
    moment has it; nothing can prevent that (design §5). More deliveries than attempts are ours
    to answer for.
    """

    endings: list[Ending] = field(default_factory=list)
    mails: int = 0
    resent: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    incidents: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def flawless(self) -> bool:
        """Nothing was found that should not be."""
        return not (self.duplicates or self.incidents or self.findings)


def collect(stage: Stage, app: Application) -> DemoReport:
    """Read the result from store, archive, engine and maildir."""
    mails = MailFolder(stage.settings.folder.mail)
    report = DemoReport(
        mails=len(mails.messages()),
        incidents=len(stage.admin.incidents.find()),
    )
    with app.store.begin() as session:
        cases, archive = Cases(session), Archive(session, app.installation.archive)
        report.resent, report.duplicates = tell_apart(
            mails.repeated(), Outbox(session, app.installation.mail_domain)
        )
        report.findings = archive.verify()
        report.endings = [
            Ending(
                case,
                cases.timeline(case.case_no),
                [
                    str(archive.path(case.case_no, entry.document))
                    for entry in archive.entries(case.case_no)
                ],
            )
            for case in Complaints(session).all()
        ]
    return report


def tell_apart(repeated: Mapping[str, int], outbox: Outbox) -> tuple[list[str], list[str]]:
    """Divide Message-IDs, each with its number of deliveries, into resent ones and duplicates."""
    duplicates = [each for each, times in repeated.items() if times > outbox.attempts(each)]
    return [each for each in repeated if each not in duplicates], duplicates


def show(report: DemoReport, stage: Stage, console: Console) -> None:
    """For people."""
    names = stage.directory.names
    for ending in report.endings:
        console.data(f"\n{title_of(ending.case)}")
        console.data(timeline_table(ending.events, names))
        folder = stage.settings.folder.archive / ending.case.case_no
        console.data(f"档案 {len(ending.documents)} 份：{folder}")
    found = f"{len(report.findings)} findings" if report.findings else "verified, no findings"
    console.data(
        f"\n{len(report.endings)} cases archived · {report.mails} mails, "
        f"{len(report.duplicates)} Message-IDs twice · {report.incidents} incidents · "
        f"archive {found}"
    )
    if report.resent:
        console.data(
            f"{len(report.resent)} sent again after an attempt whose answer was lost, "
            "each under its Message-ID"
        )
    for finding in report.findings:
        console.data(f"{finding.case_no} {finding.document}: {finding.problem}")


def show_json(report: DemoReport, console: Console) -> None:
    """For programs."""
    console.json(
        {
            "cases": [
                {
                    "caseNo": ending.case.case_no,
                    "status": ending.case.status,
                    "closingReason": ending.case.closing_reason,
                    "timeline": timeline_json(ending.events),
                    "archived": ending.documents,
                }
                for ending in report.endings
            ],
            "mails": report.mails,
            "resentMessageIds": report.resent,
            "duplicateMessageIds": report.duplicates,
            "incidents": report.incidents,
            "archiveFindings": [
                f"{each.case_no} {each.document}: {each.problem}" for each in report.findings
            ],
        }
    )
