"""How one text comes in many forms: every change of a sample that must not change its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable

from console.core.diagnosis.entry import Entry

_REQUEST = "9fdb5cfa-5ec1-47bf-bc07-8adc3b4bebf6"
# The last is a name that Cognito does not have yet, and UL51 speaks for such alone.
_TRIGGERS = ("PreSignUp", "PostConfirmation", "CustomMessage", "PreTokenGeneration", "SomeNewOne")
_IDS = ("4a1example0client1other2id3", "eu-central-1_Zy98Xw76V")


def _dotnet(code: str, text: str) -> str:
    return (
        f"Amazon.CognitoIdentityProvider.Model.{code}: {text}\n ---> Amazon.Runtime.Internal."
        "HttpErrorResponseException: Exception of type 'Amazon.Runtime.Internal."
        "HttpErrorResponseException' was thrown.\n   at Amazon.Runtime.HttpWebRequestMessage."
        "GetResponseAsync(CancellationToken cancellationToken)"
    )


def _java(code: str, text: str) -> str:
    return (
        f"com.amazonaws.services.cognitoidp.model.{code}: {text} (Service: AWSCognitoIdentity"
        f"Provider; Status Code: 400; Error Code: {code}; Request ID: {_REQUEST}; Proxy: null)"
    )


def _java_2(code: str, text: str) -> str:
    return (
        f"software.amazon.awssdk.services.cognitoidentityprovider.model.{code}: {text} (Service: "
        f"CognitoIdentityProvider, Status Code: 400, Request ID: {_REQUEST}) (SDK Attempt Count: 1)"
    )


def _javascript(code: str, text: str) -> str:
    return (
        f"Uncaught (in promise) {code}: {text}\n    at de_{code}Res (/app/node_modules/@aws-sdk"
        "/index.js:5312:21)\n    at async Login.send (/app/login.js:4:2)"
    )


def _python(code: str, text: str) -> str:
    return f"An error occurred ({code}) when calling the AdminInitiateAuth operation: {text}"


def _php(code: str, text: str) -> str:
    return f'{code} (client): {text} - {{"__type":"{code}","message":"{text}"}}'


def _go(code: str, text: str) -> str:
    return (
        "operation error Cognito Identity Provider: AdminInitiateAuth, https response error "
        f"StatusCode: 400, RequestID: {_REQUEST}, {code}: {text}"
    )


def _go_1(code: str, text: str) -> str:
    return f"{code}: {text}\n\tstatus code: 400, request id: {_REQUEST}"


_WRITERS: dict[str, Callable[[str, str], str]] = {
    ".NET": _dotnet,
    "Java": _java,
    "Java 2": _java_2,
    "JavaScript": _javascript,
    "Python": _python,
    "PHP": _php,
    "Go": _go,
    "Go 1": _go_1,
}


def _form(write: Callable[[str, str], str]) -> Callable[[Entry, str], str]:
    return lambda entry, text: write(entry.code or "", text)


# By SDK: a text as its exceptions carry it.
FORMS = {name: _form(write) for name, write in _WRITERS.items()}


def _once(change: Callable[[str], str]) -> Callable[[Entry], list[str]]:
    return lambda entry: [change(entry.sample or "")]


def _in_form(write: Callable[[str, str], str]) -> Callable[[Entry], list[str]]:
    return lambda entry: [write(entry.code or "", entry.sample or "")]


def _part(entry: Entry, names: tuple[str, ...]) -> tuple[int, int] | None:
    """Where in the sample stands what the pattern takes for one of these."""
    for pattern in entry.patterns:
        match = re.search(pattern, entry.sample or "", re.IGNORECASE)
        for name in names if match else ():
            if match is not None and name in match.re.groupindex and match.start(name) >= 0:
                return match.span(name)
    return None


def _other(entry: Entry, names: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    part, text = _part(entry, names), entry.sample or ""
    if part is None:
        return []
    found = [f"{text[: part[0]]}{other}{text[part[1] :]}" for other in others]
    fits = re.compile("|".join(f"(?:{re.sub(r'[?]P<[a-z]+>', '', p)})" for p in entry.patterns))
    return [each for each in found if fits.search(each)]


# By what was changed: the changed texts of an entry's sample.
MUTATIONS: dict[str, Callable[[Entry], list[str]]] = {
    "no final stop": _once(lambda text: text.removesuffix(".")),
    "a final stop": _once(lambda text: text.removesuffix(".") + "."),
    "upper case": _once(str.upper),
    "lower case": _once(str.lower),
    "doubled blanks": _once(lambda text: text.replace(" ", "  ")),
    "line breaks": _once(lambda text: text.replace(" ", "\r\n", 3) + "\n"),
    "blanks around": _once(lambda text: f"\t {text}  "),
    "another trigger's name": lambda entry: _other(
        entry, ("trigger",), _TRIGGERS[-1:] if entry.id == "UL51" else _TRIGGERS
    ),
    "other quoted ids": lambda entry: _other(entry, ("client", "pool"), _IDS),
    "in a JSON body": lambda entry: [
        f'{{"__type":"{entry.code}","message":"{(entry.sample or "")}"}}'
    ],
    **{name: _in_form(write) for name, write in _WRITERS.items()},
}
