"""A ranked cause with the evidence for and against it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from console.core.diagnosis.classification import Act
from console.core.masking import Json


class Confidence(StrEnum):
    """How sure a cause is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One cause. `id` never changes its meaning.

    `decided` means that the evidence leaves no other cause; where it does, `would_decide` names the
    call that would. Sentences name nobody and quote nothing from outside.
    """

    id: str
    title: str
    confidence: Confidence
    decided: bool
    for_: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()
    act: tuple[Act, ...] = ()
    next_step: str = ""
    would_decide: str | None = None
    for_customer: str = ""  # a paragraph that can be sent to the customer
    for_admin: str = ""  # a paragraph for the customer's admin
    remedy: str | None = None  # an AWS CLI line for the admin; the console never runs it

    def to_json(self) -> dict[str, Json]:
        """The object of the public interface."""
        return {
            "id": self.id,
            "title": self.title,
            "confidence": str(self.confidence),
            "decided": self.decided,
            "for": list(self.for_),
            "against": list(self.against),
            "not_checked": list(self.not_checked),
            "act": [str(act) for act in self.act],
            "next_step": self.next_step,
            "would_decide": self.would_decide,
            "for_customer": self.for_customer,
            "for_admin": self.for_admin,
            "remedy": self.remedy,
        }
