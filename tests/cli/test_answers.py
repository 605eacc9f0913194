from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from console.cli.answers import RecipeAnswerer
from console.cli.prompt import TerminalPrompt
from console.cli.recipe import Value
from console.cli.references import Reference, Resolver, Source
from console.core.conversation.challenges import Challenge, answer_fields
from console.core.errors import UserFacingError
from console.core.ports import Answer, CodeSource, GiveUp
from console.core.secret import Secret
from console.core.totp import totp_code
from tests.fakes import FakeClock, FakePractice, MemoryVault, refusal

SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def challenge(name: str, **parameters: str) -> Challenge:
    return Challenge(name=name, fields=answer_fields(name, parameters), number=1)


def keyring(name: str) -> Reference:
    return Reference(source=Source.KEYRING, name=name)


def answerer(outbox: CodeSource | None = None, /, **answers: Mapping[str, Value]) -> RecipeAnswerer:
    vault = MemoryVault()
    vault.secrets = {"code": Secret(" 123 456\n"), "seed": Secret(SEED), "pw": Secret(" new 1 ")}
    prompt = TerminalPrompt()
    return RecipeAnswerer(
        answers={name: (table,) for name, table in answers.items()},
        resolver=Resolver(vault, prompt),
        prompt=prompt,
        outbox=outbox or FakePractice(code=Secret("654321")),
        clock=FakeClock(),
        username="alice",
    )


async def test_a_code_is_cleaned() -> None:
    given = await answerer(SMS_MFA={"SMS_MFA_CODE": keyring("code")}).answer(challenge("SMS_MFA"))
    assert given == Answer(responses={"SMS_MFA_CODE": Secret("123456")})


async def test_a_seed_makes_the_code() -> None:
    given = await answerer(SOFTWARE_TOKEN_MFA={"totp_seed": keyring("seed")}).answer(
        challenge("SOFTWARE_TOKEN_MFA")
    )
    code = totp_code(Secret(SEED), FakeClock().now())
    assert given == Answer(responses={"SOFTWARE_TOKEN_MFA_CODE": code}, from_seed=True)


async def test_the_outbox_gives_the_newest_code() -> None:
    given = await answerer(SMS_MFA={"SMS_MFA_CODE": "outbox"}).answer(challenge("SMS_MFA"))
    assert given == Answer(responses={"SMS_MFA_CODE": Secret("654321")})


class BrokenOutbox:
    async def newest_code(self, _username: str) -> Secret | None:
        raise UserFacingError("The outbox is broken.")


async def test_an_answer_that_cannot_be_made_ends_the_attempt_not_the_program() -> None:
    for outbox, title in (
        (BrokenOutbox(), "The outbox is broken."),
        (FakePractice(), "The outbox has no code for this user."),
    ):
        made = answerer(outbox, SMS_MFA={"SMS_MFA_CODE": "outbox"})
        given = await made.answer(challenge("SMS_MFA"))
        assert given == GiveUp(reason="The answer to SMS_MFA cannot be made.")
        assert made.problem is not None
        assert made.problem.title == title


async def test_a_new_password_is_taken_as_it_is_and_attributes_are_personal() -> None:
    asked = challenge("NEW_PASSWORD_REQUIRED", requiredAttributes='["userAttributes.name"]')
    table: Mapping[str, Value] = {"NEW_PASSWORD": keyring("pw"), "userAttributes.name": "Alice"}
    given = await answerer(NEW_PASSWORD_REQUIRED=table).answer(asked)
    assert given == Answer(
        responses={"NEW_PASSWORD": Secret(" new 1 "), "userAttributes.name": Secret("Alice")}
    )


async def test_a_choice_stays_readable() -> None:
    asked = challenge("SELECT_MFA_TYPE", MFAS_CAN_CHOOSE='["SMS_MFA"]')
    given = await answerer(SELECT_MFA_TYPE={"ANSWER": "SMS_MFA"}).answer(asked)
    assert given == Answer(responses={"ANSWER": "SMS_MFA"})


async def test_what_is_missing_is_named() -> None:
    given = await answerer().answer(challenge("SMS_MFA"))
    assert isinstance(given, GiveUp)
    assert given.missing == ("SMS_MFA_CODE",)
    asked = challenge("NEW_PASSWORD_REQUIRED", requiredAttributes='["userAttributes.name"]')
    given = await answerer(NEW_PASSWORD_REQUIRED={"NEW_PASSWORD": keyring("pw")}).answer(asked)
    assert isinstance(given, GiveUp)
    assert given.missing == ("userAttributes.name",)


async def test_a_table_answers_one_round_and_a_refused_answer_is_not_sent_again() -> None:
    made = answerer(SMS_MFA={"SMS_MFA_CODE": keyring("code")})
    asked = challenge("SMS_MFA")
    await made.answer(asked)
    refused = replace(asked, try_number=2, refusal=refusal("CodeMismatchException", "x"))
    given = await made.answer(refused)
    assert isinstance(given, GiveUp)
    assert given.missing == ()
    given = await made.answer(asked)
    assert isinstance(given, GiveUp)
    assert given.missing == ("SMS_MFA_CODE",)
