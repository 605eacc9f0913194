"""Evidence as a case has it, and read back from it."""

from __future__ import annotations

from typing import Any

from console.cases import evidence_table as tables
from console.cases.case_nodes import Node
from console.core.call import Sent
from console.core.diagnosis.evidence import (
    AuthEventFacts,
    CallerFacts,
    ClientFacts,
    DeviceFacts,
    Evidence,
    LogKind,
    LogLine,
    PoolFacts,
    Probe,
    ProbeStatus,
    SmsFacts,
    TrailEvent,
    TrailFacts,
    UserFacts,
)
from console.core.masking import Json

_ONE = (
    ("caller", tables.CALLER),
    ("pool", tables.POOL),
    ("client", tables.CLIENT),
    ("user", tables.USER),
    ("sms", tables.SMS),
)
_MANY = (
    ("alias_users", tables.USER),
    ("devices", tables.DEVICE),
    ("auth_events", tables.AUTH_EVENT),
    ("log_lines", tables.LOG_LINE),
)
_COUNTED = ("other_pools", "found_in", "pool_clients")  # ids that are of no use to a reader


def evidence_object(evidence: Evidence) -> dict[str, Json]:
    """`probes` and `facts`; a fact that was not read is null."""
    facts: dict[str, Json] = {}
    for name, table in _ONE:
        value = getattr(evidence, name)
        facts[name] = None if value is None else tables.written(value, table)
    for name, table in _MANY:
        facts[name] = tables.written_each(getattr(evidence, name), table)
    for name in _COUNTED:
        ids = getattr(evidence, name)
        facts[name] = None if ids is None else len(ids)
    trail = evidence.trail
    facts["trail"] = None if trail is None else _trail(trail)
    facts |= tables.written(evidence, tables.OWN)
    # Calls overlap, and end in no order: by name, two cases can be compared.
    probes = sorted(evidence.probes, key=lambda probe: probe.operation)
    return {"probes": [_probe(probe) for probe in probes], "facts": facts}


def _probe(probe: Probe) -> dict[str, Json]:
    more: dict[str, Json] = {
        "code": probe.code,
        "reason": probe.reason,
        "sent": str(probe.sent),
    }
    return {**probe.to_json(), **more}


def _trail(trail: TrailFacts) -> dict[str, Json]:
    own = tables.written_each(trail.own, tables.TRAIL_EVENT)
    return {"own": own, **tables.written(trail, tables.TRAIL)}


def read_evidence(node: Node) -> Evidence:
    """What of the evidence a case has; counted ids are not known again."""
    facts = node.at("facts")
    found: dict[str, Any] = tables.read(facts, tables.OWN)
    one = {"caller": _caller, "pool": _pool, "client": _client, "user": _user, "sms": _sms}
    for name, reader in one.items():
        if not facts.at(name).is_null:
            found[name] = reader(facts.at(name))
    many = {"devices": _device, "auth_events": _auth_event, "log_lines": _log_line}
    for name, read_one in {"alias_users": _user, **many}.items():
        if not facts.at(name).is_null:
            found[name] = tuple(read_one(each) for each in facts.at(name).items())
    if not facts.at("trail").is_null:
        found["trail"] = _read_trail(facts.at("trail"))
    return Evidence(probes=tuple(_read_probe(each) for each in node.at("probes").items()), **found)


def _read_probe(node: Node) -> Probe:
    return Probe(
        operation=node.at("operation").text(),
        status=node.at("status").word(ProbeStatus),
        missing_action=node.at("missing_action").text_or_none(),
        duration_ms=node.at("duration_ms").number(),
        code=node.at("code").text_or_none(),
        reason=node.at("reason").text(),
        sent=node.at("sent").word(Sent),
    )


def _caller(node: Node) -> CallerFacts:
    return CallerFacts(account=node.at("account").text(), arn=node.at("arn").text())


def _pool(node: Node) -> PoolFacts:
    return PoolFacts(**{"pool_id": node.at("pool_id").text(), **tables.read(node, tables.POOL)})


def _client(node: Node) -> ClientFacts:
    needed = {"client_id": node.at("client_id").text()}
    return ClientFacts(**{**needed, **tables.read(node, tables.CLIENT)})


def _user(node: Node) -> UserFacts:
    needed = {
        "username": node.at("username").text(),
        "status": node.at("status").text(),
        "enabled": node.at("enabled").flag(),
    }
    return UserFacts(**{**needed, **tables.read(node, tables.USER)})


def _sms(node: Node) -> SmsFacts:
    return SmsFacts(**{"region": node.at("region").text(), **tables.read(node, tables.SMS)})


def _device(node: Node) -> DeviceFacts:
    return DeviceFacts(**tables.read(node, tables.DEVICE))


def _auth_event(node: Node) -> AuthEventFacts:
    needed = {
        "at": None,
        "event_type": node.at("event_type").text(),
        "response": node.at("response").text(),
    }
    return AuthEventFacts(**{**needed, **tables.read(node, tables.AUTH_EVENT)})


def _log_line(node: Node) -> LogLine:
    read = tables.read(node, tables.LOG_LINE)
    needed = {"at": None, "trigger": node.at("trigger").text()}
    return LogLine(**{**needed, **read, "kind": node.at("kind").word(LogKind)})


def _read_trail(node: Node) -> TrailFacts:
    own = tuple(_trail_event(each) for each in node.at("own").items())
    return TrailFacts(**{"own": own, **tables.read(node, tables.TRAIL)})


def _trail_event(node: Node) -> TrailEvent:
    needed = {"at": None, "event_name": node.at("event_name").text()}
    return TrailEvent(**{**needed, **tables.read(node, tables.TRAIL_EVENT)})
