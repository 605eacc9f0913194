"""The set-up of an authenticator app within a sign-in: a seed, its first code, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote, urlencode

from console.core.call import VERIFY_SOFTWARE_TOKEN, ApiCall, Failure, Origin, Reply
from console.core.conversation.challenges import APP_FIELDS, Challenge, Stage
from console.core.conversation.envelope import Envelope
from console.core.secret import Secret


class AppSetup:
    """AssociateSoftwareToken and VerifySoftwareToken; the session stays with the conversation."""

    def __init__(self, envelope: Envelope) -> None:
        self._envelope = envelope
        self._seed: Secret | None = None
        self.under_way = False
        self.verified = False

    def begin(self, session: Secret) -> ApiCall:
        """The call that gives the seed."""
        self.under_way = True
        return self._envelope.associate(session)

    def verify(self, session: Secret, responses: Mapping[str, str | Secret]) -> ApiCall:
        """The call with the first code of the app."""
        code = responses.get("SOFTWARE_TOKEN_MFA_CODE", "")
        name = responses.get("FRIENDLY_DEVICE_NAME", "")
        return self._envelope.verify(
            session,
            code if isinstance(code, Secret) else Secret(code),
            name.reveal() if isinstance(name, Secret) else name,
        )

    def receive(self, challenge: Challenge, reply: Reply) -> Challenge | None:
        """The next question, or None: then `verified` says whether the app was accepted."""
        if reply.secret_code is not None:
            return replace(
                challenge,
                stage=Stage.APP,
                fields=APP_FIELDS,
                operation=VERIFY_SOFTWARE_TOKEN,
                secret_code=reply.secret_code,
                try_number=1,
                refusal=None,
            )
        if reply.status == "SUCCESS":
            self.under_way, self.verified = False, True
            return None
        if reply.status is None:
            self.under_way = False
            return None
        refusal = Failure(
            record=reply.record,
            origin=Origin.SERVICE,
            code="EnableSoftwareTokenMFAException",
            message="VerifySoftwareToken answered with the status ERROR.",
        )
        return replace(challenge, try_number=challenge.try_number + 1, refusal=refusal)


def otpauth_uri(seed: Secret, *, issuer: str, account: str) -> Secret:
    """What an authenticator app reads from a QR code (the Key Uri Format)."""
    label = f"{quote(issuer, safe='')}:{quote(account, safe='')}"
    query = urlencode({"secret": seed.reveal(), "issuer": issuer}, quote_via=quote)
    return Secret(f"otpauth://totp/{label}?{query}")
