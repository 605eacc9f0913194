"""The request of one attempt, and what is wrong with its fields before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from console.core.call import Path
from console.core.characters import character_findings
from console.core.conversation.flows import (
    REFRESH_FLOWS,
    ROTATED_REFRESH,
    is_flow_name,
    needs_password,
    on_path,
    rules_of,
)
from console.core.fields import FieldProblem, Severity
from console.core.secret import Secret

USERNAME_LIMIT = 128  # UsernameType
PASSWORD_LIMIT = 256  # PasswordType
TOKEN_LIMIT = 8192
TEXT_LIMIT = 4096
SESSION_LIMIT = 4096
ANALYTICS_LIMIT = 128
PAIRS_LIMIT = 50
_TICKET = re.compile(r"[\w#./:\- ]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextData:
    """ContextDataType: what threat protection judges in place of this machine's address."""

    ip_address: str
    server_name: str
    server_path: str
    http_headers: tuple[tuple[str, str], ...] = ()  # a name may come more than once
    encoded_data: Secret | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRequest:
    """What is asked. `parameters` holds Cognito's own keys but USERNAME and SECRET_HASH.

    `auth_flow` is an AuthFlow, ROTATED_REFRESH, or the name of a flow of a newer model. PASSWORD is
    in `parameters` also where the flow sends only its proof. On the refresh flows `username` is not
    sent: it is the name that SECRET_HASH is made over. With `both_paths` the admin path is tried
    first, then the public one, each with a conversation of its own.
    """

    auth_flow: str
    path: Path = Path.ADMIN
    both_paths: bool = False
    username: str = ""
    parameters: Mapping[str, str | Secret] = field(default_factory=dict)
    client_metadata: Mapping[str, str] = field(default_factory=dict)
    context_data: ContextData | None = None
    analytics_endpoint_id: str | None = None
    session: Secret | None = None  # of ConfirmSignUp, where the flow takes one
    ticket: str | None = None

    @property
    def path_word(self) -> str:
        """admin, public or both."""
        return "both" if self.both_paths else str(self.path)

    def legs(self) -> tuple[SignInRequest, ...]:
        """The request once for each path that it takes, in order."""
        if not self.both_paths:
            return (self,)
        return tuple(
            replace(self, both_paths=False, path=path, auth_flow=on_path(self.auth_flow, path))
            for path in Path
        )


def request_problems(request: SignInRequest, *, confidential: bool) -> tuple[FieldProblem, ...]:
    """Problems by field (`username`, `PASSWORD`, `client_metadata`, `context_data.…`, `ticket`)."""
    found = _flow_problems(request)
    for leg in request.legs():
        found += _path_problems(leg)
    found += _username_problems(request, confidential=confidential)
    found += _parameter_problems(request)
    found += _metadata_problems(request.client_metadata)
    if request.context_data is not None:
        found += _context_problems(request.context_data, request.legs()[0].path)
    found += _session_problems(request)
    found += _analytics_problems(request)
    if request.ticket is not None and not _TICKET.fullmatch(request.ticket):
        found.append(
            FieldProblem(
                field="ticket",
                sentence="A ticket number has at most 64 letters, digits and the "
                "signs # . / : - _.",
            )
        )
    return tuple(found)


def _flow_problems(request: SignInRequest) -> list[FieldProblem]:
    flow = request.auth_flow
    if not is_flow_name(flow):
        sentence = "A flow's name has capital letters, digits and _, as USER_SRP_AUTH."
        return [FieldProblem(field="auth_flow", sentence=sentence)]
    if request.both_paths and flow in REFRESH_FLOWS:
        sentence = "A refresh token is used on one path: choose admin or public."
        return [FieldProblem(field="path", sentence=sentence)]
    return []


def _session_problems(request: SignInRequest) -> list[FieldProblem]:
    session = request.session
    if session is None:
        return []
    if not rules_of(request.auth_flow).takes_session:
        sentence = f"{request.auth_flow} takes no Session to begin with."
    elif request.both_paths:
        sentence = "A Session is good on one path alone: choose admin or public."
    elif not 20 <= len(session.reveal()) <= SESSION_LIMIT:  # SessionType
        sentence = f"A Session has 20 to {SESSION_LIMIT} characters: a part may be missing."
    else:
        return []
    return [FieldProblem(field="session", sentence=sentence)]


def _analytics_problems(request: SignInRequest) -> list[FieldProblem]:
    endpoint = request.analytics_endpoint_id
    if endpoint is None:
        return []
    if not rules_of(request.auth_flow).takes_context:
        sentence = f"{request.auth_flow} takes no analytics endpoint."
    elif not 0 < len(endpoint) <= ANALYTICS_LIMIT:
        sentence = f"An analytics endpoint id has at most {ANALYTICS_LIMIT} characters."
    else:
        return []
    return [FieldProblem(field="analytics_endpoint_id", sentence=sentence)]


def _username_problems(request: SignInRequest, *, confidential: bool) -> list[FieldProblem]:
    name = request.username
    refresh = request.auth_flow in REFRESH_FLOWS
    if not name:
        if request.auth_flow == ROTATED_REFRESH or (refresh and not confidential):
            return []  # its secret goes as it is, not as a hash
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
    rules = rules_of(flow)
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
    choices = rules_of(request.auth_flow).choices or {}
    return [
        FieldProblem(field=key, sentence=f"{key} can be {', '.join(allowed)}.")
        for key, allowed in choices.items()
        if key in request.parameters and request.parameters[key] not in allowed
    ]


def _path_problems(request: SignInRequest) -> list[FieldProblem]:
    """Cognito refuses these; they can be sent all the same, to reproduce just that."""
    rules = rules_of(request.auth_flow)
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
