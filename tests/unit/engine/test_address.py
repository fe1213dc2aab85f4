"""Where an engine is, and that its password stays out of texts."""

from __future__ import annotations

import pytest

from workers.engine import EngineAddress


def test_a_trailing_slash_is_dropped() -> None:
    assert EngineAddress("http://localhost:8080/engine-rest/").url == (
        "http://localhost:8080/engine-rest"
    )


def test_the_password_never_shows() -> None:
    address = EngineAddress("http://localhost/engine-rest", "demo", "s3cret")
    assert "s3cret" not in repr(address)
    assert "s3cret" not in str(address)


@pytest.mark.parametrize(
    "url", ["localhost:8080", "ftp://x/engine-rest", "", "http://demo:s3cret@localhost/engine-rest"]
)
def test_an_address_that_cannot_work_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(ValueError, match="URL") as refused:
        EngineAddress(url)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:8080/engine-rest", True),
        ("http://[::1]:8080/engine-rest", True),
        ("https://engine.example/engine-rest", False),
    ],
)
def test_only_this_machine_is_spoken_to_without_a_proxy(url: str, *, loopback: bool) -> None:
    assert EngineAddress(url).is_loopback is loopback
