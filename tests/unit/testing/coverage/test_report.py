"""What the report says, word for word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workers.models import ModelError
from workers.testing.coverage import Coverage, Exclusion, ExclusionError, Tally
from workers.testing.coverage.hits import Hits, InstanceHits

LEFT_OUT = {("leave", "Flow_No"): Exclusion("Nobody refuses.", "tests/test_leave.py::test_no")}

TABLE = """\
model             nodes        flows        rules
leave.bpmn  3/3 100.0 %  2/3  66.6 %            –
days.dmn              –            –  1/3  33.3 %
all         3/3 100.0 %  2/3  66.6 %  1/3  33.3 %

leave.bpmn, not reached:
  flow Split → 结束 </script> (Flow_No)

days.dmn, not reached:
  rule Days, row 2 (Rule_Few)
  rule Days, row 3 (no output, so the engine records no match: exclude it) (Rule_Empty)"""

TABLE_WITH_EXCLUSION = """\
model             nodes        flows        rules
leave.bpmn  3/3 100.0 %  2/2 100.0 %            –
days.dmn              –            –  1/3  33.3 %
all         3/3 100.0 %  2/2 100.0 %  1/3  33.3 %

days.dmn, not reached:
  rule Days, row 2 (Rule_Few)
  rule Days, row 3 (no output, so the engine records no match: exclude it) (Rule_Empty)

leave.bpmn, left out:
  flow Split → 结束 </script> (Flow_No): Nobody refuses. [tests/test_leave.py::test_no]"""


@pytest.fixture
def coverage(files: list[Path], hits_file: Path) -> Coverage:
    loaded = Coverage(files)
    loaded.load(hits_file)
    return loaded


def test_the_table_and_what_was_not_reached(coverage: Coverage) -> None:
    assert coverage.summary() == TABLE


def test_what_is_left_out_counts_nowhere_and_is_listed_with_its_reason(
    files: list[Path], hits_file: Path
) -> None:
    coverage = Coverage(files, LEFT_OUT)
    coverage.load(hits_file)
    assert coverage.summary() == TABLE_WITH_EXCLUSION
    assert coverage.shortfalls({"node": 100, "flow": 100}) == []


def test_a_threshold_that_is_missed_is_a_sentence(coverage: Coverage) -> None:
    assert coverage.shortfalls({"node": 100, "flow": 66.6, "rule": 30}) == []
    assert coverage.shortfalls({"flow": 66.7, "rule": 100}) == [
        "flows: 2/3  66.6 % reached, 66.7 % wanted",
        "rules: 1/3  33.3 % reached, 100 % wanted",
    ]


def test_nearly_all_is_not_all() -> None:
    assert str(Tally(9999, 10000)) == "9999/10000  99.9 %"
    assert not Tally(9999, 10000).at_least(100)
    assert Tally(0, 0).at_least(100)


@pytest.mark.parametrize(
    ("exclusions", "message"),
    [
        (
            {("leave", "Flow_Yes"): Exclusion("r", "t")},
            "leave.Flow_Yes (同意) is excluded, but was reached 1 times",
        ),
        (
            {("leave", "Flow_Gone"): Exclusion("r", "t")},
            "leave.Flow_Gone is excluded, but no model has it",
        ),
        (
            {("sketch", "Thought"): Exclusion("r", "t")},
            "sketch.Thought is excluded, but no model has it",
        ),
    ],
)
def test_an_exclusion_that_does_not_hold_is_an_error(
    files: list[Path], hits_file: Path, exclusions: dict[tuple[str, str], Exclusion], message: str
) -> None:
    coverage = Coverage(files, exclusions)
    coverage.load(hits_file)
    with pytest.raises(ExclusionError) as refused:
        coverage.summary()
    assert str(refused.value) == message


def test_what_ran_without_being_measured_is_said(
    files: list[Path], tmp_path: Path, hits: Hits
) -> None:
    hits.instances["i3"] = InstanceHits("leave", "s", {"Old": 1}, {})
    hits.instances["i4"] = InstanceHits("payroll", "s", {"X": 1}, {})
    hits.write(tmp_path / "more.json")
    coverage = Coverage(files)
    coverage.load(tmp_path / "more.json")
    assert coverage.summary().splitlines()[-3:] == [
        "seen, but not measured:",
        "  process payroll ran 1 times, but its model is not measured",
        "  leave has no element Old, but it was reached: another version ran",
    ]


def test_the_json_has_every_element(coverage: Coverage, tmp_path: Path) -> None:
    coverage.write(tmp_path / "report")
    written = json.loads((tmp_path / "report" / "coverage.json").read_bytes())
    assert written["format"] == 1
    assert written["totals"]["flows"] == {"reached": 2, "total": 3}
    leave, days = written["files"]
    assert leave["runs"] == {"leave": 2}
    assert [each["id"] for each in leave["elements"]] == [
        "Start",
        "Split",
        "End",
        "Flow_In",
        "Flow_Yes",
        "Flow_No",
    ]
    assert leave["elements"][0] == {
        "kind": "node",
        "definition": "leave",
        "id": "Start",
        "label": "申请",
        "type": "startEvent",
        "hits": 3,
        "scenarios": {"a leave is granted": 1, "a leave waits": 2},
        "exclusion": None,
    }
    assert days["elements"][0]["label"] == "Days, row 1: seniors"


def test_saved_hits_make_the_same_report(
    coverage: Coverage, files: list[Path], tmp_path: Path, hits_file: Path
) -> None:
    coverage.save(tmp_path / "saved.json")
    controller = Coverage(files)
    controller.load(tmp_path / "saved.json", hits_file)
    assert controller.summary() == coverage.summary()


def test_two_models_of_one_process_are_refused(files: list[Path], tmp_path: Path) -> None:
    twin = tmp_path / "twin.bpmn"
    twin.write_bytes(files[0].read_bytes())
    with pytest.raises(ModelError, match=r"^leave\.bpmn and twin\.bpmn both define leave$"):
        Coverage([*files, twin])


def test_files_of_one_name_are_told_apart_by_their_folders(
    files: list[Path], tmp_path: Path
) -> None:
    twin = tmp_path / "other" / "leave.bpmn"
    twin.parent.mkdir()
    text = files[0].read_text(encoding="utf-8")
    twin.write_text(text.replace('id="leave"', 'id="out"').replace('"sketch"', '"draft"'), "utf-8")
    measured = Coverage([files[0], twin]).measurement().files
    assert [each.file for each in measured] == [files[0].as_posix(), twin.as_posix()]


def test_a_second_way_behind_an_event_based_gateway_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "wait.bpmn"
    model.write_text(
        """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
          <eventBasedGateway id="G"/><task id="T"/><receiveTask id="R" name="Reply"/>
          <sequenceFlow id="F1" sourceRef="G" targetRef="R"/>
          <sequenceFlow id="F2" sourceRef="T" targetRef="R"/></process></definitions>""",
        encoding="utf-8",
    )
    with pytest.raises(
        ModelError, match=r"^wait\.bpmn: Reply \(R\) follows an event-based gateway"
    ):
        Coverage([model])
