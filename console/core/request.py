"""The request of one attempt, and what is wrong with its fields before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from console.core.call import Path
from console.core.characters import character_findings
from console.core.conversation.flows import FLOWS, AuthFlow, needs_password
from console.core.fields import FieldProblem, Severity
from console.core.secret import Secret

REFRESH_FLOWS = frozenset({AuthFlow.REFRESH_TOKEN_AUTH, AuthFlow.REFRESH_TOKEN})

USERNAME_LIMIT = 128  # UsernameType
PASSWORD_LIMIT = 256  # PasswordType
TOKEN_LIMIT = 8192
TEXT_LIMIT = 4096
PAIRS_LIMIT = 50
_TICKET = re.compile(r"[\w#./:\- ]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextData:
    """ContextDataType: what threat protection judges in place of this machine's address."""

    ip_address: str
    server_name: str
    server_path: str
    http_headers: Mapping[str, str] = field(default_factory=dict)
    encoded_data: Secret | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRequest:
    """What is asked. `parameters` holds Cognito's own keys but USERNAME and SECRET_HASH.

    PASSWORD is in `parameters` also where the flow sends only its proof. On the refresh flows
    `username` is not sent: it is the name that SECRET_HASH is made over.
    """

    auth_flow: AuthFlow
    path: Path = Path.ADMIN
    username: str = ""
    parameters: Mapping[str, str | Secret] = field(default_factory=dict)
    client_metadata: Mapping[str, str] = field(default_factory=dict)
    context_data: ContextData | None = None
    ticket: str | None = None


def request_problems(request: SignInRequest, *, confidential: bool) -> tuple[FieldProblem, ...]:
    """Problems by field (`username`, `PASSWORD`, `client_metadata`, `context_data.…`, `ticket`)."""
    found = _path_problems(request)
    found += _username_problems(request, confidential=confidential)
    found += _parameter_problems(request)
    found += _metadata_problems(request.client_metadata)
    if request.context_data is not None:
        found += _context_problems(request.context_data, request.path)
    if request.ticket is not None and not _TICKET.fullmatch(request.ticket):
        found.append(
            FieldProblem(
                field="ticket",
                sentence="A ticket number has at most 64 letters, digits and the "
                "signs # . / : - _.",
            )
        )
    return tuple(found)


def _username_problems(request: SignInRequest, *, confidential: bool) -> list[FieldProblem]:
    name = request.username
    refresh = request.auth_flow in REFRESH_FLOWS
    if not name:
        if refresh and not confidential:
            return []
        sentence = (
            "Type the real user name: SECRET_HASH is made over it."
            if refresh
            else "Type the user name, alias or e-mail that the customer uses."
        )
        return [FieldProblem(field="username", sentence=sentence)]
    if len(name) > USERNAME_LIMIT:
        return [
            FieldProblem(
                field="username",
                sentence=f"A user name has at most {USERNAME_LIMIT} characters; "
                f"this one has {len(name)}.",
            )
        ]
    return _character_warnings("username", "The user name", name)


def _parameter_problems(request: SignInRequest) -> list[FieldProblem]:
    flow, parameters = request.auth_flow, request.parameters
    rules = FLOWS[flow]
    needed = dict.fromkeys(rules.required)
    if needs_password(flow, parameters):
        needed["PASSWORD"] = None
    found = [
        FieldProblem(field=key, sentence=_missing(key)) for key in needed if not parameters.get(key)
    ]
    found += [
        FieldProblem(field=key, sentence=f"{flow} does not take {key}.")
        for key in parameters
        if not rules.takes(key)
    ]
    found += _choice_problems(request)
    password = parameters.get("PASSWORD")
    if isinstance(password, Secret) and password:
        found += _password_problems(password)
    token = parameters.get("REFRESH_TOKEN")
    if (
        isinstance(token, Secret)
        and token
        and not re.fullmatch(rf"[A-Za-z0-9\-_=.]{{1,{TOKEN_LIMIT}}}", token.reveal())
    ):
        found.append(
            FieldProblem(
                field="REFRESH_TOKEN",
                sentence="A token has letters, digits and - _ = . only: a part "
                "may be missing, or something was pasted with it.",
            )
        )
    return found


def _choice_problems(request: SignInRequest) -> list[FieldProblem]:
    choices = FLOWS[request.auth_flow].choices or {}
    return [
        FieldProblem(field=key, sentence=f"{key} can be {', '.join(allowed)}.")
        for key, allowed in choices.items()
        if key in request.parameters and request.parameters[key] not in allowed
    ]


def _path_problems(request: SignInRequest) -> list[FieldProblem]:
    """Cognito refuses these; they can be sent all the same, to reproduce just that."""
    rules = FLOWS[request.auth_flow]
    if rules.admin_only and request.path is Path.PUBLIC:
        refusing = "The public API (InitiateAuth)"
    elif rules.public_only and request.path is Path.ADMIN:
        refusing = "AdminInitiateAuth"
    else:
        return []
    sentence = f"{refusing} refuses {request.auth_flow}, whatever the app client allows."
    return [FieldProblem(field="auth_flow", severity=Severity.WARNING, sentence=sentence)]


def _missing(key: str) -> str:
    if key == "PASSWORD":  # a parameter's name
        return "Type the password."
    return "Paste the refresh token."


def _password_problems(password: Secret) -> list[FieldProblem]:
    value = password.reveal()
    if len(value) > PASSWORD_LIMIT:
        return [
            FieldProblem(
                field="PASSWORD",
                sentence=f"A password has at most {PASSWORD_LIMIT} characters; this one has more.",
            )
        ]
    return _character_warnings("PASSWORD", "The password", value)


def _character_warnings(name: str, subject: str, value: str) -> list[FieldProblem]:
    return [
        FieldProblem(field=name, severity=Severity.WARNING, sentence=f"{subject} {phrase}.")
        for phrase in character_findings(value)
    ]


def _metadata_problems(metadata: Mapping[str, str]) -> list[FieldProblem]:
    if len(metadata) > PAIRS_LIMIT:
        return [
            FieldProblem(
                field="client_metadata", sentence=f"At most {PAIRS_LIMIT} pairs can be sent."
            )
        ]
    return [
        FieldProblem(field="client_metadata", sentence=sentence)
        for key, value in metadata.items()
        for sentence in _pair_sentences(key, value)
    ]


def _pair_sentences(key: str, value: str) -> list[str]:
    if not key.strip():
        return ["Each pair needs a key."]
    if len(key) + len(value) > TEXT_LIMIT:
        return [f"A pair has at most {TEXT_LIMIT} characters."]
    return []


def _context_problems(context: ContextData, path: Path) -> list[FieldProblem]:
    """ContextData requires address, server name and path; UserContextData has the first alone."""
    named = {
        "ip_address": context.ip_address,
        "server_name": context.server_name,
        "server_path": context.server_path,
    }
    found = [
        FieldProblem(
            field=f"context_data.{key}",
            sentence="Context data needs the address, the server name and the server path.",
        )
        for key, value in named.items()
        if not value.strip() and path is Path.ADMIN
    ]
    found += [
        FieldProblem(
            field=f"context_data.{key}", sentence=f"At most {TEXT_LIMIT} characters can be sent."
        )
        for key, value in named.items()
        if len(value) > TEXT_LIMIT
    ]
    if len(context.http_headers) > PAIRS_LIMIT:
        found.append(
            FieldProblem(
                field="context_data.http_headers", sentence=f"At most {PAIRS_LIMIT} headers fit."
            )
        )
    return found
