"""The copy is the file with a listener in every flow, and nothing else changes."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from workers.models import Model, ModelError
from workers.models.xml import BPMN, CAMUNDA_BPMN
from workers.testing.coverage.instrument import instrument

ROOT = Path(__file__).parents[4]
FILES = sorted(
    [*(ROOT / "bpmn").glob("*/*.bpmn"), *(ROOT / "tests/coverage/models").glob("*.bpmn")]
)
LISTENER = f"{{{CAMUNDA_BPMN}}}executionListener"
EXTENSIONS = f"{{{BPMN}}}extensionElements"


def _flow(xml: bytes) -> ET.Element:
    (flow,) = ET.fromstring(xml).iter(f"{{{BPMN}}}sequenceFlow")
    return flow


def _model(flow: str, prefix: str = "b:") -> bytes:
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    return (
        f'<{prefix}definitions {name}="{BPMN}"><{prefix}process id="p"><{prefix}task id="A"/>'
        f"{flow}</{prefix}process></{prefix}definitions>"
    ).encode()


@pytest.mark.parametrize("prefix", ["b:", "bpmn2:", ""])
@pytest.mark.parametrize(
    ("inside", "children"),
    [
        (None, ["extensionElements"]),
        ("", ["extensionElements"]),
        ("<{}documentation>a &lt; b</{}documentation>", ["documentation", "extensionElements"]),
        ("<{}documentation/>", ["documentation", "extensionElements"]),
        (
            "<{}documentation/><{}documentation>d</{}documentation>",
            ["documentation", "documentation", "extensionElements"],
        ),
        ("<{}extensionElements/>", ["extensionElements"]),
        ("<{}extensionElements></{}extensionElements>", ["extensionElements"]),
        (
            "<!-- > --><{}conditionExpression>${{a &gt; b}}</{}conditionExpression>",
            ["extensionElements", "conditionExpression"],
        ),
        (
            "<{}documentation>d</{}documentation><{}extensionElements><x xmlns='y'/>\
</{}extensionElements><{}conditionExpression/>",
            ["documentation", "extensionElements", "conditionExpression"],
        ),
    ],
)
def test_the_listener_goes_where_the_schema_wants_it(
    inside: str | None, children: list[str], prefix: str
) -> None:
    ends = 'id=\'F\' name=\'a &gt; " b\' sourceRef="A" targetRef="A"'
    content = "" if inside is None else inside.replace("{}", prefix).replace("{{", "{")
    closing = " />" if inside is None else f">{content}</{prefix}sequenceFlow>"
    flow = _flow(instrument(_model(f"<{prefix}sequenceFlow {ends}{closing}", prefix)))
    assert [each.tag for each in flow] == [f"{{{BPMN}}}{name}" for name in children]
    (extensions,) = flow.iter(EXTENSIONS)
    (listener,) = extensions.iter(LISTENER)
    assert listener.get("event") == "take"
    assert flow.get("name") == 'a > " b'


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_text_is_inserted_and_none_is_changed(file: Path) -> None:
    original = file.read_text(encoding="utf-8")
    copy = instrument(file.read_bytes()).decode()
    for old, new in _changed_lines(original, copy):
        # A line keeps its characters in order: self-closed flows are opened, the rest is new.
        assert _is_subsequence(old.replace("/>", ">"), new), old
    model, copied = Model.parse(original), Model.parse(copy)
    assert copied.nodes == model.nodes
    assert copied.flows == model.flows
    gateways = {node.id for node in model.nodes.values() if node.type == "eventBasedGateway"}
    taken = [flow for flow in model.flows.values() if flow.source not in gateways]
    assert copy.count('event="take"') == len(taken) > 0


def _changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    old, new = before.splitlines(), after.splitlines()
    assert len(old) == len(new)
    return [(a, b) for a, b in zip(old, new, strict=True) if a != b]


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


def test_a_flow_named_in_chinese_by_its_id_is_recorded_by_that_id() -> None:
    copy = instrument(_model('<b:sequenceFlow id="流" sourceRef="A" targetRef="A" />'))
    assert "currentTransitionId" in copy.decode()
    assert _flow(copy).get("id") == "流"


def test_a_copy_of_a_copy_would_count_twice() -> None:
    once = instrument(_model('<b:sequenceFlow id="F" sourceRef="A" targetRef="A" />'), "a.bpmn")
    with pytest.raises(ModelError, match=r"^a\.bpmn is an instrumented copy already and would"):
        instrument(once, "a.bpmn")


def test_an_encoding_whose_tags_are_not_ascii_is_refused() -> None:
    text = _model('<b:sequenceFlow id="F" sourceRef="A" targetRef="A" />').decode()
    with pytest.raises(ModelError, match=r"^a\.bpmn: write the model in UTF-8"):
        instrument(text.encode("utf-16"), "a.bpmn")
