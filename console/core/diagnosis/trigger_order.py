"""Which of the pool's Lambda triggers a sign-in runs, in the order of their first run."""

from __future__ import annotations

from collections.abc import Iterator

from console.core.conversation.challenges import CUSTOM_CHALLENGE
from console.core.conversation.flows import REFRESH_FLOWS, AuthFlow
from console.core.diagnosis.barriers import Barrier, Stage, may_migrate
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
