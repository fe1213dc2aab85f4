"""Who gets in that should not, and who may more than he should."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workers.cli.doctor.finding import Finding, Installation, Level
from workers.engine import Engine, EngineError

DEMO_LOGINS: Final = ("demo", "john", "mary", "peter", "admin", "camunda", "operaton")
"""Accounts that the engines' distributions and guides come with; each has itself as password."""


def anonymous_rest(installation: Installation) -> Iterator[Finding]:
    """Does the REST API answer without a login?"""
    with installation.as_somebody() as anonymous:
        if _answers(anonymous, "/task/count"):
            yield Finding(
                Level.WRONG,
                "the REST API answers without a login: anybody who reaches it reads and runs "
                "everything",
                "Put ProcessEngineAuthenticationFilter before it, as docker/engine does "
                "(RestSecurity).",
            )


def demo_logins(installation: Installation) -> Iterator[Finding]:
    """Do the logins work that everybody knows?"""
    with installation.as_somebody("nobody", "nobody") as nobody:
        if _answers(nobody, "/task/count"):
            return  # logins are not looked at, which is a finding of its own
    for user in DEMO_LOGINS:
        if _has_itself_as_password(installation, user):
            yield Finding(
                Level.WRONG,
                f"the login {user} works with the password that everybody knows",
                f"Delete the user {user}, or give it another password, in Admin.",
            )


def authorisation(installation: Installation) -> Iterator[Finding]:
    """Do permissions count? The account of the workers may not even read them."""
    worker = installation.worker
    if worker is None or worker.user is None:
        return
    with installation.as_somebody(worker.user, worker.password) as engine:
        counted = engine.session.call("GET", "/authorization/count")["count"]
    if counted:
        yield Finding(
            Level.WRONG,
            f"the account {worker.user} reads who may what: authorisation is off, or it may too "
            "much",
            "Set camunda.bpm.authorization.enabled=true (Operaton: operaton.bpm…), and give it "
            "what `sop provision` gives.",
        )


def _has_itself_as_password(installation: Installation, user: str) -> bool:
    # A wrong password makes the engine refuse the user for some seconds: no try without need.
    own = installation.engine.address
    if user == own.user:
        return own.password == user
    if not installation.engine.identity.has_user(user):
        return False
    with installation.as_somebody(user, user) as somebody:
        return _answers(somebody, "/task/count")


def _answers(engine: Engine, path: str) -> bool:
    try:
        engine.session.call("GET", path)
    except EngineError:
        return False
    return True
