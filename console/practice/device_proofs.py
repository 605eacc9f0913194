"""The two device challenges: a remembered device proves that it has its password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from console.practice.checks import WRONG, judge_password
from console.practice.devices import DEVICE_KEY
from console.practice.errors import invalid_parameter, not_authorized
from console.practice.signin import SignIn
from console.practice.srp import ServerKeys, read_public
from console.practice.state import PoolState, required
from console.practice.steps import Result, tokens_won
from console.practice.verifying import is_of, read_claim

DEVICE_PASSWORD_VERIFIER: Final = "DEVICE_PASSWORD_VERIFIER"  # noqa: S105 - a challenge's name


def answer_device_srp(state: PoolState, responses: Mapping[str, str], asked: SignIn) -> Result:
    """DEVICE_SRP_AUTH: the numbers of an exchange over the verifier that ConfirmDevice gave."""
    device = state.devices.named(asked, required(responses, DEVICE_KEY))
    a_public = read_public(required(responses, "SRP_A"))
    if a_public is None:
        raise invalid_parameter("Invalid input given")
    sign_in = state.devices.take_awaited(asked, device.key)
    if sign_in is None:
        raise not_authorized(WRONG)
    keys = ServerKeys(a_public=a_public, salt=device.salt, verifier=device.verifier)
    return {
        "ChallengeName": DEVICE_PASSWORD_VERIFIER,
        "ChallengeParameters": {
            "SALT": format(device.salt, "x"),
            "SRP_B": format(keys.b_public, "x"),
            "SECRET_BLOCK": state.device_exchanges.begin(sign_in, keys, with_session=False),
            "DEVICE_KEY": device.key,
            "USERNAME": sign_in.account.username,
        },
    }


def answer_device_proof(state: PoolState, responses: Mapping[str, str], asked: SignIn) -> Result:
    """DEVICE_PASSWORD_VERIFIER: tokens for the right proof."""
    device = state.devices.named(asked, required(responses, DEVICE_KEY))
    claim = read_claim(responses)
    exchange = state.device_exchanges.take(claim.block)
    if exchange is None or not is_of(exchange, asked):
        raise not_authorized(WRONG)
    sign_in = exchange.sign_in
    right = sign_in.device_key == device.key and claim.is_right(
        exchange, realm=device.group_key, name=device.key, now=state.now()
    )
    judge_password(state, sign_in, right=right)
    state.devices.keep(replace(device, authenticated=state.now()))
    return tokens_won(state, sign_in, device_key=device.key)
