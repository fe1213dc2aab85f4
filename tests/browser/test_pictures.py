"""Pictures as they come out of the browser: of our files, and of a case on its way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.play import Company, open_tasks
from tests.engine_host import new_key
from workers.cli.case_pictures import case_pictures
from workers.lint import Project
from workers.models import Model
from workers.models.xml import parse, split
from workers.pictures.exhibits import exhibits
from workers.pictures.gallery import Kind, Subject
from workers.pictures.portrait import diagram
from workers.pictures.stamp import stamp_in, stamp_of
from workers.pictures.studio import Studio, open_studio

pytestmark = [pytest.mark.browser]

ROOT = Path(__file__).parents[2]
GREEN, ORANGE = "rgb(27, 94, 32)", "rgb(180, 83, 9)"


@pytest.fixture(scope="module")
def studio(chromium: str) -> Iterator[Studio]:
    """A browser that reaches no network."""
    with open_studio() as opened:
        yield opened


def first_of(kind: Kind) -> Subject:
    return next(each for each in exhibits(Project.load(ROOT)) if each.kind is kind)


def texts(svg: str) -> str:
    """Everything that a picture says, in a row."""
    return "".join(part.strip() for part in parse(svg, "the picture").itertext())


@pytest.mark.parametrize("kind", list(Kind), ids=lambda each: each.name.lower())
def test_a_picture_shows_its_file_and_carries_its_stamp(studio: Studio, kind: Kind) -> None:
    subject = first_of(kind)
    picture = subject.draw(studio)
    assert stamp_in(picture.png) == stamp_in(picture.svg.encode()) == stamp_of(subject.content)
    words = re.findall(r"[\u4e00-\u9fff]{2,}", subject.title)
    assert words
    shown = texts(picture.svg)
    assert [each for each in words if each not in shown] == []


def test_every_named_node_of_a_model_is_in_its_picture(studio: Studio) -> None:
    subject = first_of(Kind.MODEL)
    shown = texts(subject.draw(studio).svg)
    model = Model.parse(subject.content, "model")
    names = {"".join(node.name.split()) for node in model.nodes.values() if node.name}
    assert [each for each in sorted(names) if each not in shown] == []


def test_a_picture_of_the_same_file_is_the_same(studio: Studio) -> None:
    xml = first_of(Kind.MODEL).content.decode()
    assert diagram(studio, xml).svg == diagram(studio, xml).svg


def test_a_model_that_the_viewer_cannot_read_is_no_picture(studio: Studio) -> None:
    with pytest.raises(Exception, match="unparsable content"):
        diagram(studio, "<definitions><unclosed></definitions>")


@pytest.mark.engine
def test_a_case_shows_its_way_its_times_and_where_it_waits(
    studio: Studio, company: Company, tmp_path: Path
) -> None:
    case = company.hand_in(new_key())
    (first,) = open_tasks(company.admin, business_key=case.number)
    case.do(first.task_definition_key)
    (waiting,) = open_tasks(company.admin, business_key=case.number)
    names = company.directory.names
    pictures = dict(case_pictures(company.admin, studio, case.number, names))
    for name, picture in pictures.items():
        (tmp_path / f"{name}.png").write_bytes(picture.png)
    processes = {
        each.id: each.process_definition_key
        for each in company.admin.history.instances(business_key=case.number)
    }
    assert {f"{case.number}-{each}" for each in processes.values()} == pictures.keys()

    main = texts(pictures[f"{case.number}-complaint-handling"].svg)
    assert f"{case.number} 企业客户投诉快速处理流程" in main
    assert "进行中" in main
    (done,) = company.admin.history.tasks(business_key=case.number, finished=True)
    svg = pictures[f"{case.number}-{processes[done.process_instance_id or '']}"].svg
    assert names[done.assignee or ""] in texts(svg)
    assert drawn_in(svg)[done.task_definition_key or ""] == GREEN

    svg = pictures[f"{case.number}-{processes[waiting.process_instance_id]}"].svg
    colours = drawn_in(svg)
    assert colours[waiting.task_definition_key] == ORANGE
    taken = {
        each for each, colour in colours.items() if each.startswith("Flow_") and colour == GREEN
    }
    model = Model.parse(company.admin.deployments.definition_xml(waiting.process_definition_id), "")
    assert {each.id for each in model.incoming(waiting.task_definition_key)} & taken
    assert not {each.id for each in model.outgoing(waiting.task_definition_key)} & taken


def drawn_in(svg: str) -> dict[str, str]:
    """Element → the colour of its outline."""
    found = {}
    for group in parse(svg, "the picture").iter():
        element = group.get("data-element-id")
        if element is None:
            continue
        visual = next((each for each in group if each.get("class") == "djs-visual"), None)
        outline = next((each for each in visual or () if split(each.tag)[1] != "defs"), None)
        colour = outline is not None and re.search(r"stroke: ([^;]*)", outline.get("style", ""))
        if colour:
            found[element] = colour[1]
    return found
