"""Sign-ins by SRP of the core's arithmetic on one side and the practice pool's on the other."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from console.core.call import NewDevice
from console.core.conversation.device import Device, DeviceProof, new_device, verifier
from console.core.conversation.proofs import PasswordProof
from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.core.secret import Secret
from console.practice.accounts import Account
from console.practice.clients import CLIENTS
from console.practice.errors import PracticeError
from console.practice.pool import PracticePool

LETTERS = (
    "abcXYZ019 !\"#$%&'()*+,-./:;<=>?@[]^_`{|}~"
    "æøåÆØÅßñçéüÿЖяΩλאבعربहिन्दी漢字かな한글１２🔑🎺👩‍🚀e\u0301\u202e\u00a0"
)
SHAPES = ("odd", "high", "plain")


def shape(number: int) -> str:
    """How its hexadecimal digits stand: an odd count, a first bit that is set, or neither."""
    digits = f"{number:x}"
    if len(digits) % 2:
        return "odd"
    return "high" if digits[0] in "89abcdef" else "plain"


def random_user(dice: random.Random) -> Account:
    """A user with a name and a password of any letters."""
    name = "".join(dice.choices(LETTERS, k=dice.randint(1, 30))).replace("@", "+")
    password = "".join(dice.choices(LETTERS, k=dice.randint(1, 60)))
    return Account(username=f"{dice.getrandbits(64):x}{name}", password=password)


class Bench:
    """A pool, and users of it that sign in by plain values; `seen` counts the shapes that came."""

    def __init__(self, client: str = "public") -> None:
        self.pool = PracticePool()
        self.seen: Counter[tuple[str, str]] = Counter()
        self._client = CLIENTS[client].id

    def add(self, account: Account) -> None:
        """The pool knows that user from now on."""
        self.pool._state.accounts[account.username] = account

    def password(
        self, account: Account, password: str | None = None, **more: str
    ) -> dict[str, Any]:
        """USER_SRP_AUTH to its end, with that password or the right one."""
        secret = Secret(account.password if password is None else password)
        proof = PasswordProof(user_pool_id=PRACTICE_USER_POOL_ID, password=secret)
        begun = self.pool.handle(
            "InitiateAuth",
            {
                "ClientId": self._client,
                "AuthFlow": "USER_SRP_AUTH",
                "AuthParameters": {
                    "USERNAME": account.username,
                    "SRP_A": self._noted(proof.begin()),
                    **more,
                },
            },
        )
        shown = self._noted_all(begun["ChallengeParameters"])
        answer = proof.answer(shown, name=shown["USER_ID_FOR_SRP"], at=datetime.now(UTC))
        return self._respond("PASSWORD_VERIFIER", account, answer, **more)

    def device(self, account: Account, device: Device) -> dict[str, Any]:
        """The sign-in of a user with a remembered device, to its end."""
        asked = self.password(account, DEVICE_KEY=device.key.reveal())
        assert asked["ChallengeName"] == "DEVICE_SRP_AUTH"
        proof = DeviceProof(device)
        begin = proof.begin()
        self._noted(begin["SRP_A"])
        begun = self._respond("DEVICE_SRP_AUTH", account, begin)
        shown = self._noted_all(begun["ChallengeParameters"])
        answer = proof.answer(shown, at=datetime.now(UTC))
        return self._respond("DEVICE_PASSWORD_VERIFIER", account, answer)

    def confirmed(self, account: Account, *, salt: int | None = None) -> Device:
        """A device of that user which the pool remembers."""
        result = self.password(account)["AuthenticationResult"]
        offered = result["NewDeviceMetadata"]
        device = new_device(
            NewDevice(key=Secret(offered["DeviceKey"]), group_key=Secret(offered["DeviceGroupKey"]))
        )
        config = verifier(device, salt=salt)
        self.pool.handle(
            "ConfirmDevice",
            {
                "AccessToken": result["AccessToken"],
                "DeviceKey": device.key.reveal(),
                "DeviceSecretVerifierConfig": {
                    "PasswordVerifier": config.password_verifier.reveal(),
                    "Salt": config.salt.reveal(),
                },
            },
        )
        return device

    def refused(self, account: Account, password: str) -> str:
        """The text with which a password is refused."""
        try:
            self.password(account, password)
        except PracticeError as error:
            return error.message
        raise AssertionError("a wrong password signed in")

    def _respond(
        self, challenge: str, account: Account, answer: Mapping[str, str | Secret], **more: str
    ) -> dict[str, Any]:
        given = {
            key: value.reveal() if isinstance(value, Secret) else value
            for key, value in answer.items()
        }
        return self.pool.handle(
            "RespondToAuthChallenge",
            {
                "ClientId": self._client,
                "ChallengeName": challenge,
                "ChallengeResponses": {"USERNAME": account.username, **given, **more},
            },
        )

    def _noted(self, srp_a: str | Secret) -> str:
        text = srp_a.reveal() if isinstance(srp_a, Secret) else srp_a
        self.seen["A", shape(int(text, 16))] += 1
        return text

    def _noted_all(self, parameters: Mapping[str, str]) -> Mapping[str, str]:
        for key, name in (("SRP_B", "B"), ("SALT", "salt")):
            self.seen[name, shape(int(parameters[key], 16))] += 1
        return parameters
