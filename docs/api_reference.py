"""Writes docs/worker-api.md from the docstrings: ``python -m docs.api_reference``."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import textwrap
from enum import Enum
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import workers.contract
import workers.engine
import workers.runtime
from workers.runtime import (
    handler_check,
    metrics,
    model_check,
    probe_server,
    sqlite_results,
    sqlite_starts,
)

PACKAGES = (
    *(workers.contract, workers.engine, workers.runtime),
    *(metrics, probe_server, model_check, handler_check, sqlite_results, sqlite_starts),
)
_PAGE = Path(__file__).parent / "worker-api.md"
_ROLE = re.compile(r":\w+:`~?(?:\w+\.)*(\w+)`")
_HEAD = """# API reference of the worker runtime

Made by `make reference` from the docstrings; do not edit. What belongs together is told in
[The worker runtime](worker-runtime.md).
"""


def reference() -> str:
    """The whole page."""
    parts = [_HEAD]
    for package in PACKAGES:
        parts += [f"## `{package.__name__}`\n", _doc(package) + "\n"]
        parts += [_entry(package, name) for name in package.__all__]
    return "\n".join(parts)


def _entry(package: ModuleType, name: str) -> str:
    thing = getattr(package, name)
    lines = [f"### `{name}`\n"]
    if not inspect.isclass(thing) and not inspect.isfunction(thing):
        return "\n".join([*lines, _alias(package, name)])
    if inspect.isclass(thing) and issubclass(thing, Enum):
        values = ", ".join(f"`{each.name}`" for each in thing)
        return "\n".join([*lines, _doc(thing), f"\nMembers: {values}.\n"])
    if not getattr(thing, "_is_protocol", False):
        lines.append(f"```text\n{_signature(name, thing)}\n```\n")
    lines += [_doc(thing), ""]
    if inspect.isclass(thing):
        lines += [*_fields(thing), *_members(thing)]
    return "\n".join(lines)


def _alias(package: ModuleType, name: str) -> str:
    """Alias and the string below it, from the source: how a type prints differs by Python."""
    pattern = re.compile(rf'^{name} = ([^\n]+)(?:\n"""(.*?)""")?', re.MULTILINE | re.DOTALL)
    for path in sorted(Path(str(package.__file__)).parent.glob("*.py")):
        found = pattern.search(path.read_text(encoding="utf-8"))
        if found:
            said = " ".join((found[2] or "").split()).replace("``", "`")
            return f"Type alias: `{found[1]}`. {said}\n".replace(" \n", "\n")
    raise LookupError(f"{name} is not assigned in {package.__name__}")


def _fields(kind: type) -> list[str]:
    """Fields with the string below each, which Python does not keep."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(tree, ast.ClassDef)
    found = [
        f"- `{ast.unparse(field)}` — {' '.join(str(text.value.value).split())}"
        for field, text in pairwise(tree.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
    ]
    return [*(each.replace("``", "`") for each in found), ""] if found else []


def _members(kind: type) -> list[str]:
    found = []
    for name, member in vars(kind).items():
        if name.startswith("_"):
            continue
        bound = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        if inspect.isfunction(bound) and bound.__doc__:
            found.append(f"- `{_signature(name, bound)}` — {_first(bound)}")
        elif isinstance(member, property) and member.__doc__:
            found.append(f"- `{name}` — {_first(member)}")
    return [*found, ""] if found else []


# object: whatever a package exports.
def _signature(name: str, thing: object) -> str:
    if isinstance(thing, type) and issubclass(thing, Exception) and not _own_init(thing):
        return f"{name}({', '.join(each.__name__ for each in thing.__bases__)})"
    try:
        signature = inspect.signature(thing)  # type: ignore[arg-type]  # checked right here
    except ValueError:
        return name
    parameters = [
        # Defaults are shown by kind only: addresses of objects differ from run to run.
        each.replace(default="…" if not _simple(each.default) else each.default)
        for each in signature.parameters.values()
        if each.name != "self"
    ]
    text = str(signature.replace(parameters=parameters)).replace("'", "")
    return f"{name}{text.removesuffix(' -> None') if isinstance(thing, type) else text}"


def _own_init(kind: type) -> bool:
    return "__init__" in vars(kind) or dataclasses.is_dataclass(kind)


def _simple(default: object) -> bool:
    return default is inspect.Parameter.empty or isinstance(
        default, str | int | float | bool | tuple | None
    )


def _doc(thing: object) -> str:
    return _sections(inspect.getdoc(thing) or "")


def _sections(doc: str) -> str:
    """Google style to Markdown: a section becomes a bold word and a list."""
    lines: list[str] = []
    inside = False
    for line in doc.splitlines():
        if line in {"Args:", "Raises:", "Returns:"}:
            inside = True
            lines += [f"**{line.removesuffix(':')}**", ""]
        elif inside and line.startswith("    ") and not line.startswith("     "):
            lines.append(f"- {line.strip()}")
        elif inside and line.strip():
            lines.append(textwrap.indent(line.strip(), "  "))
        else:
            inside = inside and not line.strip()
            lines.append(line)
    return _markdown("\n".join(lines))


def _first(thing: object) -> str:
    return _markdown(" ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split()))


def _markdown(text: str) -> str:
    return _ROLE.sub(r"`\1`", text).replace("``", "`")


if __name__ == "__main__":
    _PAGE.write_text(reference(), encoding="utf-8")
