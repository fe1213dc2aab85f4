"""Settings of every command: flag, else environment ``SOP_*``, else the data folder, else default.

The data folder has its say in two files: ``settings.toml``, written by a person, and
``run/addresses.json``, written by ``sop up`` while an engine of its own runs there. The worker's
login comes from the folder's ``logins.toml``, which belongs to that engine alone.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, FilePath, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from workers.casework.mail.address import AddressError
from workers.casework.mail.message import Sender
from workers.cli.data_folder import DataFolder
from workers.cli.errors import UsageFault
from workers.cli.logins import WORKER, Logins
from workers.engine import ClientCredentials, EngineAddress, Tls

DEFAULT_ENGINE: Final = "http://127.0.0.1:8080/engine-rest"
PREFIX: Final = "SOP_"
_ENGINE_FIELDS: Final = {"engine_url", "engine_user", "engine_password", "engine_token_url"}

# object: whatever stands in a settings file, before validation.
Given = dict[str, object]


def _address(url: str | None) -> str | None:
    return None if url is None else EngineAddress(url).url


def _store(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        make_url(url)
    except ArgumentError:
        raise ValueError("must be a database URL: sqlite:////var/lib/sop/cases.db") from None
    return url


def _sender(text: str) -> str:
    try:
        Sender.parse(text)
    except AddressError as error:
        raise ValueError(
            f"{error}; write name@example.com or 客户服务部 <name@example.com>"
        ) from None
    return text


class Settings(BaseSettings):
    """What a command works with; made by :func:`load_settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Path = Path(".sop")
    engine_url: Annotated[str | None, AfterValidator(_address)] = None
    engine_user: str | None = None
    engine_password: SecretStr | None = None
    engine_token_url: str | None = Field(None, pattern=r"^https?://\S+$")
    engine_client_id: str | None = None
    engine_client_secret: SecretStr | None = None
    engine_scope: str | None = None
    engine_ca: FilePath | None = None
    engine_certificate: FilePath | None = None
    engine_key: FilePath | None = None
    store_url: Annotated[str | None, AfterValidator(_store)] = None
    smtp_host: str = Field("127.0.0.1", min_length=1)
    smtp_port: int = Field(8025, ge=1, le=65535)
    mail_from: Annotated[str, AfterValidator(_sender)] = "客户服务部 <service@example.com>"
    mail_late_hours: int = Field(24, ge=1, le=720)
    mail_give_up_hours: int = Field(120, ge=1, le=720)
    mail_domain: str = Field("sop-workers.example", pattern=r"^[A-Za-z0-9.-]+$")
    role_domain: str = Field("staff.example", pattern=r"^[A-Za-z0-9.-]+$")
    calendar_file: Path | None = None
    worker_slots: int = Field(8, ge=1, le=256)
    lock_seconds: int = Field(60, ge=5, le=86_400)
    long_poll_seconds: int = Field(15, ge=0, le=1_800)
    health_port: int | None = Field(None, ge=0, le=65535)
    health_host: str = Field("127.0.0.1", min_length=1)
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def folder(self) -> DataFolder:
        """Where the data lies."""
        return DataFolder(self.data_dir)

    @property
    def engine_address(self) -> str:
        """REST root of the engine: the one that was named, else where ``sop up`` puts its own."""
        return self.engine_url or DEFAULT_ENGINE

    @property
    def engine(self) -> EngineAddress:
        """The engine with the login."""
        password = self.engine_password.get_secret_value() if self.engine_password else None
        return EngineAddress(self.engine_address, self.engine_user, password)

    @property
    def engine_credentials(self) -> ClientCredentials | None:
        """For an engine behind OAuth2, else ``None``.

        Raises:
            UsageFault: a token endpoint without client.
        """
        if self.engine_token_url is None:
            return None
        if self.engine_client_id is None or self.engine_client_secret is None:
            raise UsageFault(
                "the engine's token endpoint is named, but not the client",
                "Set SOP_ENGINE_CLIENT_ID and SOP_ENGINE_CLIENT_SECRET.",
            )
        return ClientCredentials(
            self.engine_token_url,
            self.engine_client_id,
            self.engine_client_secret.get_secret_value(),
            scope=self.engine_scope,
        )

    @property
    def engine_tls(self) -> Tls:
        """Certificates of the connection to the engine.

        Raises:
            UsageFault: a key without certificate.
        """
        try:
            return Tls(self.engine_ca, self.engine_certificate, self.engine_key)
        except ValueError as error:
            raise UsageFault(str(error), "Set SOP_ENGINE_CERTIFICATE too.") from None

    @property
    def store_address(self) -> str:
        """Database URL of the case store."""
        return self.store_url or f"sqlite:///{self.folder.cases.absolute()}"

    def require_store(self) -> None:
        """For commands that only look: never make a store where there is none.

        Raises:
            UsageFault: the data folder holds no cases.
        """
        if self.store_url is None and not self.folder.cases.exists():
            raise UsageFault(
                f"the data folder {self.data_dir} holds no cases",
                "Name another with --data or SOP_DATA_DIR; `sop up` begins one.",
            )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings names them all
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags before environment; the folder's files were put in by :func:`load_settings`."""
        return init_settings, env_settings


def load_settings(data: Path | None = None, *, running: bool = True, **flags: object) -> Settings:
    """Settings of one command.

    Args:
        data: the data folder, if a flag names one.
        running: whether an engine that runs on the folder counts as named.
        flags: values of flags; ``None`` means not given.

    Raises:
        UsageFault: a value cannot be used; the message names where it came from.
    """
    environment = os.environ.get(f"{PREFIX}DATA_DIR")
    folder = DataFolder(data or Path(environment or Settings.model_fields["data_dir"].default))
    given: Given = {name: value for name, value in flags.items() if value is not None}
    given["data_dir"] = folder.root
    named = _named(given)
    kept = _from_file(folder)
    if running and not named & _ENGINE_FIELDS and "engine_url" not in kept:
        kept = {**_from_running(folder), **kept}
    values = {**{name: value for name, value in kept.items() if name not in named}, **given}
    try:
        return Settings(**values)  # type: ignore[arg-type]  # validated right here
    except ValidationError as error:
        raise UsageFault(_explain(error, given, kept, folder)) from None


def _named(given: Mapping[str, object]) -> set[str]:
    upper = {name.upper() for name, value in os.environ.items() if value}
    return {name for name in Settings.model_fields if f"{PREFIX}{name.upper()}" in upper} | set(
        given
    )


def _from_file(folder: DataFolder) -> Given:
    path = folder.settings_file
    try:
        kept = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageFault(f"{path} cannot be read: {error}", "Correct or remove the file.") from None
    unknown = sorted(set(kept) - set(Settings.model_fields) | set(kept) & {"data_dir"})
    if unknown:
        raise UsageFault(
            f"{path} has an unknown setting: {unknown[0]}",
            f"Known are {', '.join(sorted(set(Settings.model_fields) - {'data_dir'}))}.",
        )
    return kept


def _from_running(folder: DataFolder) -> Given:
    try:
        running: Given = json.loads(folder.addresses_file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    password = Logins.read(folder).get(WORKER)
    if password is not None:
        running |= {"engine_user": WORKER, "engine_password": password}
    return running


def _explain(
    error: ValidationError,
    given: Mapping[str, object],
    kept: Mapping[str, object],
    folder: DataFolder,
) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    name = str(first["loc"][0])
    if name in given:
        source = f"--{name.replace('_', '-')}"
    elif name in kept:
        source = f"{name} in {folder.settings_file}"
    else:
        source = f"{PREFIX}{name.upper()}"
    return f"{source}: {first['msg'].removeprefix('Value error, ')}"
