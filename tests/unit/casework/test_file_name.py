"""File names from anybody, as every file system takes them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.casework.file_name import safe_file_name


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("检测报告（终稿）.pdf", "检测报告（终稿）.pdf"),
        ("../../照片.png", "照片.png"),
        ("C:\\Users\\li\\照片.png", "照片.png"),
        ("/etc/passwd", "passwd"),
        ("photos/", "photos"),
        ("..", ""),
        (".", ""),
        ("", ""),
        ("a\x00b.pdf", "a_b.pdf"),
        ("a\r\nb.pdf", "a b.pdf"),
        ("漏油😡.pdf", "漏油😡.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("报告" * 90 + ".pdf", "报告" * 32 + "报.pdf"),
        (".bashrc", "bashrc"),
    ],
)
def test_a_name_becomes_a_safe_one(stated: str, name: str) -> None:
    assert safe_file_name(stated) == name


@pytest.mark.parametrize("stated", ["CON", "nul.txt", "COM1.pdf", "aux"])
def test_a_name_that_windows_reserves_is_changed(stated: str) -> None:
    safe = safe_file_name(stated)
    assert safe
    assert safe.lower() != stated.lower()


@given(st.text(st.characters(), max_size=300))
def test_any_name_makes_a_file_in_its_folder(
    tmp_path_factory: pytest.TempPathFactory, stated: str
) -> None:
    name = safe_file_name(stated)
    assert len(name.encode()) <= 200
    assert safe_file_name(name) == name
    if name:
        folder: Path = tmp_path_factory.getbasetemp()
        (folder / f"01-{name}.part").write_bytes(b"x")
        assert (folder / f"01-{name}.part").parent == folder
