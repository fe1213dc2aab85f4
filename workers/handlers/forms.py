"""``form.file``: what people submitted is kept, checked and normalised."""

from __future__ import annotations

from typing import ClassVar

from workers.contract import handler
from workers.handlers.context import ExecutionContext
from workers.handlers.filing import file_submissions
from workers.handlers.steps import StepInput, StepOutput, step_done


class FileInput(StepInput):
    """Beside filing only what every step does."""

    once_per_task: ClassVar[bool] = True
    """A loop that comes back here has new forms; each visit of a task is filed once."""


class FileOutput(StepOutput):
    """Beside a limit: every field of the record that the forms had, in the record's form."""


@handler("form.file", label="归档表单")
def file_form(data: FileInput, context: ExecutionContext) -> FileOutput:
    """File every form submitted since the last step; write its values as the record has them."""
    case = context.case
    fresh = file_submissions(context, case)
    fields = {name for each in fresh for name in each.values if name in case.record}
    values = {name: case.record[name] for name in sorted(fields)}
    return FileOutput(**{**values, **step_done(data, context)})


HANDLERS = (file_form,)
