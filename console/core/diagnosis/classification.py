"""What an error means: the words of the public interface, and the answer of the classifier."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Act(StrEnum):
    """Who can do something about it."""

    USER = "user"
    CUSTOMER_ADMIN = "customer_admin"
    CUSTOMER_DEVELOPER = "customer_developer"
    OPERATOR = "operator"
    OPERATOR_IAM = "operator_iam"
    AWS = "aws"


class RetryWhen(StrEnum):
    """Whether, and with what, a further try makes sense."""

    NO = "no"
    FIX_FIRST = "fix_first"
    NEW_SESSION = "new_session"
    SAME_SESSION = "same_session"
    BACKOFF = "backoff"
    WAIT = "wait"


class Matched(StrEnum):
    """What the classification rests on, from the surest to none at all."""

    TEXT = "text"
    CODE = "code"
    FAMILY = "family"
    NONE = "none"

    @property
    def reason(self) -> str:
        """Why the entry was chosen, for people."""
        return _REASONS[self]


_REASONS = {
    Matched.TEXT: "the text is one that is known",
    Matched.CODE: "the text is not known, so this holds for every error of the code",
    Matched.FAMILY: "the code is not known, so this holds for its kind or for the HTTP status",
    Matched.NONE: "neither text nor code is known",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """When to try again; `after_s` seconds, None where no time is known."""

    when: RetryWhen
    after_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What one error means, for people and for scripts; the fields are those of the interface."""

    id: str
    code: str
    message: str  # as it came, or a marker where it holds a secret
    matched: Matched
    meaning: str
    causes: tuple[str, ...]  # likeliest first
    act: tuple[Act, ...]
    next_steps: tuple[str, ...]
    retry: Retry
    counts_towards_lockout: bool | None  # None: not known

    def to_json(self) -> dict[str, Any]:
        """The object of the public interface, its keys in the order given there."""
        return {
            "id": self.id,
            "code": self.code,
            "message": self.message,
            "matched": self.matched.value,
            "meaning": self.meaning,
            "causes": list(self.causes),
            "act": [act.value for act in self.act],
            "next_steps": list(self.next_steps),
            "retry": {"when": self.retry.when.value, "after_s": self.retry.after_s},
            "counts_towards_lockout": self.counts_towards_lockout,
        }
