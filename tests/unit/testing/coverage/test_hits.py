"""Hits are merged by the engine's ids, so that nothing counts twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.testing.coverage.hits import Evaluation, Hits, InstanceHits


def test_counts_are_summed_over_instances_and_kept_by_scenario(hits: Hits) -> None:
    assert hits.nodes("leave")["Start"] == {"a leave is granted": 1, "a leave waits": 2}
    assert hits.flows("leave")["Flow_Yes"] == {"a leave is granted": 1}
    assert hits.rules("days") == {"Rule_Many": {"a leave is granted": 1}}
    assert hits.nodes("other") == {}
    assert hits.processes() == {"leave": 2}
    assert hits.decisions() == {"days": 1}


def test_an_instance_seen_twice_counts_once_as_the_later_look_saw_it() -> None:
    early = Hits({"i": InstanceHits("p", "s", {"A": 1}, {})})
    late = Hits({"i": InstanceHits("p", "s", {"A": 1, "B": 1}, {"F": 1})})
    for first, second in ((early, late), (late, early)):
        merged = Hits()
        merged.add(first)
        merged.add(second)
        assert merged == late


def test_evaluations_are_merged_by_id() -> None:
    merged = Hits()
    for _ in range(2):
        merged.add(Hits({}, {"d": Evaluation("k", "s", ("R", "Q"))}))
    assert merged.rules("k") == {"R": {"s": 1}, "Q": {"s": 1}}


def test_stored_hits_are_read_as_they_were(hits: Hits, hits_file: Path) -> None:
    assert Hits.read(hits_file) == hits


@pytest.mark.parametrize("text", ["", "[]", '{"instances": {"i": {"nodes": {}}}}', "null"])
def test_a_file_that_holds_something_else_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "gw1.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"gw1\.json holds no coverage hits"):
        Hits.read(file)
