"""What a demo shows at its end: every case's timeline, its archived files, mails and checks."""

from __future__ import annotations

from dataclasses import dataclass, field

from workers.cli.console import Console
from workers.cli.mail_catcher import MailFolder
from workers.cli.stage import Stage
from workers.cli.timeline import timeline_json, timeline_table, title_of
from workers.cli.wiring import Application
from workers.services.archive import Archive, Finding
from workers.services.cases import CaseEvent, Cases, ComplaintCase


@dataclass(slots=True)
class Ending:
    """One case at the end; ``documents`` are paths of archived files."""

    case: ComplaintCase
    events: list[CaseEvent]
    documents: list[str]


@dataclass(slots=True)
class DemoReport:
    """The whole result."""

    endings: list[Ending] = field(default_factory=list)
    mails: int = 0
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
        duplicates=mails.duplicates(),
        incidents=len(stage.admin.incidents.find()),
    )
    with app.store.begin() as session:
        cases, archive = Cases(session), Archive(session, app.office.archive)
        report.findings = archive.verify()
        report.endings = [
            Ending(
                case,
                cases.timeline(case.complaint_no),
                [
                    str(archive.path(case.complaint_no, entry.document))
                    for entry in archive.entries(case.complaint_no)
                ],
            )
            for case in cases.all()
        ]
    return report


def show(report: DemoReport, stage: Stage, console: Console) -> None:
    """For people."""
    names = stage.directory.names
    for ending in report.endings:
        console.data(f"\n{title_of(ending.case)}")
        console.data(timeline_table(ending.events, names))
        folder = stage.settings.folder.archive / ending.case.complaint_no
        console.data(f"档案 {len(ending.documents)} 份：{folder}")
    found = f"{len(report.findings)} findings" if report.findings else "verified, no findings"
    console.data(
        f"\n{len(report.endings)} cases archived · {report.mails} mails, "
        f"{len(report.duplicates)} Message-IDs twice · {report.incidents} incidents · "
        f"archive {found}"
    )
    for finding in report.findings:
        console.data(f"{finding.complaint_no} {finding.document}: {finding.problem}")


def show_json(report: DemoReport, console: Console) -> None:
    """For programs."""
    console.json(
        {
            "cases": [
                {
                    "complaintNo": ending.case.complaint_no,
                    "status": ending.case.status,
                    "closingReason": ending.case.closing_reason,
                    "timeline": timeline_json(ending.events),
                    "archived": ending.documents,
                }
                for ending in report.endings
            ],
            "mails": report.mails,
            "duplicateMessageIds": report.duplicates,
            "incidents": report.incidents,
            "archiveFindings": [
                f"{each.complaint_no} {each.document}: {each.problem}" for each in report.findings
            ],
        }
    )
