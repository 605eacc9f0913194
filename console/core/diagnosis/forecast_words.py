"""The forecast in one sentence. It names nobody and quotes nothing from outside."""

from __future__ import annotations

from console.core.call import Path
from console.core.conversation.challenges import (
    PASSWORD_CHALLENGES,
    SELECT_CHALLENGE,
    SELECT_MFA_TYPE,
)
from console.core.conversation.flows import REFRESH_FLOWS, AuthFlow
from console.core.diagnosis.barriers import Barrier, may_be_locked, may_migrate, sends_password, srp
from console.core.diagnosis.forecast import SendsMessage
from console.core.diagnosis.situation import Situation

_OF_PASSWORD = frozenset(PASSWORD_CHALLENGES)
_MEDIUM = {"SMS": "a text message", "EMAIL": "an e-mail"}


def expected(
    situation: Situation,
    challenges: tuple[str, ...],
    barrier: Barrier | None,
    message: SendsMessage | None,
) -> str:
    """Tokens, a challenge, or which refusal; then what else the reader has to know."""
    main = _main(situation, challenges, barrier)
    return "; ".join([main, *_besides(situation, barrier, message)]) + "."


def _main(situation: Situation, challenges: tuple[str, ...], barrier: Barrier | None) -> str:
    way = ", then ".join(challenges)
    if barrier is not None:
        refused = f"a refusal ({barrier.id}), since {barrier.why}"
        return f"{way}, then {refused}" if way else refused[0].upper() + refused[1:]
    if situation.auth_flow in REFRESH_FLOWS:
        return "New tokens, if the refresh token is good"
    if may_migrate(situation):
        return (
            "Tokens or a challenge if the UserMigration trigger knows the user and makes it here, "
            "a refusal if not"
        )
    if not way:
        return f"Tokens at once{_given(situation, challenges)}"
    if situation.evidence.user_missing:
        return f"{way}, which leads nowhere, since there is no such user"
    open_choice = challenges[-1] in (SELECT_CHALLENGE, SELECT_MFA_TYPE)
    rest = ", then what is chosen, then tokens" if open_choice else ", then tokens"
    return f"{way}{rest}{_given(situation, challenges)}"


def _given(situation: Situation, challenges: tuple[str, ...]) -> str:
    if situation.auth_flow == AuthFlow.CUSTOM_AUTH:
        return ", as the pool's triggers decide"
    by_password = (
        sends_password(situation) or srp(situation) or not _OF_PASSWORD.isdisjoint(challenges)
    )
    return ", if the password is right" if by_password else ", if the answers are right"


def _besides(
    situation: Situation, barrier: Barrier | None, message: SendsMessage | None
) -> list[str]:
    evidence = situation.evidence
    found: list[str] = []
    if message is not None:
        when = f"after {message.after}" if message.after else "at once"
        found.append(f"{_MEDIUM[message.medium]} with a code goes out {when}")
        if message.medium == "SMS" and evidence.pool is not None and evidence.pool.sms_failure:
            found.append("the pool says that its text messages fail")
    user, pool = evidence.user, evidence.pool
    if barrier is None and user is not None and user.status == "FORCE_CHANGE_PASSWORD":
        days = None if pool is None else pool.temporary_password_days
        limit = "" if days is None else f" ({days} days in this pool)"
        found.append(f"unless the temporary password is too old{limit}")
    if barrier is None and may_be_locked(situation):
        found.append("unless the failed tries have locked the user for the moment")
    unknown = user is None and not evidence.user_missing
    if barrier is None and unknown and situation.auth_flow not in REFRESH_FLOWS:
        found.append("the user was not looked up, so a second factor may come on top")
    if barrier is None and situation.path is Path.PUBLIC:
        found.append("a web firewall on the app's own path was not checked")
    return found
