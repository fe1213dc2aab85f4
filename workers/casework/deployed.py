"""A procedure as it was deployed with a running case: its declaration and its letters.

A case keeps the version that it was opened under, whatever is deployed later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

from workers.casework.letters import Kind, LetterBook, Notice
from workers.casework.procedure import FILE, Procedure, ProcedureError, parse_procedure
from workers.casework.procedure_content import Content

LETTER_ENDING = ".txt.j2"


class NotDeployed(Exception):
    """The deployment of a case has no usable ``procedure.toml``; the message says what to do."""


@dataclass(frozen=True)
class DeployedProcedure:
    """One procedure in one version.

    ``folder`` is the name of its folder; ``files`` are those of the deployment, by name.
    """

    folder: str
    procedure: Procedure
    files: Mapping[str, bytes]

    @property
    def content(self) -> Content:
        """What the general topics need.

        Raises:
            NotDeployed: the procedure declares no cases.
        """
        if self.procedure.content is None:
            raise NotDeployed(
                f"{self.folder}/{FILE} declares no [case]; add it, deploy, and start a new case"
            )
        return self.procedure.content

    @cached_property
    def letters(self) -> LetterBook:
        """Its notices with their templates; frames are shared by all procedures."""
        notices = {
            number: Notice(
                each.title,
                each.audience,
                {"case_no": Kind.TEXT, **each.needs},
                {"title": Kind.TEXT, "party": Kind.TEXT, **each.may_have},
            )
            for number, each in self.content.notices.items()
        }
        return LetterBook(notices, self._template)

    def _template(self, name: str) -> str | None:
        own = self.files.get(name)
        if own is not None:
            return own.decode("utf-8")
        frame = resources.files("workers.casework").joinpath("frames", name)
        return frame.read_text(encoding="utf-8") if frame.is_file() else None


def read_deployed(files: Mapping[str, bytes]) -> DeployedProcedure:
    """The procedure among the files of a deployment.

    Raises:
        NotDeployed: its declaration is missing or wrong.
    """
    try:
        declared = parse_procedure(files[FILE], Path("deployment") / FILE)
    except KeyError:
        raise NotDeployed(
            f"the deployment of this case has no {FILE}; run `sop deploy` and start a new case"
        ) from None
    except ProcedureError as error:
        raise NotDeployed(f"{error} {error.way_out}") from error
    return DeployedProcedure(declared.processes[0], declared, files)
