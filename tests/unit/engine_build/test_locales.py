"""The web apps in Chinese: whatever the engine's English files say has a Chinese text in ours."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.engine_host import JARS, ROOT

APPS = ("tasklist", "cockpit", "admin", "welcome")
OURS = ROOT / "docker/engine/src/main/webapps"
LATIN = frozenset(
    re.findall(
        r"\S+",
        "API BPMN CSV CTRL Camunda DMN EDE F5 FNI ID JSON LDAP Optimize PI DI SOP TU XML cockpit "
        "data promise resolve tasklist yyyy MM ddTHH HH mm ss YYYY DDTHH",
    )
)
"""Words that Chinese technicians write in Latin letters, and patterns."""
PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def _flat(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}/")
        else:
            yield above + key, value


def _english(flavour: str, app: str) -> dict[str, Any]:
    """The English file in the web apps' jar, which lies in the engine's."""
    jar = JARS[flavour]
    if not jar.is_file():
        pytest.skip(f"{jar.relative_to(ROOT)} is not built; make engines does")
    with zipfile.ZipFile(jar) as whole:
        (name,) = (each for each in whole.namelist() if f"{flavour}-webapp-webjar-" in each)
        with zipfile.ZipFile(io.BytesIO(whole.read(name))) as webjar:
            text = webjar.read(f"META-INF/resources/webjars/{flavour}/app/{app}/locales/en.json")
    return dict(_flat(json.loads(text.decode("utf-8-sig"))))


def _chinese(app: str) -> dict[str, Any]:
    return dict(_flat(json.loads((OURS / app / "locales" / "zh-CN.json").read_text("utf-8"))))


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize("flavour", JARS)
def test_every_text_of_the_engine_has_a_chinese_one_with_the_same_placeholders(
    flavour: str, app: str
) -> None:
    english, chinese = _english(flavour, app), _chinese(app)
    assert english.keys() <= chinese.keys()
    for key, text in english.items():
        if isinstance(text, str):
            assert sorted(PLACEHOLDER.findall(chinese[key])) == sorted(PLACEHOLDER.findall(text)), (
                key
            )


@pytest.mark.parametrize("app", APPS)
def test_no_text_is_ours_alone(app: str) -> None:
    theirs = {key for flavour in JARS for key in _english(flavour, app)}
    assert _chinese(app).keys() - theirs <= {"dateLocales/longDateFormat/LTS"}


@pytest.mark.parametrize("app", APPS)
def test_no_text_is_left_in_english(app: str) -> None:
    left = {}
    for key, text in _chinese(app).items():
        if not key.startswith("labels/"):
            continue
        plain = re.sub(r"<[^>]*>|&[lg]t;", "", PLACEHOLDER.sub("", text))
        if words := set(re.findall(r"[A-Za-z]+(?:\d+)?", plain)) - LATIN:
            left[key] = words
    assert left == {}


def test_the_terms_are_those_of_chinese_staff() -> None:
    tasklist = _chinese("tasklist")
    terms = {
        "CLAIM_TASK": "认领",
        "UNCLAIM_TASK": "退回",
        "COMPLETE": "完成办理",
        "DELEGATE_TASK": "转办",
        "DUE_DATE": "办理期限",
        "START_PROCESS": "发起流程",
        "TASKLIST_APP": "待办任务",
    }
    assert {key: tasklist[f"labels/{key}"] for key in terms} == terms
