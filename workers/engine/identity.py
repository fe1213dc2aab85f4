"""Users, groups and permissions of the engine, and whether it is there at all."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from pycamunda import group, user

from workers.engine.adapter import Adapter
from workers.engine.errors import NotFound
from workers.engine.record import Record, read_list

GRANT = 1
"""Authorization type: grant to a user or group (0 is global, 2 revokes)."""


class Health(Record):
    """An engine that answers: its name and the version of its REST API."""

    engine: str
    version: str


class _Profile(Record):
    id: str
    email: str | None = None


class Identity:
    """Creates identities; every method leaves alone what exists already."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter
        self._session = adapter.session

    def reach(self) -> Health:
        """Ask the engine for its name and version.

        Raises:
            EngineUnreachable: nobody, or not an engine, answers.
            Unauthorized: the login is refused.
        """
        engines = read_list(_Named, "/engine", self._session.call("GET", "/engine"))
        version = _Version.read("/version", self._session.call("GET", "/version"))
        return Health(engine=engines[0].name if engines else "", version=version.version)

    def verify(self, user_id: str, password: str) -> bool:
        """Whether this login is right; the session's own login asks."""
        path = "/identity/verify"
        payload = self._session.call("POST", path, json={"username": user_id, "password": password})
        return _Verified.read(path, payload).authenticated

    def groups_of(self, user_id: str) -> frozenset[str]:
        """Ids of the groups a user belongs to."""
        path = "/identity/groups"
        payload = self._session.call("GET", path, params={"userId": user_id})
        return frozenset(each.id for each in _Groups.read(path, payload).groups)

    def mail_of(self, user_id: str) -> str | None:
        """A user's mail address; ``None`` for one without, or unknown to this login."""
        path = f"/user/{quote(user_id, safe='')}/profile"
        try:
            return _Profile.read(path, self._session.call("GET", path)).email or None
        except NotFound:
            return None

    def sees_group(self, group_id: str) -> bool:
        """Whether a group exists and this login may read it."""
        query = {"id": group_id}
        payload = self._session.call("GET", "/group/count", params=query)
        return _Counted.read("/group/count", payload).count > 0

    def has_user(self, user_id: str) -> bool:
        """Whether there is such a user that this login may read."""
        return self._exists(f"/user/{quote(user_id, safe='')}/profile")

    def has_group(self, group_id: str) -> bool:
        """Whether there is such a group that this login may read."""
        return self._exists(f"/group/{quote(group_id, safe='')}")

    def ensure_user(
        self,
        user_id: str,
        password: str,
        *,
        first_name: str = "",
        last_name: str = "",
        email: str | None = None,
    ) -> bool:
        """Create a user unless there; True if created."""
        if self.has_user(user_id):
            return False
        self._adapter.post(
            user.Create(
                self._adapter.url,
                id_=user_id,
                first_name=first_name,
                last_name=last_name,
                email=email,
                password=password,
            )
        )
        return True

    def ensure_group(self, group_id: str, name: str, *, kind: str = "WORKFLOW") -> bool:
        """Create a group unless there; True if created."""
        if self.has_group(group_id):
            return False
        self._adapter.post(group.Create(self._adapter.url, group_id, name, kind))
        return True

    def ensure_member(self, group_id: str, user_id: str) -> bool:
        """Put a user into a group unless there; True if added."""
        if group_id in self.groups_of(user_id):
            return False
        self._adapter.put(group.MemberCreate(self._adapter.url, group_id, user_id))
        return True

    def missing_permissions(
        self,
        resource_type: int,
        resource_id: str,
        permissions: Sequence[str],
        *,
        group_id: str | None = None,
        user_id: str | None = None,
    ) -> list[str]:
        """Which of these permissions one group or user has not been granted, see
        :meth:`ensure_authorization`."""
        granted = self._grant(resource_type, resource_id, group_id, user_id)
        has = granted.permissions if granted else ()
        return [] if "ALL" in has else [each for each in permissions if each not in has]

    def ensure_authorization(
        self,
        resource_type: int,
        resource_id: str,
        permissions: Sequence[str],
        *,
        group_id: str | None = None,
        user_id: str | None = None,
    ) -> bool:
        """Grant permissions to one group or user; True if something was written.

        Args:
            resource_type: the engine's number: 0 application, 6 process definition, 7 task,
                8 process instance …
            resource_id: one resource, or ``*``.
            permissions: names such as ``READ`` and ``UPDATE``, or ``ALL``.
            group_id: who gets them; exactly one of group and user.
            user_id: who gets them.
        """
        if (group_id is None) == (user_id is None):
            raise ValueError("an authorization is for exactly one group or user")

        def grant(names: Sequence[str]) -> dict[str, object]:
            return {
                "permissions": list(names),
                "userId": user_id,
                "groupId": group_id,
                "resourceType": resource_type,
                "resourceId": resource_id,
            }

        granted = self._grant(resource_type, resource_id, group_id, user_id)
        if granted is None:
            # Directly: pycamunda posts to /auth, which no engine has.
            self._session.call(
                "POST", "/authorization/create", json={"type": GRANT, **grant(permissions)}
            )
            return True
        if set(permissions) <= set(granted.permissions) or "ALL" in granted.permissions:
            return False
        wider = sorted({*granted.permissions, *permissions} - {"NONE"})
        self._session.call("PUT", f"/authorization/{granted.id}", json=grant(wider))
        return True

    def _grant(
        self, resource_type: int, resource_id: str, group_id: str | None, user_id: str | None
    ) -> _Grant | None:
        path = "/authorization"
        query = {
            "type": GRANT,
            "resourceType": resource_type,
            "resourceId": resource_id,
            "groupIdIn": group_id,
            "userIdIn": user_id,
        }
        found = read_list(_Grant, path, self._session.call("GET", path, params=query))
        return found[0] if found else None

    def _exists(self, path: str) -> bool:
        try:
            self._session.call("GET", path)
        except NotFound:
            return False
        return True


class _Named(Record):
    name: str


class _Version(Record):
    version: str


class _Verified(Record):
    authenticated: bool


class _Identified(Record):
    id: str


class _Groups(Record):
    groups: tuple[_Identified, ...] = ()


class _Grant(Record):
    id: str
    permissions: tuple[str, ...] = ()


class _Counted(Record):
    count: int
