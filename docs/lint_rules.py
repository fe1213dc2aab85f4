"""Writes docs/lint/README.md, the list of lint rules: ``python -m docs.lint_rules``."""

from __future__ import annotations

from pathlib import Path

from workers.lint import Kind, rulebook

_PAGE = Path(__file__).parent / "lint" / "README.md"
_HEAD = """# 检查规则

由 `make reference` 从规则生成，请勿手改。怎样使用见[检查模型](../lint.md)。

- **故障**：案件会停住、丢失或走错路。
- **约定**：能运行，但不合本公司的写法。
- **维护**：留下了没有用的东西，多半由开发人员清理。
"""
_OTHERS = """
另有两条不在规则目录里：

- [bpmnlint](bpmnlint.md)（约定）
- [configuration-current](configuration-current.md)（维护）
"""


def listing() -> str:
    """The whole page."""
    parts = [_HEAD]
    for kind in Kind:
        rows = [
            f"| [{each.id}]({each.id}.md) | {each.title} |"
            for each in rulebook()
            if each.kind is kind
        ]
        parts.append("\n".join((f"\n## {kind.value}\n", "| 规则 | 要求 |", "|---|---|", *rows, "")))
    return "".join((*parts, _OTHERS))


if __name__ == "__main__":
    _PAGE.write_text(listing(), encoding="utf-8")
