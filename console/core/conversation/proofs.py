"""The steps that answer themselves: SRP proofs, with the password that the operator typed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from console.core.conversation.srp import Identity, SrpClient, pool_name
from console.core.secret import Secret


class PasswordProof:
    """Holds the password and the number of the exchange that is open."""

    def __init__(
        self,
        *,
        user_pool_id: str,
        password: Secret | None,
        new_client: Callable[[], SrpClient] = SrpClient,
    ) -> None:
        self._realm = pool_name(user_pool_id)
        self._client: SrpClient | None = None
        self._new_client = new_client
        self.password = password

    def begin(self) -> Secret:
        """SRP_A of a new exchange."""
        self._client = self._new_client()
        return self._client.srp_a

    @property
    def begun(self) -> bool:
        """Whether a verifier challenge can be answered."""
        return self._client is not None and self.password is not None

    def answer(
        self, parameters: Mapping[str, str], *, name: str, at: datetime
    ) -> dict[str, str | Secret]:
        """The responses to PASSWORD_VERIFIER; SrpError where the server's numbers are of no use.

        `name` is USER_ID_FOR_SRP, `at` this machine's aware time: a clock that is wrong makes the
        proof wrong, as it does in the customer's app.
        """
        if self._client is None or self.password is None:
            raise AssertionError("no SRP exchange was begun")
        proof = self._client.prove(
            Identity(realm=self._realm, name=name, password=self.password),
            salt=parameters.get("SALT", ""),
            srp_b=parameters.get("SRP_B", ""),
            secret_block=parameters.get("SECRET_BLOCK", ""),
            at=at,
        )
        return proof.responses()
