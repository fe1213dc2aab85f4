"""Bad input: one clear message, the exit code of design §9, nothing half-done."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from tests.unit.cli.conftest import answering, run
from workers.cli import engine_jar

VERSION = '{"version": "7.24.0"}'
COMPLAINT = {
    "channel": "官网",
    "complainantName": "刘静",
    "contactEmail": "liu@example.com",
    "problemDescription": "到货即故障，无法使用，请处理。",
}


@pytest.fixture
def complaint(tmp_path: Path) -> Path:
    path = tmp_path / "complaint.json"
    path.write_text(json.dumps(COMPLAINT), encoding="utf-8")
    return path


def start(path: Path, *more: str) -> tuple[int, str]:
    result = run("start", "complaint-handling", "--input", str(path), *more)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.exit_code, result.stderr


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    code, said = start(tmp_path / "nothing.json")
    assert code == 2
    assert "does not exist" in said


def test_nothing_to_hand_in_is_a_usage_error() -> None:
    assert run("start", "complaint-handling").exit_code == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.json", "{", "JSON 格式错误"),
        ("list.json", "[]", "不是一个对象"),
        ("empty.eml", "", "文件是空的"),
        ("picture.png", "x", "文件类型不支持"),
        ("short.json", json.dumps({**COMPLAINT, "problemDescription": "坏了"}), "至少"),
        ("long.json", json.dumps({**COMPLAINT, "companyName": "长" * 300}), "最多"),
        ("minus.json", json.dumps({**COMPLAINT, "claimedAmount": "-5"}), "为负数"),
        ("words.json", json.dumps({**COMPLAINT, "claimedAmount": "many"}), "金额须为数字"),
    ],
)
def test_a_file_that_is_no_complaint_is_refused_in_words(
    tmp_path: Path, name: str, content: str, words: str, dead_engine: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    code, said = start(tmp_path / name, "--engine-url", dead_engine)
    assert code == 1
    assert words in said
    assert len(said.splitlines()) == 1


def test_an_engine_that_is_down_is_exit_3_and_nothing_is_kept(
    complaint: Path, dead_engine: str
) -> None:
    code, said = start(complaint, "--engine-url", dead_engine)
    assert code == 3
    assert "no answer from 127.0.0.1" in said
    assert "sop up" in said
    assert json.loads(run("case", "list", "--json").stdout) == []


def test_a_refused_login_says_what_to_check(complaint: Path) -> None:
    with answering(401, "") as url:
        code, said = start(complaint, "--engine-url", url)
    assert code == 1
    assert "SOP_ENGINE_PASSWORD" in said


def test_a_failing_engine_is_named(complaint: Path) -> None:
    body = json.dumps({"type": "ProcessEngineException", "message": "database is gone"})
    with answering(500, body, [("Content-Type", "application/json")]) as url:
        code, said = start(complaint, "--engine-url", url)
    assert code == 1
    assert "database is gone" in said


def test_a_gateway_without_engine_is_unreachable(complaint: Path) -> None:
    with answering(502, "Bad Gateway") as url:
        assert start(complaint, "--engine-url", url)[0] == 3


def test_a_web_page_is_not_an_engine(complaint: Path) -> None:
    with answering(200, "<html>welcome</html>") as url:
        code, said = start(complaint, "--engine-url", url)
    assert code == 3
    assert "check the address" in said


def test_an_unknown_process_is_a_usage_error(complaint: Path) -> None:
    with answering(200, "[]") as url:
        code, said = start(complaint, "--engine-url", url)
    assert code == 2
    assert "there is no process complaint-handling" in said
    assert json.loads(run("case", "list", "--json").stdout) == []


def test_an_address_that_is_none_is_a_usage_error(complaint: Path) -> None:
    code, said = start(complaint, "--engine-url", "localhost")
    assert code == 2
    assert "--engine-url: " in said


def test_workers_without_engine_end_with_3(dead_engine: str) -> None:
    assert run("work", "--engine-url", dead_engine).exit_code == 3


def test_workers_with_a_wrong_login_end_with_1() -> None:
    with answering(401, "") as url:
        assert run("work", "--engine-url", url).exit_code == 1


@pytest.mark.parametrize("command", [["up"], ["demo"]])
def test_a_taken_place_for_the_data_is_exit_1(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "taken").write_text("a file")
    arguments = ["--data", str(tmp_path / "taken" / "below")]
    result = run(*command, *arguments)
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        result = run("up", "--port", str(port), "--data", str(tmp_path / "data"))
    assert result.exit_code == 1
    assert f"port {port}" in result.stderr
    assert "--port" in result.stderr


@pytest.mark.parametrize("command", [["up", "--port", "1"], ["demo"]])
def test_without_java_it_says_what_to_install(
    tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(engine_jar, "FETCHED", tmp_path)
    result = run(*command, "--data", str(tmp_path / "data"))
    assert result.exit_code == 1
    assert "no Java 17 or newer was found" in result.stderr
    assert "openjdk-17" in result.stderr


def test_a_demo_that_could_not_begin_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(engine_jar, "FETCHED", tmp_path)
    run("demo")
    assert list((tmp_path / ".sop").iterdir()) == []


def test_a_demo_does_not_begin_in_a_folder_with_data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mine").write_text("precious")
    result = run("demo", "--data", str(tmp_path / "data"))
    assert result.exit_code == 2
    assert (tmp_path / "data" / "mine").read_text() == "precious"


def test_nothing_to_resume_is_a_usage_error() -> None:
    assert run("demo", "--resume").exit_code == 2


def test_a_demo_of_an_empty_folder_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("demo", "--input", str(tmp_path / "empty")).exit_code == 2


def test_up_does_not_ignore_a_named_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOP_ENGINE_URL", "http://elsewhere/engine-rest")
    result = run("up")
    assert result.exit_code == 2
    assert "http://elsewhere/engine-rest" in result.stderr


def test_deploying_elsewhere_needs_a_yes() -> None:
    with answering(200, {"/engine": '[{"name": "default"}]', "/version": VERSION}) as url:
        # This machine by a name that does not count as local.
        result = run("deploy", "--engine-url", url.replace("127.0.0.1", "127.1"))
    assert result.exit_code == 2
    assert "Deploy to 127.1:" in result.stderr
    assert "--yes" in result.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["case", "list"],
        ["case", "timeline", "TS-1"],
        ["archive", "verify"],
        ["archive", "list"],
        ["delegation", "list"],
        ["delegation", "revoke", "1"],
    ],
)
def test_looking_makes_no_store_where_there_is_none(tmp_path: Path, command: list[str]) -> None:
    result = run(*command)
    assert result.exit_code == 2
    assert "holds no cases" in result.stderr
    assert not (tmp_path / ".sop").exists()


def test_an_unknown_case_is_named(tmp_path: Path, register: Path) -> None:
    assert run("register", "seed", str(register)).exit_code == 0
    result = run("case", "show", "TS-20260101-0001")
    assert result.exit_code == 1
    assert "TS-20260101-0001" in result.stderr


def test_a_register_without_its_files_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("register", "seed", str(tmp_path / "empty"))
    assert result.exit_code == 1
    assert "customers.csv" in result.stderr


@pytest.mark.parametrize("value", ["orderNo", "=5", "orderNo="])
def test_a_message_needs_fields_with_values(value: str) -> None:
    assert run("message", "supply", "TS-1", value).exit_code == 2


def test_a_message_with_an_unknown_field_is_a_usage_error(dead_engine: str) -> None:
    result = run("message", "supply", "TS-1", "colour=red", "--engine-url", dead_engine)
    assert result.exit_code == 2
    assert "contactPhone" in result.stderr


@pytest.mark.parametrize(
    ("ceiling", "until"), [("-1", "2026-12-31"), ("many", "2026-12-31"), ("10", "someday")]
)
def test_a_delegation_needs_amounts_and_dates(ceiling: str, until: str) -> None:
    result = run(
        *("delegation", "grant", "--delegator", "chenjing", "--to", until),
        *("--ceiling", ceiling, "--monthly-budget", "100"),
    )
    assert result.exit_code == 2


@pytest.fixture
def register(tmp_path: Path) -> Path:
    folder = tmp_path / "register"
    folder.mkdir()
    for name, columns in {
        "customers": "customer_id,name,email_domain,phone,key_customer",
        "orders": "order_no,customer_id,product,amount,ordered_on",
        "contracts": "contract_no,customer_id,title",
        "service_history": "customer_id,served_on,order_no,summary",
    }.items():
        (folder / f"{name}.csv").write_text(columns + "\n", encoding="utf-8")
    return folder
