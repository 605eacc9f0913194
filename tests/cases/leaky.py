"""A sign-in whose server repeats everything, and fifty mistakes that would let something out."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from console.cases import markdown_format
from console.cases.case import Case, CaseContext
from console.cases.case_diagnosis import Diagnosis
from console.cases.report import Kind
from console.core import labelled_events, labelling, masking
from console.core.call import ADMIN_INITIATE_AUTH, ApiCall
from console.core.diagnosis.evidence import CallerFacts, Evidence, UserFacts
from console.core.events import EventKind
from console.core.masking import LiveSecrets, masked_request
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, Outcome, Step
from console.core.secret import Secret
from console.core.timeline import Timeline
from tests.cases.conftest import STARTED, classification
from tests.cases.conftest import step as made_step

PASSWORD = "Kx7\"q'ü%41 zZ9<&>-Canary-4711031"
CLIENT_SECRET = "crv8d7g0dkcot3ci5eeups8swmelt3wm81stzybfqsqphmalh8b"
SESSION = "session-Kq8RtZ-canary-1-of-the-pool-0123456789"
CODE = "739214"
TOKEN = "eyJraWQiOiJkYkNqU0RBdFBlbEI2.eyJzdWIiOiJhMzkzNmYxMS00ODAz.c2lnbmF0dXJlLW9m"
USER, REAL_USER = "synthia.exemple", "c0rp-synthia-7"
MAIL, PHONE = "s.exemple@mail.example", "+12025550123"
DEVICE = "eu-west-1_87c09c36-4a78-4652-9b90-9050beb6117a"
ARN = "arn:aws:sts::111122223333:assumed-role/Support/operator.name"
SECRETS = (PASSWORD, CLIENT_SECRET, SESSION, CODE, TOKEN)
NAMES = (USER, REAL_USER, MAIL, PHONE, DEVICE, "111122223333", "operator.name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What an attempt leaves: its record, its secrets, and what was found out about it."""

    record: AttemptRecord
    live: LiveSecrets
    diagnosis: Diagnosis


def scenario() -> Scenario:
    live = LiveSecrets()
    live.add([Secret(value) for value in SECRETS])
    live.trust([USER])
    live.add_values(["meta-canary-77"])
    timeline = Timeline(live)

    def tell(kind: EventKind, step: int | None, **raw: object) -> None:
        at = STARTED + timedelta(milliseconds=len(timeline))
        timeline.append(kind, raw, at=at, offset_ms=1.5 * len(timeline), step=step)

    tell(EventKind.ATTEMPT_STARTED, None, username=USER, profile="shop", flow="USER_AUTH")
    told = f"{USER} {REAL_USER} {MAIL} {PHONE} {DEVICE} {ARN}"
    for number, text in enumerate((told, f"it was {PASSWORD}", f"Bearer {TOKEN}"), start=1):
        tell(EventKind.CALL_STARTED, number, operation=ADMIN_INITIATE_AUTH, request=_request())
        tell(EventKind.WIRE_TRY, number, number=1, request_bytes=411, remote="127.0.0.1:80")
        ended = {"operation": ADMIN_INITIATE_AUTH, "result": "refused", "code": "AnException"}
        tell(EventKind.CALL_ENDED, number, **ended, message=text)
    tell(EventKind.ATTEMPT_ENDED, None, outcome="failed", reason="Cognito refused.")
    record = AttemptRecord(
        attempt_id="01J0000000",
        started_at=STARTED,
        profile_name="shop",
        profile_kind=ProfileKind.STAGING,
        region="eu-west-1",
        user_pool_id="eu-west-1_Ab12Cd34E",
        client_id="1example23456789",
        username=USER,
        auth_flow="USER_AUTH",
        ticket="CS-48213",
        simulated=False,
        outcome=Outcome.FAILED,
        reason="Cognito refused.",
        classification=classification("AnException", told),
        steps=tuple(_step() for _ in range(3)),
        events=timeline.events,
    )
    user = UserFacts(username=REAL_USER, status="CONFIRMED", enabled=True)
    evidence = Evidence(user=user, caller=CallerFacts(account="111122223333", arn=ARN))
    diagnosis = Diagnosis.of_record(record, evidence)
    return Scenario(record=record, live=live, diagnosis=diagnosis)


def _step() -> Step:
    return made_step(ADMIN_INITIATE_AUTH, 400, "05d2e49f-0d61-420c-98c1-09c3e9e3fb98")


def _request() -> masking.Masked:
    return masked_request(
        ApiCall(
            operation=ADMIN_INITIATE_AUTH,
            params={
                "ClientId": "1example23456789",
                "AuthParameters": {"USERNAME": REAL_USER, "PASSWORD": Secret(PASSWORD)},
                "ClientMetadata": {"tenant": "meta-canary-77"},
                "Session": Secret(SESSION),
                "ClientSecret": Secret(CLIENT_SECRET),
            },
        )
    )


def case_of(made: Scenario) -> Case:
    context = CaseContext(
        program_version="0.1.0",
        python_version="3.11.7",
        platform="Linux 6.1",
        time_zone="UTC+0000",
        exported_at=datetime(2026, 1, 2, 12, 0, tzinfo=UTC),
    )
    return Case.from_record(made.record, context, diagnosis=made.diagnosis, live=made.live)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A masker with one mistake; `formats` are those that the mistake reaches."""

    name: str
    spoil: Callable[[pytest.MonkeyPatch], None]
    formats: tuple[str, ...] = ("json",)


ALL = ("json", "md", "html")


def _raw(value: str) -> bytes:
    return value.encode()


# Ways in which a mistake may write a secret where its marker belongs.
_WRITTEN: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in upper case": str.upper,
    "in lower case": str.lower,
    "with case swapped": str.swapcase,
    "reversed": lambda value: value[::-1],
    "its first 16": lambda value: f"{value[:16]}…",
    "its last 16": lambda value: f"…{value[-16:]}",
    "12 from its middle": lambda value: value[11:23],
    "all but its middle": lambda value: f"{value[:12]}***{value[-12:]}",
    "in base64": lambda value: base64.b64encode(_raw(value)).decode(),
    "in base64 behind one byte": lambda value: base64.b64encode(b"x" + _raw(value)).decode(),
    "in base64 behind two bytes": lambda value: base64.b64encode(b"xy" + _raw(value)).decode(),
    "in base64 for URLs": lambda value: base64.urlsafe_b64encode(_raw(value)).decode(),
    # In lower case: in upper case its shape alone is withheld, long before a file is written.
    "in base32": lambda value: base64.b32encode(_raw(value)).decode().lower(),
    "in hex": lambda value: _raw(value).hex(),
    "in upper hex": lambda value: _raw(value).hex().upper(),
    "in UTF-16 and hex": lambda value: value.encode("utf-16-le").hex(),
    "for a URL": lambda value: quote(value, safe=""),
    "each byte for a URL": lambda value: "".join(f"%{byte:02X}" for byte in _raw(value)),
    "for HTML": html.escape,
    "as numbers for HTML": lambda value: "".join(f"&#{ord(char)};" for char in value),
    "in JSON": lambda value: json.dumps(value)[1:-1],
    "in JSON twice": lambda value: json.dumps(json.dumps(value))[3:-3],
    "as Python writes it": lambda value: repr(value)[1:-1],
    "decomposed": lambda value: unicodedata.normalize("NFD", value),
    "for CSV": lambda value: value.replace('"', '""'),
    "wrapped": lambda value: f"{value[:9]}\n    {value[9:]}",
    "by MD5": lambda value: hashlib.md5(_raw(value), usedforsecurity=False).hexdigest(),
    "by SHA-1": lambda value: hashlib.sha1(_raw(value), usedforsecurity=False).hexdigest(),
    "by SHA-256": lambda value: hashlib.sha256(_raw(value)).hexdigest(),
}


def _wrongly_masked(written: Callable[[str], str]) -> Callable[[pytest.MonkeyPatch], None]:
    """The mask of AuthParameters writes the password in some way."""

    def spoil(patch: pytest.MonkeyPatch) -> None:
        right = masking._masked_parameters

        def wrong(parameters: Any, counted: Any, **options: Any) -> Any:
            shown = right(parameters, counted, **options)
            return {**shown, "PASSWORD": written(PASSWORD)}

        patch.setattr(masking, "_masked_parameters", wrong)
        # The events have a wall of their own, which would stop most of these.
        patch.setattr(LiveSecrets, "safe", lambda _live, text: text)

    return spoil


def _set(target: str, value: object) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setattr(target, value)


def _top(patch: pytest.MonkeyPatch) -> None:
    def revealed(_key: str, value: Any, *_: Any, **__: Any) -> Any:
        return value.reveal() if isinstance(value, Secret) else "x"

    patch.setattr(masking, "_masked_top", revealed)
    patch.setattr(LiveSecrets, "safe", lambda _live, text: text)


def _no_echo(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(LiveSecrets, "hit", lambda _live, _text: False)
    patch.setattr("console.cases.making.find_secret_shape", lambda _text: None)


def _without(kind: str) -> Callable[[pytest.MonkeyPatch], None]:
    """What has this shape is found, and left as it is."""
    right = labelling.Labels._masked

    def masked(self: labelling.Labels, found: str, text: str) -> str:
        return text if found == kind else right(self, found, text)

    return _set("console.core.labelling.Labels._masked", masked)


def _nameless(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(labelling, "name_pattern", lambda *_, **__: r"(?!)")
    patch.setattr(labelling.Labels, "_names_in_code", lambda *_: False)


def _rule(field: str) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setitem(labelled_events.RULES, field, lambda _labels, value: value)


def _appended(target: str, more: str) -> Callable[[pytest.MonkeyPatch], None]:
    """What a function gives has `more` at its end."""

    def spoil(patch: pytest.MonkeyPatch) -> None:
        module, _, name = target.rpartition(".")
        right = getattr(__import__(module, fromlist=[name]), name)
        patch.setattr(target, lambda *given, **options: right(*given, **options) + more)

    return spoil


def _member(patch: pytest.MonkeyPatch) -> None:
    from console.cases import json_format

    right = json_format.case_object
    patch.setattr(json_format, "case_object", lambda case: {**right(case), "debug": {CODE: 1}})


def _counted(patch: pytest.MonkeyPatch) -> None:
    right = AttemptRecord.__init__

    def counting(self: Any, **fields: Any) -> None:
        right(self, **{**fields, "withheld": {f"password {PASSWORD}": 1}})

    patch.setattr(AttemptRecord, "__init__", counting)


def _not_utf8(patch: pytest.MonkeyPatch) -> None:
    from console.cases.json_format import JsonFormat

    def write(_form: object, _case: Case, stream: Any) -> None:
        stream.write(PASSWORD.encode("utf-16"))

    patch.setattr(JsonFormat, "write", write)


def _unlabelled(name: str) -> Callable[[pytest.MonkeyPatch], None]:
    return _set(f"console.core.labelling.Labels.{name}", lambda _labels, value: value)


MUTANTS = (
    *(
        Mutant(name=f"the password {how}", spoil=_wrongly_masked(written), formats=("json",))
        for how, written in _WRITTEN.items()
    ),
    Mutant(name="secrets of the request shown", spoil=_top),
    Mutant(name="echoes and shapes let in", spoil=_no_echo),
    Mutant(name="texts not labelled", spoil=_unlabelled("text"), formats=ALL),
    Mutant(name="names not labelled", spoil=_unlabelled("name"), formats=ALL),
    Mutant(name="no e-mail addresses known", spoil=_without("email"), formats=ALL),
    Mutant(name="no phone numbers known", spoil=_without("phone"), formats=ALL),
    Mutant(name="no devices known", spoil=_without("device_key"), formats=ALL),
    Mutant(name="no ARNs known", spoil=_without("arn"), formats=ALL),
    Mutant(name="no name ever learned", spoil=_set(
        "console.core.labelling.Labels.learn", lambda *_: None), formats=ALL),
    Mutant(name="names matched by nothing", spoil=_nameless, formats=ALL),
    Mutant(name="accounts left whole", spoil=_set(
        "console.core.label_shapes.masked_arn", lambda arn, _person: arn), formats=ALL),
    Mutant(name="messages as they came", spoil=_rule("message")),
    Mutant(name="user names as they came", spoil=_rule("username"), formats=ALL),
    Mutant(name="requests as they came", spoil=_rule("request")),
    Mutant(name="texts in HTML with a secret", spoil=_appended(
        "console.cases.html_text.escaped", PASSWORD), formats=("html",)),
    Mutant(name="a style with a secret", spoil=_set(
        "console.cases.html_format.STYLE", f"/* {CLIENT_SECRET} */"), formats=("html",)),
    Mutant(name="code in Markdown with a secret", spoil=lambda patch: patch.setitem(
        markdown_format._RENDERERS, Kind.CODE, lambda text: f"{text} {CLIENT_SECRET}"),
        formats=("md",)),
    Mutant(name="a member of JSON with a code as its name", spoil=_member),
    Mutant(name="a kind with a secret in its name", spoil=_counted, formats=ALL),
    Mutant(name="a file that is no text", spoil=_not_utf8),
)  # fmt: skip
