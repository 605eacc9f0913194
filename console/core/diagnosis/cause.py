"""A cause: what is always said about it, and how a finding comes of it with what was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from console.core.diagnosis.classification import Act
from console.core.diagnosis.finding import Confidence, Finding
from console.core.diagnosis.grounds import answered, unread
from console.core.diagnosis.situation import Situation

SAYS_SO = "The refusal itself says so."
# What an admin reads first of a cause that may not be the one.
_LEADS: Final[Mapping[Confidence, str]] = {
    Confidence.HIGH: "This is most likely the cause, though it is not certain yet.",
    Confidence.MEDIUM: "This is probably the cause, though it is not certain yet.",
    Confidence.LOW: "This is one of several possible causes, and nothing is certain yet.",
}
Rule: TypeAlias = Callable[[Situation], Finding | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The words of one cause; nothing in them comes from outside. `id` never changes its meaning.

    `customer` is a paragraph for the person who cannot sign in, `admin` one for the customer's
    admin. `remedy` is an AWS CLI line with placeholders, which is shown and never run.
    """

    id: str
    title: str
    act: tuple[Act, ...]
    next_step: str
    customer: str
    admin: str
    remedy: str | None = None

    def found(
        self,
        situation: Situation,
        confidence: Confidence,
        *because: str,
        decided: bool = False,
        against: tuple[str, ...] = (),
        rests_on: tuple[str, ...] = (),
        would_decide: str | None = None,
    ) -> Finding:
        """The finding. It is not decided while a call that it `rests_on` has no answer.

        `rests_on` has the call that tells most first; `would_decide` is for when all have answered.
        """
        lacking = [name for name in rests_on if not answered(situation.evidence, name)]
        if lacking:
            decided, would_decide = False, lacking[0]
        return Finding(
            id=self.id,
            title=self.title,
            confidence=confidence,
            decided=decided,
            for_=because,
            against=against,
            not_checked=tuple(unread(situation.evidence, name) for name in lacking),
            act=self.act,
            next_step=self.next_step,
            would_decide=None if decided else would_decide,
            for_customer=self.customer,
            for_admin=self.admin if decided else f"{_LEADS[confidence]} {self.admin}",
            remedy=self.remedy,
        )

    def said(self, situation: Situation, *codes: str) -> Finding | None:
        """The finding where the refusal is one of these catalogue entries, which settle it."""
        if situation.code_id not in codes:
            return None
        return self.found(situation, Confidence.HIGH, SAYS_SO, decided=True)


def says(cause: Cause, *codes: str) -> Rule:
    """The rule of a cause that the refusal's own words settle."""
    return lambda situation: cause.said(situation, *codes)
