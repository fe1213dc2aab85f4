"""A procedure is what its designer declares; every mistake gets one clear sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.casework.procedure import ProcedureError, Status, as_number, read_procedure

ROOT = Path(__file__).parents[3]
RIGHT = """
number = "FW-SC-001"
name = "标准客户服务流程"
version = "V2.0"
status = "试点"
scope = "全部客户服务请求"
department = "客户服务部"
posts = ["客服专员"]
owner = "cs-manager"
change = "首次发布"
approval = "部门经理批准"
processes = ["customer-service"]

[[earlier]]
version = "V1.0"
change = "首次发布"
"""


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "procedure.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_declaration_is_read(tmp_path: Path) -> None:
    procedure = read_procedure(folder(tmp_path, RIGHT))
    assert (procedure.number, procedure.version) == ("FW-SC-001", "V2.0")
    assert procedure.status is Status.PILOT
    assert procedure.posts == ("客服专员",)
    assert [each.version for each in procedure.earlier] == ["V1.0"]


@pytest.mark.parametrize("file", sorted(ROOT.glob("bpmn/*/procedure.toml")), ids=str)
def test_every_shipped_declaration_is_right(file: Path) -> None:
    assert read_procedure(file.parent)


@pytest.mark.parametrize(
    ("before", "after", "said", "way_out"),
    [
        ('number = "FW-SC-001"', "", "number: is missing", "CSC-2024-001"),
        ('"FW-SC-001"', '"FW/1"', "number: is wrong", "CSC-2024-001"),
        ('"V2.0"', '"2.0"', "version: is wrong", "V1.1"),
        ('"V2.0"', "2.0", "version: is wrong", "V1.1"),
        ('"试点"', '"试用"', "status: is wrong", "草稿, 试点, 生效, 废止"),
        ('["客服专员"]', "[]", "posts: is wrong", "names of posts"),
        ('["客服专员"]', '"客服专员"', "posts: is wrong", "names of posts"),
        ('"cs-manager"', '"客服经理"', "owner: is wrong", "cs-manager"),
        ("scope =", "scop =", "scope: is missing", "a text"),
        ("scope =", "effectiv = 1\nscope =", "effectiv: is no key", "Did you mean effective?"),
        ("scope =", "zzz = 1\nscope =", "zzz: is no key", "Keys are number, name"),
        ("scope =", 'effective = "2026"\nscope =', "effective: is wrong", "2026-11-01"),
        ('"customer-service"', '"a", "a"', "processes: is wrong", "each once"),
        ('"customer-service"', '"Customer"', "processes: is wrong", "ids of processes"),
        ('"V1.0"', '"V2.0"', "earlier: is wrong", "the oldest first"),
        ('"V1.0"', '"1"', "earlier.0.version: is wrong", "V1.1"),
        ('name = "标准', "name = 标准", "no TOML", "Mend that line"),
    ],
)
def test_a_mistake_is_named_with_what_is_allowed(
    tmp_path: Path, before: str, after: str, said: str, way_out: str
) -> None:
    assert before in RIGHT
    with pytest.raises(ProcedureError) as wrong:
        read_procedure(folder(tmp_path, RIGHT.replace(before, after, 1)))
    assert said in str(wrong.value)
    assert str(wrong.value).startswith(f"{tmp_path.name}/procedure.toml")
    assert way_out in wrong.value.way_out


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProcedureError, match=r"procedure\.toml: is missing"):
        read_procedure(tmp_path)


def test_versions_are_compared_as_numbers() -> None:
    assert as_number("V1.9") < as_number("V1.10") < as_number("V2.0")
