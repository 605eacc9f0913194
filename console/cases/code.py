"""A request of a case as code: AWS CLI, boto3 or C#, with a placeholder for each secret."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from console.cases.case import Case
from console.core.call import ApiCall
from console.core.events import EventKind
from console.core.label_shapes import is_sub
from console.core.masking import Json
from console.core.secret import COMPUTED, WITHHELD

_SECRET_HASH = "<SECRET_HASH> is base64(HMAC-SHA256(client secret, user name + client id))"  # noqa: S105
_VERIFIER: Mapping[str, Json] = {"PasswordVerifier": "<PASSWORD_VERIFIER>", "Salt": "<SALT>"}
_NAMES = re.compile(r"[A-Z][A-Za-z0-9]{0,63}")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Members of a request that are no texts, and the classes that the .NET SDK has for them.
_CLASSES = {
    "ContextData": "ContextDataType",
    "UserContextData": "UserContextDataType",
    "AnalyticsMetadata": "AnalyticsMetadataType",
    "DeviceSecretVerifierConfig": "DeviceSecretVerifierConfigType",
}
_STEP = "    "


class Language(StrEnum):
    """What the code is for."""

    AWS_CLI = "aws_cli"
    PYTHON = "python"
    CSHARP = "csharp"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    operation: str
    region: str
    endpoint: str | None
    signed: bool
    params: Mapping[str, Json]

    @property
    def hashed(self) -> bool:
        """Whether a SECRET_HASH has to be computed."""
        return "<SECRET_HASH>" in json.dumps(self.params)


def request_code(case: Case, language: Language, *, step: int = 1) -> str | None:
    """The request of a step, from 1, as code that sends it; None where the case has no such one.

    Whoever runs it puts in the secrets, and where names are not shown the user's.
    """
    request = _request(case, step)
    if request is None:
        return None
    writers: Mapping[Language, Callable[[_Request], Iterator[str]]] = {
        Language.AWS_CLI: _aws_cli,
        Language.PYTHON: _python,
        Language.CSHARP: _csharp,
    }
    return "".join(f"{line}\n" for line in writers[language](request))


def _request(case: Case, step: int) -> _Request | None:
    for event in case.events:
        if event.kind is EventKind.CALL_STARTED and event.step == step:
            params, operation = event.data.get("request"), event.text("operation")
            if not isinstance(params, dict) or not _NAMES.fullmatch(operation):
                return None
            return _Request(
                operation=operation,
                region=case.region,
                endpoint=_endpoint(case),
                signed=ApiCall(operation=operation, params={}).signed,
                params={name: _value(case, name, inner) for name, inner in params.items()},
            )
    return None


def _endpoint(case: Case) -> str | None:
    if case.endpoint is None:
        return None
    return f"http://{case.endpoint}" if case.simulated else "<ENDPOINT_URL>"


def _value(case: Case, name: str, value: Json) -> Json:
    """What stands for a value that a case does not have."""
    if isinstance(value, dict):
        return {key: _value(case, key, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_value(case, name, inner) for inner in value]
    if name == "DeviceSecretVerifierConfig":
        return dict(_VERIFIER)
    if not isinstance(value, str):
        return value
    named = name == "USERNAME" and not case.names_shown and not is_sub(value)
    hidden = name in ("UserPoolId", "ClientId") and not case.ids_shown
    if value in (WITHHELD, COMPUTED) or named or hidden or (name == "IpAddress" and "/" in value):
        return f"<{_HUMP.sub('_', name).upper()}>"
    return value


def _aws_cli(request: _Request) -> Iterator[str]:
    if request.hashed:
        yield f"# {_SECRET_HASH}"
    yield f"aws cognito-idp {_HUMP.sub('-', request.operation).lower()} \\"
    yield f"  --region {shlex.quote(request.region)} \\"
    if request.endpoint is not None:
        yield f"  --endpoint-url {shlex.quote(request.endpoint)} \\"
    if not request.signed:
        yield "  --no-sign-request \\"
    # One argument of JSON: the shorthand has marks of its own, and takes file:// as a file to read.
    text = json.dumps(request.params, indent=2, ensure_ascii=False)
    yield f"  --cli-input-json {shlex.quote(text)}"


def _python(request: _Request) -> Iterator[str]:
    yield "import boto3"
    if not request.signed:
        yield "from botocore import UNSIGNED"
        yield "from botocore.config import Config"
    yield ""
    if request.hashed:
        yield f"# {_SECRET_HASH}"
    given = [f'"cognito-idp", region_name={request.region!r}']
    if request.endpoint is not None:
        given.append(f"endpoint_url={request.endpoint!r}")
    if not request.signed:
        given.append("config=Config(signature_version=UNSIGNED)")
    yield f"client = boto3.client({', '.join(given)})"
    yield f"response = client.{_HUMP.sub('_', request.operation).lower()}("
    for name, value in request.params.items():
        if _NAMES.fullmatch(name):
            yield f"{_STEP}{name}={_python_value(value, _STEP)},"
    yield ")"
    yield "print(response)"


def _python_value(value: Json, indent: str) -> str:
    inner = indent + _STEP
    if isinstance(value, dict):
        members = [f"{inner}{key!r}: {_python_value(each, inner)}," for key, each in value.items()]
        return "\n".join(["{", *members, f"{indent}}}"]) if members else "{}"
    if isinstance(value, list):
        items = [f"{inner}{_python_value(each, inner)}," for each in value]
        return "\n".join(["[", *items, f"{indent}]"]) if items else "[]"
    return repr(value)


def _csharp(request: _Request) -> Iterator[str]:
    yield "using System;"
    yield "using System.Collections.Generic;"
    yield "using Amazon;"
    yield "using Amazon.CognitoIdentityProvider;"
    yield "using Amazon.CognitoIdentityProvider.Model;"
    if not request.signed:
        yield "using Amazon.Runtime;"
    yield ""
    if request.hashed:
        yield f"// {_SECRET_HASH}"
    given = [] if request.signed else ["new AnonymousAWSCredentials()"]
    given.append(_csharp_config(request))
    yield f"var client = new AmazonCognitoIdentityProviderClient({', '.join(given)});"
    yield f"var response = await client.{request.operation}Async(new {request.operation}Request"
    yield "{"
    for name, value in request.params.items():
        if _NAMES.fullmatch(name):
            yield f"{_STEP}{name} = {_csharp_value(name, value, _STEP)},"
    yield "});"
    yield "Console.WriteLine(response.HttpStatusCode);"


def _csharp_config(request: _Request) -> str:
    if request.endpoint is None:
        return f"RegionEndpoint.GetBySystemName({_csharp_text(request.region)})"
    return (
        "new AmazonCognitoIdentityProviderConfig { "
        f"ServiceURL = {_csharp_text(request.endpoint)}, "
        f"AuthenticationRegion = {_csharp_text(request.region)} }}"
    )


def _csharp_value(name: str, value: Json, indent: str) -> str:
    inner = indent + _STEP
    if isinstance(value, list):  # HttpHeaders, the one list that a request has
        headers = [f"{inner}{_csharp_header(each)}," for each in value if isinstance(each, dict)]
        return "\n".join(["new List<HttpHeader>", f"{indent}{{", *headers, f"{indent}}}"])
    if isinstance(value, dict) and name in _CLASSES:
        members = (
            f"{inner}{key} = {_csharp_value(key, each, inner)},"
            for key, each in value.items()
            if _NAMES.fullmatch(key)
        )
        return "\n".join([f"new {_CLASSES[name]}", f"{indent}{{", *members, f"{indent}}}"])
    if isinstance(value, dict):
        members = (
            f"{inner}[{_csharp_text(key)}] = {_csharp_text(str(each))},"
            for key, each in value.items()
        )
        made = "new Dictionary<string, string>"
        return "\n".join([made, f"{indent}{{", *members, f"{indent}}}"])
    return _csharp_text(str(value))


def _csharp_header(header: Mapping[str, Json]) -> str:
    name, value = (str(header.get(key, "")) for key in ("headerName", "headerValue"))
    return (
        f"new HttpHeader {{ HeaderName = {_csharp_text(name)}, "
        f"HeaderValue = {_csharp_text(value)} }}"
    )


def _csharp_text(text: str) -> str:
    """A literal of C#; what is not ASCII as an escape."""
    parts = []
    for char in text:
        if char in '"\\':
            parts.append(f"\\{char}")
        elif " " <= char <= "~":
            parts.append(char)
        else:
            number = ord(char)
            parts.append(f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}")
    return f'"{"".join(parts)}"'
