"""What was read of a user, a pool and a client, as cards: names and values in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from console.core.diagnosis.evidence import ClientFacts, Evidence, PoolFacts, UserFacts
from console.core.diagnosis.user_filters import PREFIX
from console.core.text import visible

USER, POOL, CLIENT = "User", "User pool", "App client"
_LIMIT = 200
_UNKNOWN = "not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """A name and a value in words. `own`: everybody has another one, so it explains nothing."""

    name: str
    value: str
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The rows of one thing; their names are the same for everybody who is there."""

    title: str
    rows: tuple[CardRow, ...]


def found_users(evidence: Evidence) -> tuple[UserFacts, ...]:
    """Whom the typed name means: the user of that name first, each once; no mere like names."""
    users = {} if evidence.user is None else {evidence.user.username: evidence.user}
    for other in evidence.alias_users or ():
        if other.matched_by != PREFIX:
            users.setdefault(other.username, other)
    return tuple(users.values())


def cards(evidence: Evidence) -> tuple[Card, ...]:
    """User, pool and client; what was not read says so."""
    return (
        Card(title=USER, rows=tuple(_user_rows(evidence))),
        Card(title=POOL, rows=_pool_rows(evidence)),
        Card(title=CLIENT, rows=_client_rows(evidence)),
    )


def _user_rows(evidence: Evidence) -> list[CardRow]:
    users = found_users(evidence)
    user = users[0] if users else None
    rows = [_row("Found", _found(evidence, user))]
    others = ", ".join(f"{visible(one.username, _LIMIT)} ({one.status})" for one in users[1:])
    searched = evidence.alias_users is not None
    if user is None and evidence.user_missing:
        return rows  # of nobody there is nothing to be known
    alone = "none" if searched else None
    rows.append(_row("Others with this alias", others or alone, own=True))
    rows.append(_row("User name", None if user is None else user.username, own=True))
    rows.append(_row("Sub", None if user is None else user.sub, own=True))
    rows += _state_rows(user)
    devices = evidence.devices
    rows.append(_row("Devices", None if devices is None else str(len(devices))))
    rows.append(_row("Last try", _last_try(evidence), own=True))
    return rows


def _found(evidence: Evidence, user: UserFacts | None) -> str:
    if user is not None:
        return f"by {user.matched_by}" if user.matched_by else "by user name or alias"
    elsewhere = ", ".join(evidence.found_in or ())
    if evidence.user_missing:
        return f"not here, but in {elsewhere}" if elsewhere else "no such user"
    return _UNKNOWN


def _state_rows(user: UserFacts | None) -> list[CardRow]:
    names = ("Status", "Enabled", "E-mail", "E-mail address", "Phone", "Phone number",
             "MFA methods", "Preferred MFA", "Created", "Changed")  # fmt: skip
    own = {"E-mail address", "Phone number", "Created", "Changed"}
    if user is None:
        return [_row(name, None, own=name in own) for name in names]
    values = (
        user.status,
        _yes(user.enabled),
        _verified(user.has_email, user.email_verified),
        user.email_masked or ("none" if not user.has_email else None),
        _verified(user.has_phone, user.phone_verified),
        user.phone_masked or ("none" if not user.has_phone else None),
        _list(user.mfa_methods),
        user.preferred_mfa or "none",
        _time(user.created),
        _time(user.modified),
    )
    pairs = zip(names, values, strict=True)
    return [_row(name, value, own=name in own) for name, value in pairs]


def _last_try(evidence: Evidence) -> str | None:
    if evidence.auth_events is None:
        return None
    newest = next(iter(evidence.auth_events), None)
    if newest is None:
        return "none"
    return f"{newest.event_type}: {newest.response}, {_time(newest.at) or 'at no known time'}"


def _pool_rows(evidence: Evidence) -> tuple[CardRow, ...]:
    pool, mfa = evidence.pool, evidence.mfa_config
    factors = None if mfa is None else _list(name for name, on in mfa.items() if on)
    known = pool is not None
    pool = pool or PoolFacts(pool_id="")
    values: dict[str, str | None] = {
        "Plan": pool.tier,
        "MFA": pool.mfa,
        "Second factors": factors,
        "Sign-in names": _list(pool.username_attributes or ("username", *pool.alias_attributes)),
        "Case-sensitive names": _yes(pool.case_sensitive),
        "First factors": _list(pool.first_factors),
        "Triggers": _list(pool.triggers),
        "Remembers devices": _yes(pool.device_tracking),
        "Threat protection": pool.threat_protection or "OFF",
        "SMS": _sending(pool.sms_failure, pool.sns_region if pool.has_sms_role else "no role"),
        "E-mail sending": _sending(pool.email_failure, pool.email_account),
    }
    always = {"Second factors"}
    return tuple(
        _row(name, value if known or name in always else None) for name, value in values.items()
    )


def _client_rows(evidence: Evidence) -> tuple[CardRow, ...]:
    client, known = evidence.client, evidence.client is not None
    read = client or ClientFacts(client_id="")
    session = read.session_validity_s
    values: dict[str, str | None] = {
        "Name": read.name,
        "Flows": _list(read.auth_flows),
        "Has a secret": _yes(read.has_secret),
        "Hides unknown users": _yes(read.hides_users),
        "Session life": None if session is None else f"{session / 60:g} min",
        "Rotates refresh tokens": _yes(read.rotates_refresh),
    }
    return tuple(_row(name, value if known else None) for name, value in values.items())


def _sending(failure: str | None, by: str | None) -> str | None:
    return f"at fault: {failure}" if failure else by


def _row(name: str, value: str | None, *, own: bool = False) -> CardRow:
    return CardRow(name=name, value=visible(value or _UNKNOWN, _LIMIT), own=own)


def _yes(flag: bool | None) -> str | None:
    return None if flag is None else ("yes" if flag else "no")


def _list(items: Iterable[str]) -> str:
    return ", ".join(items) or "none"


def _verified(has: bool, verified: bool) -> str:
    if not has:
        return "none"
    return "verified" if verified else "not verified"


def _time(at: datetime | None) -> str | None:
    return None if at is None else f"{at:%Y-%m-%d %H:%M} UTC"
