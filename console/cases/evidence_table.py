"""The facts of evidence that a case holds: a list of fields each, written and read by it.

What is not listed (names of users, clients and functions, texts of logs) is in no case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from console.cases.case_nodes import Node
from console.core.masking import Json


class Kind(StrEnum):
    """The type of a field; each may be null as well."""

    TEXT = "text"
    FLAG = "flag"
    NUMBER = "number"
    WHOLE = "whole"
    MOMENT = "moment"
    TEXTS = "texts"
    FLAGS = "flags"  # names and true or false
    WORDS = "words"  # names and texts


Table = Mapping[str, Kind]


def _table(**fields: str) -> Table:
    return {name: Kind(kind) for kind, names in fields.items() for name in names.split()}


CALLER = _table(text="account arn")
POOL = _table(
    text="pool_id tier mfa threat_protection sms_failure email_failure sns_region email_account",
    flag="case_sensitive device_tracking device_opt_in has_sms_role",
    texts="triggers alias_attributes username_attributes first_factors",
    whole="temporary_password_days",
)
CLIENT = _table(
    text="client_id",
    flag="has_secret secret_matches hides_users rotates_refresh token_revocation",
    texts="auth_flows",
    number="session_validity_s refresh_validity_s",
)
USER = _table(
    text="username status sub preferred_mfa matched_by email_masked phone_masked",
    flag="enabled has_email has_phone email_verified phone_verified",
    texts="mfa_methods",
    moment="created modified",
)
DEVICE = _table(flag="key_matches remembered")
AUTH_EVENT = _table(
    text="event_type response risk_decision risk_level",
    flag="compromised",
    moment="at",
    words="challenges",
)
TRAIL = _table(whole="refusals", flag="whole")
TRAIL_EVENT = _table(text="event_name request_id error_code", moment="at")
LOG_LINE = _table(text="trigger kind error_type", moment="at")
SMS = _table(
    text="region",
    flag="in_sandbox verified_in_sandbox opted_out",
    number="monthly_limit_usd",
    whole="origination_numbers",
)
OWN = _table(
    flag="pool_missing client_missing user_missing blocks_compromised blocks_addresses",
    flags="mfa_config",
    number="clock_skew_s",
    moment="gathered_at",
)


def written(value: object, table: Table) -> dict[str, Json]:
    """The listed fields of a dataclass, as JSON."""
    return {name: _json(getattr(value, name)) for name in table}


def written_each(values: Iterable[object] | None, table: Table) -> list[Json] | None:
    """Of each of them; None where they were not read."""
    return None if values is None else [written(value, table) for value in values]


def _json(value: Any) -> Json:
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, Mapping):
        return {str(name): _json(inner) for name, inner in value.items()}
    if isinstance(value, tuple):
        return [_json(inner) for inner in value]
    if isinstance(value, float):
        return round(value, 3)
    return str(value) if isinstance(value, StrEnum) else value


def read(node: Node, table: Table) -> dict[str, Any]:
    """What there is of the listed fields, by name; null ones are left out."""
    found = {name: _value(node.at(name), kind) for name, kind in table.items()}
    return {name: value for name, value in found.items() if value is not None}


def _value(node: Node, kind: Kind) -> object:
    if node.is_null:
        return None
    if kind is Kind.FLAGS:
        return {name: node.at(name).flag() for name in node.names()}
    if kind is Kind.WORDS:
        return {name: node.at(name).text() for name in node.names()}
    readers = {
        Kind.TEXT: node.text,
        Kind.FLAG: node.flag,
        Kind.NUMBER: node.number,
        Kind.WHOLE: node.integer,
        Kind.MOMENT: node.moment,
        Kind.TEXTS: node.texts,
    }
    return readers[kind]()
