"""Which of the pool's Lambda triggers a sign-in runs, in the order of their first run."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from console.core.conversation.challenges import CUSTOM_CHALLENGE
from console.core.conversation.flows import FLOWS, REFRESH_FLOWS, AuthFlow
from console.core.diagnosis.barriers import CUSTOM_TRIGGERS, Barrier, Stage, may_migrate
from console.core.diagnosis.forecast import SendsMessage
from console.core.diagnosis.situation import Situation

_SENDERS = {"SMS": "CustomSMSSender", "EMAIL": "CustomEmailSender"}
_TOKENS = "PreTokenGeneration"
_SAME = {"PreTokenGenerationConfig": _TOKENS}  # how the pool names its later versions


def triggers_of(
    situation: Situation,
    challenges: tuple[str, ...],
    barrier: Barrier | None,
    message: SendsMessage | None,
) -> tuple[str, ...]:
    """Those that the pool has, of those that this sign-in would run; none where no pool is read."""
    pool = situation.evidence.pool
    if pool is None:
        return ()
    configured = {_SAME.get(name, name) for name in pool.triggers}
    return tuple(
        name for name in _run(situation, challenges, barrier, message) if name in configured
    )


def may_have_run(auth_flow: str | None, challenges: Collection[str]) -> tuple[str, ...]:
    """Those that a sign-in which took place can have run, however it ended; None: any flow."""
    if auth_flow in REFRESH_FLOWS:
        return (_TOKENS,)
    sends_none = auth_flow in (AuthFlow.USER_SRP_AUTH, AuthFlow.CUSTOM_AUTH)
    custom = auth_flow not in FLOWS or auth_flow == AuthFlow.CUSTOM_AUTH
    return (
        *(() if sends_none else ("UserMigration",)),
        "PreAuthentication",
        *(CUSTOM_TRIGGERS if custom or CUSTOM_CHALLENGE in challenges else ()),
        "CustomMessage",
        *_SENDERS.values(),
        _TOKENS,
        "PostAuthentication",
    )


def _run(
    situation: Situation,
    challenges: tuple[str, ...],
    barrier: Barrier | None,
    message: SendsMessage | None,
) -> Iterator[str]:
    if barrier is not None and barrier.stage is Stage.REQUEST:
        return
    if situation.auth_flow in REFRESH_FLOWS:
        yield _TOKENS
        return
    if may_migrate(situation):
        yield "UserMigration"
    if barrier is not None and barrier.stage is Stage.LOOKUP:
        return
    yield "PreAuthentication"
    if barrier is not None:
        return
    if situation.auth_flow == AuthFlow.CUSTOM_AUTH:
        yield "DefineAuthChallenge"
    if CUSTOM_CHALLENGE in challenges:
        yield from ("CreateAuthChallenge", "VerifyAuthChallengeResponse")
    if message is not None:
        yield from ("CustomMessage", _SENDERS[message.medium])
    yield from (_TOKENS, "PostAuthentication")
