"""Sign-in by SRP: the server's numbers out, and a proof judged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from console.practice.accounts import Account, Checkpoint
from console.practice.checks import WRONG, judge_password, meet
from console.practice.devices import DEVICE_KEY
from console.practice.errors import invalid_parameter, not_authorized
from console.practice.exchanges import Exchange
from console.practice.signin import SignIn
from console.practice.srp import (
    ServerKeys,
    read_public,
    read_stamp,
    signature,
    verifier,
    write_stamp,
)
from console.practice.state import PoolState, required, same_text
from console.practice.steps import Result

PASSWORD_VERIFIER: Final = "PASSWORD_VERIFIER"  # noqa: S105 - a challenge's name
STAMP_WINDOW: Final = timedelta(seconds=60)  # Cognito's own is unpublished


def begin_srp(
    state: PoolState, sign_in: SignIn, parameters: Mapping[str, str], *, with_session: bool
) -> Result:
    """PASSWORD_VERIFIER for the SRP_A in `parameters`; USER_SRP_AUTH's comes without a session."""
    a_public = read_public(required(parameters, "SRP_A"))
    if a_public is None:
        raise invalid_parameter("Invalid input given")
    sign_in = sign_in.by_srp(parameters.get(DEVICE_KEY))
    account = sign_in.account
    salt = _salt(account)
    keys = ServerKeys(
        a_public=a_public,
        salt=salt,
        verifier=verifier(sign_in.realm, account.username, account.password, salt),
    )
    result: Result = {
        "ChallengeName": PASSWORD_VERIFIER,
        "ChallengeParameters": {
            "SALT": format(salt, "x"),
            "SRP_B": format(keys.b_public, "x"),
            "SECRET_BLOCK": state.exchanges.begin(sign_in, keys, with_session=with_session),
            "USER_ID_FOR_SRP": account.username,
            "USERNAME": account.username,
        },
    }
    if with_session:
        result["Session"] = state.sessions.issue(
            sign_in.ticket(PASSWORD_VERIFIER), valid_s=sign_in.client.session_validity_s
        )
    return result


def proved(
    state: PoolState, responses: Mapping[str, str], asked: SignIn, *, with_session: bool
) -> SignIn:
    """The sign-in that the proof in `responses` is right for; `asked` says by whom and where."""
    claim = read_claim(responses)
    device_key = responses.get(DEVICE_KEY)
    # Before the exchange is taken: an app whose device was forgotten sends the same proof again,
    # without the key.
    if device_key is not None and asked.client.tracks_devices and not asked.account.phantom:
        state.devices.named(asked, device_key)
    exchange = state.exchanges.take(claim.block)
    if exchange is None or exchange.with_session != with_session or not is_of(exchange, asked):
        raise not_authorized(WRONG)
    sign_in = exchange.sign_in
    right = claim.is_right(
        exchange, realm=sign_in.realm, name=sign_in.account.username, now=state.now()
    )
    judge_password(state, sign_in, right=right)
    meet(sign_in, Checkpoint.PROOF)
    return sign_in if device_key is None else sign_in.by_srp(device_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an answer says for the proof of a password, the user's or a device's."""

    signature: str = field(repr=False)
    block: str = field(repr=False)
    text: str
    stamp: datetime

    def is_right(self, exchange: Exchange, *, realm: str, name: str, now: datetime) -> bool:
        """Whether the signature fits the exchange and the time is near enough."""
        # The signature is over the time as we write it: a padded day or a wrong weekday breaks it.
        written = write_stamp(self.stamp)
        expected = signature(exchange.keys.key(), realm, name, exchange.block, written)
        right = same_text(expected, self.signature) and same_text(written, self.text)
        return right and abs(now - self.stamp) <= STAMP_WINDOW


def read_claim(responses: Mapping[str, str]) -> Claim:
    """The proof in `responses`, or what of it is missing or no time at all."""
    claimed = required(responses, "PASSWORD_CLAIM_SIGNATURE")
    block = required(responses, "PASSWORD_CLAIM_SECRET_BLOCK")
    text = required(responses, "TIMESTAMP")
    stamp = read_stamp(text)
    if stamp is None:
        raise invalid_parameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.")
    return Claim(signature=claimed, block=block, text=text, stamp=stamp)


def is_of(exchange: Exchange, asked: SignIn) -> bool:
    """Whether the exchange was begun by that user with that client on that path."""
    begun = exchange.sign_in
    return (
        begun.account.username == asked.account.username
        and begun.client.id == asked.client.id
        and begun.path is asked.path
    )


def _salt(account: Account) -> int:
    """The same for a user until the password changes; a stand-in's is no different."""
    seed = f"salt/{account.username}/{account.password}".encode()
    return int.from_bytes(hashlib.sha256(seed).digest()[:16], "big")
