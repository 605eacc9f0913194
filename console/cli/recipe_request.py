"""[request] of a recipe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from console.cli.recipe_document import Document, Table
from console.cli.recipe_keys import CONTEXT_KEYS, MADE_HERE, REQUEST_KEYS, parameter_form
from console.cli.references import Reference, Value
from console.core.call import Path
from console.core.conversation.flows import FLOWS, is_flow_name, rules_of
from console.core.request import ContextData
from console.core.secret import Secret

_BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRecipe:
    """What is asked, with its secrets as references yet."""

    auth_flow: str
    path: Path
    both_paths: bool
    username: str
    ticket: str | None
    session: Reference | None
    analytics_endpoint_id: str | None
    parameters: Mapping[str, Value]
    client_metadata: Mapping[str, str]
    context_data: ContextData | None


def read_request(document: Document) -> RequestRecipe:
    """The table; whether the request can be sent so is not judged here."""
    request = document.table_at(("request",))
    document.check_keys(("request",), request, REQUEST_KEYS)
    flow = _flow(document, request)
    path, both = _paths(document, request)
    return RequestRecipe(
        auth_flow=flow,
        path=path,
        both_paths=both,
        username=document.text_at(("request", "username"), request) or "",
        ticket=document.text_at(("request", "ticket"), request),
        session=document.reference_at(("request", "session"), request),
        analytics_endpoint_id=document.text_at(("request", "analytics_endpoint_id"), request),
        parameters=_parameters(document, request, flow),
        client_metadata=document.texts_at(("request", "client_metadata"), request),
        context_data=_context(document, request),
    )


def _flow(document: Document, request: Table) -> str:
    text = document.text_at(("request", "auth_flow"), request)
    if text is None:
        raise document.fail(("request",), "request.auth_flow is missing.")
    if not is_flow_name(text):
        raise document.fail(
            ("request", "auth_flow"),
            "request.auth_flow is no flow's name.",
            f"Known flows: {', '.join(FLOWS)}; another is written as they are.",
        )
    return text


def _paths(document: Document, request: Table) -> tuple[Path, bool]:
    text = document.text_at(("request", "path"), request)
    if text == _BOTH:
        return Path.ADMIN, True
    try:
        return (Path.ADMIN if text is None else Path(text)), False
    except ValueError:
        raise document.fail(
            ("request", "path"),
            "request.path is not known.",
            f"It is one of {', '.join((*Path, _BOTH))}.",
        ) from None


def _parameters(document: Document, request: Table, flow: str) -> dict[str, Value]:
    path = ("request", "parameters")
    rules = rules_of(flow)
    found: dict[str, Value] = {}
    for key, text in document.texts_at(path, request).items():
        where = (*path, key)
        if key == "USERNAME":
            raise document.fail(where, "The user name stands in request.username.")
        if key in MADE_HERE:
            raise document.fail(where, f"{key} is never given: the program makes it.")
        if not rules.takes(key):
            known = ", ".join((*rules.required, *rules.optional))
            raise document.fail(
                where, f"{'.'.join(where)} is not a parameter of {flow}.", f"Known here: {known}."
            )
        found[key] = document.value(where, text, parameter_form(key))
    return found


def _context(document: Document, request: Table) -> ContextData | None:
    path = ("request", "context_data")
    if "context_data" not in request:
        return None
    table = document.table_at(path)
    document.check_keys(path, table, CONTEXT_KEYS)
    encoded = document.text_at((*path, "encoded_data"), table)
    return ContextData(
        ip_address=document.text_at((*path, "ip_address"), table) or "",
        server_name=document.text_at((*path, "server_name"), table) or "",
        server_path=document.text_at((*path, "server_path"), table) or "",
        http_headers=_headers(document, table),
        encoded_data=None if encoded is None else Secret(encoded),
    )


def _headers(document: Document, context: Table) -> tuple[tuple[str, str], ...]:
    """Pairs; a list gives a header that comes more than once."""
    path = ("request", "context_data", "http_headers")
    table = context.get("http_headers", {})
    if not isinstance(table, dict):
        raise document.fail(path, f"{'.'.join(path)} must be a table.")
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        for text in value if isinstance(value, list) else [value]:
            if not isinstance(text, str):
                where = (*path, name)
                raise document.fail(where, f"{'.'.join(where)} must be a text or a list of texts.")
            pairs.append((name, text))
    return tuple(pairs)
