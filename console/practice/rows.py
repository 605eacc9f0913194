"""How rows of the practice pool's list are made, and the words that they use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.practice.seeds import SEEDS
from console.practice.users import Expect, HeldDevice, User

SRP: Final = "USER_SRP_AUTH"
PUBLIC_PASSWORD: Final = "USER_PASSWORD_AUTH"  # noqa: S105 - a flow's name
CUSTOM: Final = "CUSTOM_AUTH"
CHOICE: Final = "USER_AUTH"
VERIFIER: Final = "PASSWORD_VERIFIER"
ROUND: Final = "CUSTOM_CHALLENGE"
SELECT: Final = "SELECT_CHALLENGE"
SELECT_MFA: Final = "SELECT_MFA_TYPE"
REFUSED: Final = "NotAuthorizedException"
LAMBDA: Final = "UserLambdaValidationException"
PARAMETER: Final = "InvalidParameterException"
_ABSENT: Final = "Nobody-Knows-00!"  # of a user that does not exist

_SEEDED: Final = {seed.username: seed for seed in SEEDS}
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def row(
    username: str,
    auth_flow: str,
    purpose: str,
    *challenges: str,
    path: str = "admin",
    client: str = "public",
    password: str | None = None,
    parameters: Mapping[str, str] = _NONE,
    answers: Mapping[str, tuple[Mapping[str, str], ...]] | None = None,
    device: HeldDevice | None = None,
    context_data: Mapping[str, str] = _NONE,
    fails: tuple[str, str] | None = None,
) -> User:
    """One row; `fails` is (classification, code) of a refusal that ends the sign-in."""
    account = _SEEDED.get(username)
    outcome = (
        Expect(outcome="signed_in", challenges=challenges)
        if fails is None
        else Expect(outcome="failed", challenges=challenges, classification=fails[0], code=fails[1])
    )
    return User(
        username=username,
        password=password or (account.password if account else _ABSENT),
        totp_seed=account.totp_seed if account else None,
        client=client,
        auth_flow=auth_flow,
        path=path,
        parameters=parameters,
        answers=answers or {},
        device=device,
        context_data=context_data,
        purpose=purpose,
        expect=outcome,
    )


def prefers(name: str) -> Mapping[str, str]:
    """USER_AUTH's parameters with a preferred factor."""
    return {"PREFERRED_CHALLENGE": name}


def says(challenge: str, *answers: str) -> dict[str, tuple[Mapping[str, str], ...]]:
    """Answers to a challenge whose key is ANSWER, one a time."""
    return {challenge: tuple({"ANSWER": answer} for answer in answers)}
