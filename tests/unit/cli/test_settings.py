"""Flag before environment before the data folder before the default."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workers.cli.data_folder import DataFolder
from workers.cli.errors import UsageFault
from workers.cli.logins import WORKER, Logins
from workers.cli.settings import DEFAULT_ENGINE, load_settings


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    return folder


def test_without_anything_the_data_lies_here_and_the_engine_is_local() -> None:
    settings = load_settings()
    assert settings.data_dir == Path(".sop")
    assert settings.engine_address == DEFAULT_ENGINE
    assert settings.store_address.endswith("/.sop/cases.db")


def test_a_flag_beats_the_environment_and_that_the_folder(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.settings_file.write_text('engine_url = "http://folder/rest"\nsmtp_port = 2525\n')
    assert load_settings(folder.root).engine_url == "http://folder/rest"
    monkeypatch.setenv("SOP_ENGINE_URL", "http://environment/rest")
    assert load_settings(folder.root).engine_url == "http://environment/rest"
    assert (
        load_settings(folder.root, engine_url="http://flag/rest").engine_url == "http://flag/rest"
    )
    assert load_settings(folder.root).smtp_port == 2525


def test_the_environment_names_the_data_folder(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOP_DATA_DIR", str(folder.root))
    assert load_settings().data_dir == folder.root


def test_an_engine_that_runs_on_the_folder_is_found_with_its_login(folder: DataFolder) -> None:
    logins = Logins.ensure(folder, [WORKER])
    folder.addresses_file.write_text(json.dumps({"engine_url": "http://127.0.0.1:9999/rest"}))
    settings = load_settings(folder.root)
    assert settings.engine.url == "http://127.0.0.1:9999/rest"
    assert settings.engine.user == WORKER
    assert settings.engine.password == logins[WORKER]


def test_the_folders_login_is_never_sent_to_another_engine(folder: DataFolder) -> None:
    Logins.ensure(folder, [WORKER])
    folder.addresses_file.write_text(json.dumps({"engine_url": "http://127.0.0.1:9999/rest"}))
    settings = load_settings(folder.root, engine_url="http://elsewhere/rest")
    assert settings.engine_user is None
    assert settings.engine_password is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SOP_SMTP_PORT", "mail"),
        ("SOP_SMTP_PORT", "70000"),
        ("SOP_ENGINE_URL", "engine"),
        ("SOP_ENGINE_URL", "http://user:secret@host/rest"),
        ("SOP_STORE_URL", "not a url"),
        ("SOP_WORKER_SLOTS", "0"),
        ("SOP_LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value_is_named_by_its_variable(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageFault) as raised:
        load_settings()
    assert str(raised.value).startswith(f"{name}: ")
    assert "secret" not in str(raised.value)


def test_a_wrong_value_in_the_folder_is_named_by_its_file(folder: DataFolder) -> None:
    folder.settings_file.write_text('smtp_port = "x"\n')
    with pytest.raises(UsageFault, match=r"smtp_port in .*settings\.toml: "):
        load_settings(folder.root)


@pytest.mark.parametrize("text", ["smtp_prot = 1\n", "= broken", 'data_dir = "elsewhere"\n'])
def test_a_broken_settings_file_is_refused(folder: DataFolder, text: str) -> None:
    folder.settings_file.write_text(text)
    with pytest.raises(UsageFault, match=r"settings\.toml"):
        load_settings(folder.root)


def test_the_password_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOP_ENGINE_PASSWORD", "hidden-word")
    assert "hidden-word" not in repr(load_settings())


def test_oauth2_and_certificates_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_text("")
    for name, value in {
        "ENGINE_TOKEN_URL": "https://id/token",
        "ENGINE_CLIENT_ID": "sop",
        "ENGINE_CLIENT_SECRET": "kept",
        "ENGINE_CA": str(bundle),
    }.items():
        monkeypatch.setenv(f"SOP_{name}", value)
    settings = load_settings(tmp_path)
    assert settings.engine_credentials
    assert settings.engine_credentials.client_secret == "kept"
    assert settings.engine_tls.verify == str(bundle)
    assert "kept" not in repr(settings)


def test_a_token_endpoint_without_client_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOP_ENGINE_TOKEN_URL", "https://id/token")
    with pytest.raises(UsageFault, match="not the client"):
        _ = load_settings(tmp_path).engine_credentials


@pytest.mark.parametrize(
    "sender", ["service@", "a@b.cn\nBcc: c@d.cn", "a@b.cn, c@d.cn", "客服 <service@b.cn"]
)
def test_a_sender_that_no_mail_can_carry_is_told_at_the_start(
    sender: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOP_MAIL_FROM", sender)
    with pytest.raises(UsageFault) as fault:
        load_settings()
    assert fault.value.problem.startswith("SOP_MAIL_FROM: ")
    assert "write name@example.com" in fault.value.problem
