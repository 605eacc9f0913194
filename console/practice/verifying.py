"""Sign-in by SRP: the server's numbers out, and a proof judged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from console.core.practice_keys import PRACTICE_USER_POOL_ID
from console.practice.accounts import Account
from console.practice.checks import WRONG, judge_password
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
REALM: Final = PRACTICE_USER_POOL_ID.partition("_")[2]
STAMP_WINDOW: Final = timedelta(seconds=60)  # Cognito's own is unpublished


def begin_srp(
    state: PoolState, sign_in: SignIn, parameters: Mapping[str, str], *, with_session: bool
) -> Result:
    """PASSWORD_VERIFIER for the SRP_A in `parameters`; USER_SRP_AUTH's comes without a session."""
    a_public = read_public(required(parameters, "SRP_A"))
    if a_public is None:
        raise invalid_parameter("Invalid input given")
    account = sign_in.account
    salt = _salt(account)
    keys = ServerKeys(
        a_public=a_public,
        salt=salt,
        verifier=verifier(REALM, account.username, account.password, salt),
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
    claimed = required(responses, "PASSWORD_CLAIM_SIGNATURE")
    block = required(responses, "PASSWORD_CLAIM_SECRET_BLOCK")
    stamp = read_stamp(required(responses, "TIMESTAMP"))
    if stamp is None:
        raise invalid_parameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.")
    exchange = state.exchanges.take(block)
    if exchange is None or exchange.with_session != with_session or not _is_of(exchange, asked):
        raise not_authorized(WRONG)
    expected = signature(
        exchange.keys.key(),
        REALM,
        exchange.sign_in.account.username,
        exchange.block,
        write_stamp(stamp),
    )
    # The signature is over the time as we write it: a padded day or a wrong weekday breaks it.
    right = same_text(expected, claimed) and same_text(write_stamp(stamp), responses["TIMESTAMP"])
    timely = abs(state.now() - stamp) <= STAMP_WINDOW
    judge_password(state, exchange.sign_in, right=right and timely)
    return exchange.sign_in


def _is_of(exchange: Exchange, asked: SignIn) -> bool:
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
