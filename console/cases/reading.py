"""Reads a case back from the console's own JSON.

The file may come from anywhere. What the shipped schema marks as needed must be there and of its
type; fields that this version does not know are left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from console.cases.case import Case, CaseContext
from console.cases.case_diagnosis import Diagnosis
from console.cases.case_nodes import HINT, TITLE, Node, parse
from console.cases.json_format import KIND, SCHEMA_VERSION, verify_digest
from console.cases.reading_diagnosis import read_diagnosis
from console.core.call import Phases, Sent
from console.core.diagnosis.classification import (
    Act,
    Classification,
    Matched,
    Retry,
    RetryWhen,
)
from console.core.errors import UserFacingError
from console.core.events import Event, EventKind
from console.core.profile import ProfileKind
from console.core.record import AttemptRecord, LegRecord, Outcome, Step, TokensLeft

SIZE_LIMIT = 64 * 1024 * 1024
_PHASES = ("dns_ms", "connect_ms", "tls_ms", "first_byte_ms", "transfer_ms")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCase:
    """`record` has labels where the case has them. `intact`: as it was written."""

    record: AttemptRecord
    case: Case
    intact: bool
    content: dict[str, object]  # as the file has it

    @property
    def diagnosis(self) -> Diagnosis:
        """What the case says of causes."""
        return self.case.diagnosis or Diagnosis()


def read_case_file(path: Path) -> ReadCase:
    """The case in `path`; UserFacingError says what is wrong with the file."""
    return read_case(bytes_of(path))


def bytes_of(path: Path) -> bytes:
    """The content of `path`; UserFacingError where it cannot be read, or is too much for a case."""
    try:
        with path.open("rb") as stream:
            data = stream.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise UserFacingError(
            TITLE,
            f"{path}: {reason or 'unreadable'}.",
            "Check the file's name and its permissions.",
        ) from error
    if len(data) > SIZE_LIMIT:
        raise UserFacingError(
            TITLE,
            f"A case has at most {SIZE_LIMIT // 1024 // 1024} MiB.",
            "Check that this is the file you meant.",
        )
    return data


def read_case(data: bytes) -> ReadCase:
    """The case in `data`; UserFacingError names what is not as the schema says."""
    file = parse(data)
    if file.at("kind").raw() != KIND:
        raise UserFacingError(TITLE, "The file is no case of the sign-in console.", HINT)
    version = file.at("schema_version").integer()
    if version != SCHEMA_VERSION:
        raise UserFacingError(
            TITLE,
            f"It has schema_version {version}; this program reads {SCHEMA_VERSION}.",
            "Open it with the version that wrote it, or a newer one.",
        )
    record = _record(file)
    content = file.raw()
    return ReadCase(
        record=record,
        case=_case(file, record),
        intact=verify_digest(data),
        content=dict(content) if isinstance(content, dict) else {},
    )


def _case(file: Node, record: AttemptRecord) -> Case:
    environment = file.at("environment")
    skew, sdk = environment.at("clock_skew_s"), environment.at("sdk_version")
    names, ids = file.at("names_shown"), file.at("ids_shown")
    context = CaseContext(
        program_version=environment.at("program_version").text(),
        python_version=environment.at("python_version").text(),
        platform=environment.at("platform").text(),
        time_zone=environment.at("time_zone").text(),
        exported_at=environment.at("exported_at").moment(),
        sdk_version="" if sdk.is_null else sdk.text(),
    )
    return Case.of_shown(
        record,
        context,
        events_recorded=file.at("events_recorded").integer(),
        clock_skew_s=None if skew.is_null else skew.number(),
        diagnosis=read_diagnosis(file),
        names_shown=False if names.is_null else names.flag(),
        ids_shown=True if ids.is_null else ids.flag(),
    )


def _record(file: Node) -> AttemptRecord:
    header = file.at("header")
    ended, duration, outcome = header.at("ended_at"), header.at("duration_ms"), file.at("outcome")
    classification = file.at("classification")
    return AttemptRecord(
        attempt_id=header.at("attempt_id").text(),
        started_at=header.at("started_at").moment(),
        ended_at=None if ended.is_null else ended.moment(),
        duration_ms=None if duration.is_null else duration.number(),
        profile_name=header.at("profile_name").text(),
        profile_kind=header.at("profile_kind").word(ProfileKind),
        region=header.at("region").text(),
        user_pool_id=header.at("user_pool_id").text(),
        client_id=header.at("client_id").text(),
        endpoint=header.at("endpoint").text_or_none(),
        username=header.at("user").text_or_none() or "",
        auth_flow=header.at("auth_flow").text(),
        path=header.at("path").text(),
        ticket=file.at("ticket").text_or_none(),
        simulated=file.at("simulated").flag(),
        outcome=None if outcome.is_null else outcome.word(Outcome),
        reason=file.at("reason").text(),
        challenges=file.at("challenges").texts(),
        classification=None if classification.is_null else _classification(classification),
        steps=tuple(_step(step) for step in file.at("steps").items()),
        after=_optional_steps(file.at("after")),
        legs=_legs(file.at("paths")),
        tokens_left=_tokens_left(file),
        withheld=_counts(file.at("withheld")),
        events=tuple(_event(event) for event in file.at("events").items()),
    )


def _classification(node: Node) -> Classification:
    counts, retry = node.at("counts_towards_lockout"), node.at("retry")
    after = retry.at("after_s")
    return Classification(
        id=node.at("id").text(),
        code=node.at("code").text(),
        message=node.at("message").text(),
        matched=node.at("matched").word(Matched),
        meaning=node.at("meaning").text(),
        causes=node.at("causes").texts(),
        act=tuple(each.word(Act) for each in node.at("act").items()),
        next_steps=node.at("next_steps").texts(),
        retry=Retry(
            when=retry.at("when").word(RetryWhen),
            after_s=None if after.is_null else after.integer(),
        ),
        counts_towards_lockout=None if counts.is_null else counts.flag(),
    )


def _step(node: Node) -> Step:
    status = node.at("http_status")
    return Step(
        operation=node.at("operation").text(),
        path=node.at("path").text(),
        sent=node.at("sent").word(Sent),
        request_id=node.at("request_id").text_or_none(),
        http_status=None if status.is_null else status.integer(),
        duration_ms=node.at("duration_ms").number(),
        wire_tries=node.at("wire_tries").integer(),
        phases=_phases(node.at("phases")),
    )


def _phases(node: Node) -> Phases:
    taken = {name: node.at(name) for name in _PHASES}
    return Phases(**{name: each.number() for name, each in taken.items() if not each.is_null})


def _optional_steps(node: Node) -> tuple[Step, ...]:
    return () if node.is_null else tuple(_step(step) for step in node.items())


def _legs(node: Node) -> tuple[LegRecord, ...]:
    if node.is_null:
        return ()
    return tuple(
        LegRecord(
            path=leg.at("path").text(),
            outcome=leg.at("outcome").word(Outcome),
            reason=leg.at("reason").text(),
            classification=leg.at("classification").text_or_none(),
        )
        for leg in node.items()
    )


def _tokens_left(file: Node) -> TokensLeft | None:
    """None where no token came: nothing is said of any."""
    until, revoked = file.at("tokens_left_valid_until"), file.at("tokens_revoked_at")
    came = any(event.at("kind").raw() == EventKind.TOKENS for event in file.at("events").items())
    if until.is_null and revoked.is_null and not came:
        return None
    assumed = file.at("tokens_left_assumed")
    return TokensLeft(
        valid_until=None if until.is_null else until.moment(),
        assumed=False if assumed.is_null else assumed.flag(),
        revoked_at=None if revoked.is_null else revoked.moment(),
    )


def _counts(node: Node) -> dict[str, int]:
    return {name: node.at(name).integer() for name in node.names()}


def _event(node: Node) -> Event:
    value = node.raw()
    try:
        if isinstance(value, dict):
            return Event.from_json(value)
    except (ValueError, KeyError, TypeError, OverflowError):
        pass
    raise node.wrong("an event as this version writes it")
