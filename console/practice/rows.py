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
# The cause where the refusal's own words settle it, and nothing shows it beforehand.
_SETTLED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AE01": "alias_taken",
        "CM01": "code_wrong",
        "CM02": "code_wrong",
        "EC01": "code_used",
        "EC02": "code_expired",
        "FB01": "waf_blocked",
        "FT01": "feature_not_in_plan",
        "IL01": "trigger_output",
        "IP12": "custom_triggers_missing",
        "IU01": "pool_configuration",
        "MM01": "mfa_method_missing",
        "NA20": "threat_blocked",
        "NA21": "address_blocked",
        "ON00": "operation_not_available",
        "PH01": "password_used_before",
        "PW01": "new_password_refused",
        "RN50": "device_unknown",
        "SE01": "email_role",
        "SN01": "app_not_registered",
        "SR01": "sms_role",
        "SR02": "sms_trust",
        "UL02": "trigger_refused",
        "UL03": "trigger_refused",
        "UL05": "trigger_refused",
        "UL06": "trigger_refused",
        "UL07": "trigger_refused",
        "UL08": "trigger_refused",
        "UL50": "trigger_refused",
        "UO01": "operation_not_available",
        "UX01": "trigger_not_permitted",
        "UX04": "trigger_throttled",
    }
)
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
    totp_seed: str | None = None,
    parameters: Mapping[str, str] = _NONE,
    answers: Mapping[str, tuple[Mapping[str, str], ...]] | None = None,
    device: HeldDevice | None = None,
    context_data: Mapping[str, str] = _NONE,
    fails: tuple[str, str] | None = None,
    finding: str | None = None,
    explained: str | None = None,
) -> User:
    """One row; a `totp_seed` of its own is one that the pool does not know.

    `fails` is (classification, code) of a refusal that ends the sign-in, `finding` and `explained`
    the cause that is to be named (Expect).
    """
    account = _SEEDED.get(username)
    outcome = (
        Expect(outcome="signed_in", challenges=challenges)
        if fails is None
        else Expect(
            outcome="failed",
            challenges=challenges,
            classification=fails[0],
            code=fails[1],
            finding=finding,
            explained=None if finding else explained or _SETTLED.get(fails[0]),
        )
    )
    return User(
        username=username,
        password=password or (account.password if account else _ABSENT),
        totp_seed=totp_seed or (account.totp_seed if account else None),
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
