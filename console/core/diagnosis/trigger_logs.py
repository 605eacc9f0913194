"""What the logs of the pool's triggers say of a refusal: a kind of end, never their own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from console.core.diagnosis.evidence import LogKind, LogLine
from console.core.diagnosis.log_reading import lines_of
from console.core.diagnosis.secret_shapes import find as secret_in
from console.core.diagnosis.situation import Situation

TRIGGERS: Final = frozenset(
    {
        "PreSignUp", "PostConfirmation", "PreAuthentication", "PostAuthentication",
        "DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse",
        "PreTokenGeneration", "UserMigration", "CustomMessage", "CustomSMSSender",
        "CustomEmailSender", "InboundFederation",
    }
)  # fmt: skip
_OF_ENTRY: Final[Mapping[str, str]] = {
    "UL01": "PreAuthentication",
    "UL02": "DefineAuthChallenge",
    "UL03": "CreateAuthChallenge",
    "UL05": "PreTokenGeneration",
    "UL06": "PostAuthentication",
    "UL07": "UserMigration",
    "UL50": "VerifyAuthChallengeResponse",
}
_SAID: Final = re.compile(r"^(\w{1,64}) (?:failed with error|invocation failed due to)\b", re.ASCII)
_IN_WORDS: Final = re.compile(r"\bTask timed out after\b|\bSocket timeout\b", re.IGNORECASE)
# The name of a class, with its package: what else may stand there is not repeated.
_CLASS: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}(?:\.[A-Za-z_][A-Za-z0-9_]{0,63}){0,5}")
_CLASS_LIMIT: Final = 64


def named_trigger(situation: Situation) -> str | None:
    """The trigger that the refusal is of, where its words tell; one of TRIGGERS."""
    if found := _OF_ENTRY.get(situation.code_id):
        return found
    message = "" if situation.classification is None else situation.classification.message
    match = _SAID.match(message)
    name = "" if match is None else match.group(1)
    name = {"VerifyAuthChallenge": "VerifyAuthChallengeResponse"}.get(name, name)
    return name if name in TRIGGERS else None


def says_timeout(situation: Situation) -> bool:
    """Whether the refusal's own words speak of a function that did not answer in time."""
    found = situation.classification
    return found is not None and _IN_WORDS.search(found.message) is not None


def bad_ends(situation: Situation, of: Collection[str] = ()) -> tuple[LogLine, ...]:
    """Lines on bad ends: of these triggers, else of the one that refused, else of all."""
    named = named_trigger(situation)
    wanted = set(of) or ({named} if named else set())
    evidence = situation.evidence
    lines = evidence.log_lines or ()
    if wanted:
        functions = {} if evidence.pool is None else evidence.pool.functions
        lines = tuple(
            line for trigger in sorted(wanted) for line in lines_of(trigger, lines, functions)
        )
    return tuple(line for line in lines if line.kind is not LogKind.OTHER)


def logged(situation: Situation, of: Collection[str] = ()) -> tuple[str, ...]:
    """The same as sentences of our own, each once; of a line's text they have the class at most."""
    return tuple(dict.fromkeys(_sentence(line) for line in bad_ends(situation, of)))


def _sentence(line: LogLine) -> str:
    name = f"the {line.trigger} trigger" if line.trigger in TRIGGERS else "a trigger"
    if line.kind is LogKind.TIMEOUT:
        return f"The log of {name} says that it timed out."
    if line.kind is LogKind.EXIT:
        return f"The log of {name} says that its process ended by itself."
    kind = line.error_type or ""
    fits = len(kind) <= _CLASS_LIMIT and _CLASS.fullmatch(kind) and secret_in(kind) is None
    return f"The log of {name} has an error{f' of the class {kind}' if fits else ''}."
