"""What the diagnosis panel and the ticket say: the same words, as plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from console.core.aftermath import Done
from console.core.call import Origin, Sent
from console.core.diagnosis.classification import (
    Act,
    Classification,
    Matched,
    Retry,
    RetryWhen,
)
from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.not_exercised import not_exercised, signed_in_on
from console.core.record import LegRecord, Outcome
from console.core.telling import OUTCOME_WORDS
from console.core.text import visible

NOT_PROVEN_HEADING = "Not reproduced: what this does not prove"
CAUSES_HEADING = "Causes, likeliest first"
_TEXT_LIMIT = 2000
_FIRST_SENTENCE = re.compile(r"(.+?[.!?])\s+(?=[A-Z“\"])(.+)", re.DOTALL)
ACT_WORDS = {
    Act.USER: "the user",
    Act.CUSTOMER_ADMIN: "the customer's admin",
    Act.CUSTOMER_DEVELOPER: "the customer's developer",
    Act.OPERATOR: "you, at this machine",
    Act.OPERATOR_IAM: "who manages your AWS permissions",
    Act.AWS: "AWS",
}
RETRY_WORDS = {
    RetryWhen.NO: "no, the same request fails again",
    RetryWhen.FIX_FIRST: "after the cause is fixed",
    RetryWhen.NEW_SESSION: "yes, with a new sign-in",
    RetryWhen.SAME_SESSION: "yes, in the same sign-in",
    RetryWhen.BACKOFF: "later, with growing pauses",
    RetryWhen.WAIT: "after a wait",
}
LOCKOUT_WORDS = {
    True: "yes, a failed try counts",
    False: "no, it does not count",
    None: "not known",
}
MATCHED_WORDS = {
    Matched.TEXT: "matched by text",
    Matched.CODE: "matched by code",
    Matched.FAMILY: "matched by family",
    Matched.NONE: "not in the catalogue",
}
_SIMULATED = (
    "Simulated: the answers came from the practice pool on this machine and say nothing about a "
    "customer."
)
# By whether admin and public path signed in.
_PATHS_SAY = {
    (
        True,
        True,
    ): "Both paths sign the user in: neither permissions nor the app's own way stop it.",
    (True, False): "The pool lets this user in; what the app itself sends is stopped. Compare the "
    "flows that its client allows, its secret, and rules of AWS WAF.",
    (False, True): "The app's own way works; the admin call alone is stopped: look at your "
    "permissions and at the client's ADMIN flows.",
    (False, False): "Neither path signs the user in: the cause is not the path.",
}
_FOLLOWED = "This call followed the sign-in and changes nothing of its outcome."
_STILL_FAILS = (
    "If the customer still cannot log in, ask for the app's error text, its time and request id.",
    "Compare the flow that the app uses with the one used here.",
)
_NEXT = {
    Outcome.FAILED: ("Note code, text and request id in the ticket.",),
    Outcome.NOT_SENT: (
        "Check the credentials and the network of this machine.",
        "Then sign in again: no try was used up.",
    ),
    Outcome.UNKNOWN: (
        "Wait a moment before you send again: the try may have counted towards the lockout.",
        "Look at the Wire tab of the inspector for how far the request came.",
    ),
    Outcome.CANCELLED: ("Sign in again when you are ready.",),
    Outcome.ABANDONED: ("Have the answer to the challenge at hand, then sign in again.",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its items."""

    heading: str
    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """`said` stands verbatim beside our words; `said_by` is its heading."""

    title: str
    lead: str = ""
    note: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    said_by: str = ""
    said: str = ""
    sections: tuple[Section, ...] = field(default=())

    def to_text(self) -> str:
        """All of it as plain text, for the ticket."""
        lines = [self.title, *(text for text in (self.lead, self.note) if text)]
        lines += [f"{name}: {value}" for name, value in self.facts]
        if self.said:
            lines += [f"{self.said_by}: {self.said}"]
        for section in self.sections:
            lines += ["", section.heading]
            lines += [f"{sign} {item}" for sign, item in signed_items(section)]
        return "\n".join(lines) + "\n"


def signed_items(section: Section) -> list[tuple[str, str]]:
    """Each item with its number or bullet."""
    return [
        (f"{number}." if section.numbered else "•", item)
        for number, item in enumerate(section.items, start=1)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the attempt stands. `refused`: it was Cognito that spoke last, not this machine."""

    outcome: Outcome | None
    reason: str
    classification: Classification | None
    simulated: bool
    refused: bool = False
    request_id: str = ""  # of the call that failed
    path: str = "admin"
    legs: tuple[LegRecord, ...] = ()
    auth_flow: str = ""
    challenges: tuple[str, ...] = ()
    evidence: Evidence | None = None  # what was read of pool and client


def _not_proven(standing: Standing) -> tuple[str, ...]:
    """The layers between the customer and Cognito that this sign-in did not go through."""
    layers = not_exercised(
        signed_in=True,
        paths=signed_in_on(standing.path, [(leg.path, leg.outcome) for leg in standing.legs]),
        auth_flow=standing.auth_flow,
        challenges=standing.challenges,
        pool=None if standing.evidence is None else standing.evidence.pool,
        client=None if standing.evidence is None else standing.evidence.client,
    )
    return tuple(layer.sentence for layer in layers)


def _paths(standing: Standing) -> tuple[Section, ...]:
    """What the two paths tell together; nothing unless both were tried to an end of Cognito's."""
    ends = [leg.outcome for leg in standing.legs]
    if len(ends) != 2 or not set(ends) <= {Outcome.SIGNED_IN, Outcome.FAILED}:
        return ()
    admin, public = (end is Outcome.SIGNED_IN for end in ends)
    return (Section(heading="What the two paths say", items=(_PATHS_SAY[admin, public],)),)


def diagnose(standing: Standing) -> Diagnosis | None:
    """What there is to say; None while there is nothing."""
    note = _SIMULATED if standing.simulated else ""
    if standing.outcome is Outcome.SIGNED_IN:
        return Diagnosis(
            title="Signed in: Cognito issued tokens.",
            note=note,
            sections=(
                *_paths(standing),
                Section(heading=NOT_PROVEN_HEADING, items=_not_proven(standing)),
                Section(heading="Next steps", items=_STILL_FAILS, numbered=True),
            ),
        )
    if standing.classification is not None:
        return _classified(standing, standing.classification, note)
    if standing.outcome is None:
        return None
    word = OUTCOME_WORDS[standing.outcome][0].capitalize()
    return Diagnosis(
        title=visible(standing.reason, _TEXT_LIMIT) or f"{word}.",
        note=note,
        sections=(Section(heading="Next steps", items=_NEXT[standing.outcome], numbered=True),),
    )


def _classified(standing: Standing, found: Classification, note: str) -> Diagnosis:
    title, rest = first_sentence(found.meaning)
    lead = rest
    if standing.outcome in (Outcome.CANCELLED, Outcome.ABANDONED, Outcome.UNKNOWN):
        lead = f"{rest} {visible(standing.reason, _TEXT_LIMIT)}".strip()
    return Diagnosis(
        title=title,
        lead=lead,
        note=note,
        facts=_facts(found, standing.request_id),
        said_by="Cognito said" if standing.refused else "This machine said",
        said=visible(found.message, _TEXT_LIMIT),
        sections=(*_paths(standing), *_advice(found)),
    )


def _facts(found: Classification, request_id: str) -> tuple[tuple[str, str], ...]:
    return (
        ("Who acts", ", ".join(ACT_WORDS[act] for act in found.act)),
        ("Lockout", LOCKOUT_WORDS[found.counts_towards_lockout]),
        ("Retry", retry_words(found.retry)),
        ("Recognised", f"{visible(found.code, 120)}, {MATCHED_WORDS[found.matched]}"),
        *((("Request id", request_id),) if request_id else ()),
    )


def _advice(found: Classification) -> tuple[Section, ...]:
    sections = (
        Section(heading=CAUSES_HEADING, items=found.causes),
        Section(heading="Next steps", items=found.next_steps, numbered=True),
    )
    return tuple(section for section in sections if section.items)


def diagnose_follow_up(what: str, done: Done, *, simulated: bool) -> Diagnosis | None:
    """What is to be said of a call after the sign-in that failed; `what` names it."""
    failure, found = done.failure, done.classification
    if failure is None:
        return None
    note = _SIMULATED if simulated else ""
    request_id = visible(failure.record.request_id or "", 128)
    refused = failure.origin is Origin.SERVICE
    if failure.origin is Origin.STOPPED or found is None:
        left = "had not left this machine" if failure.record.sent is Sent.NO else "had left"
        return Diagnosis(title=f"{what}: cancelled; the request {left}.", lead=_FOLLOWED, note=note)
    title, rest = first_sentence(found.meaning)
    end = "not sent" if failure.record.sent is Sent.NO else "outcome unknown"
    return Diagnosis(
        title=f"{what}: {'refused by Cognito' if refused else end}.",
        lead=" ".join(part for part in (_FOLLOWED, title, rest) if part),
        note=note,
        facts=_facts(found, request_id),
        said_by="Cognito said" if refused else "This machine said",
        said=visible(failure.message, _TEXT_LIMIT),
        sections=_advice(found),
    )


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence, and what follows it."""
    text = visible(text, _TEXT_LIMIT)
    match = _FIRST_SENTENCE.fullmatch(text)
    return (match.group(1), match.group(2)) if match else (text, "")


def retry_words(retry: Retry) -> str:
    """Whether and when to try again."""
    words = RETRY_WORDS[retry.when]
    if retry.after_s is None:
        return words
    wait = f"{retry.after_s} s" if retry.after_s < 120 else f"{retry.after_s // 60} min"
    return f"after {wait}" if retry.when is RetryWhen.WAIT else f"{words}, after {wait}"
