from __future__ import annotations

import asyncio

from console.core.conversation.challenges import Challenge, answer_fields
from console.core.ports import Answer, GiveUp
from console.core.secret import Secret
from console.ui.challenge.wizard_answerer import WizardAnswerer

ASKED = Challenge(name="SMS_MFA", fields=answer_fields("SMS_MFA", {}), number=1)
ANSWER = Answer(responses={"SMS_MFA_CODE": Secret("123456")})


async def test_shows_the_challenge_and_takes_one_answer() -> None:
    shown: list[Challenge] = []
    answerer = WizardAnswerer(shown.append)
    answerer.give(ANSWER)  # nothing is open: dropped
    waiting = asyncio.get_running_loop().create_task(answerer.answer(ASKED))
    await asyncio.sleep(0)
    assert shown == [ASKED]
    assert answerer.waiting
    answerer.give(ANSWER)
    answerer.interrupt()  # too late
    assert await waiting is ANSWER
    assert not answerer.waiting


async def test_interrupt_gives_up() -> None:
    answerer = WizardAnswerer(lambda _challenge: None)
    waiting = asyncio.get_running_loop().create_task(answerer.answer(ASKED))
    await asyncio.sleep(0)
    answerer.interrupt()
    assert await waiting == GiveUp(reason="Given up at the challenge.")


async def test_an_interrupt_can_have_another_reason() -> None:
    answerer = WizardAnswerer(lambda _challenge: None)
    waiting = asyncio.get_running_loop().create_task(answerer.answer(ASKED))
    await asyncio.sleep(0)
    answerer.reason = "Started over."
    answerer.interrupt()
    assert await waiting == GiveUp(reason="Started over.")
