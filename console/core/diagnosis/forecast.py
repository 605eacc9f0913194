"""What a request will most likely give, send and risk, said before it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from console.core.masking import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class SendsMessage:
    """An SMS or an e-mail that the sign-in would set off; the destination masked as Cognito does.

    `after` is the challenge whose right answer sends it; None: the request itself does.
    """

    medium: str  # SMS or EMAIL
    destination_masked: str | None
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`challenge` is the first that Cognito will most likely ask; None for tokens or a refusal.

    PASSWORD_VERIFIER counts as one, though the console answers it by itself; `for_person` is the
    first that needs a person. `refusal` is the catalogue's id of the refusal that will end the
    sign-in, at once or after `challenge`; a wrong password or code is never foreseen.
    `triggers` are those of the whole sign-in, in the order of their first run.
    """

    challenge: str | None
    sends_message: SendsMessage | None
    changes_user: bool
    counts_towards_lockout: bool  # of a wrong password or code
    triggers: tuple[str, ...]
    expects: str = ""  # one sentence: tokens, a challenge, or which refusal
    certain: bool = False  # False where the evidence for it is missing
    for_person: str | None = None
    refusal: str | None = None

    def to_json(self) -> dict[str, Json]:
        """The object of the public interface."""
        message = self.sends_message
        return {
            "challenge": self.challenge,
            "sends_message": None
            if message is None
            else {
                "medium": message.medium,
                "destination_masked": message.destination_masked,
                "after": message.after,
            },
            "changes_user": self.changes_user,
            "counts_towards_lockout": self.counts_towards_lockout,
            "triggers": list(self.triggers),
            "expects": self.expects,
            "certain": self.certain,
            "for_person": self.for_person,
            "refusal": self.refusal,
        }
