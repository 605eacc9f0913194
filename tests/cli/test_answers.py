from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest

from console.cli.answers import RecipeAnswerer
from console.cli.prompt import TerminalPrompt
from console.cli.references import Reference, Resolver, Source, Value
from console.cli.seed_codes import SeedCodes
from console.core.call import RESPOND, VERIFY_SOFTWARE_TOKEN
from console.core.conversation.challenges import (
    APP_FIELDS,
    EMAIL_FIELDS,
    Challenge,
    Stage,
    answer_fields,
)
from console.core.errors import UserFacingError
from console.core.ports import Answer, CodeSource, GiveUp
from console.core.secret import Secret
from console.core.totp import totp_code
from tests.fakes import FakeClock, FakePractice, MemoryVault, refusal

SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def challenge(name: str, available: tuple[str, ...] = (), **parameters: str) -> Challenge:
    choose = Stage.CHOOSE if name == "MFA_SETUP" else Stage.ANSWER
    fields = answer_fields(name, parameters, available)
    return Challenge(name=name, fields=fields, number=1, stage=choose)


SETUP = challenge("MFA_SETUP", MFAS_CAN_SETUP='["SOFTWARE_TOKEN_MFA","EMAIL_OTP","SMS_MFA"]')
APP = replace(
    SETUP,
    stage=Stage.APP,
    fields=APP_FIELDS,
    operation=VERIFY_SOFTWARE_TOKEN,
    secret_code=Secret("NEWSEEDNEWSEEDNEWSEEDNEWSEED2345"),
)
EMAIL = replace(SETUP, stage=Stage.EMAIL, fields=EMAIL_FIELDS)


def keyring(name: str) -> Reference:
    return Reference(source=Source.KEYRING, name=name)


class Made:
    """An answerer over a vault in memory, on a clock that only its own waits move."""

    def __init__(
        self,
        answers: Mapping[str, tuple[Mapping[str, Value], ...]],
        outbox: CodeSource | None = None,
        *,
        persistent: bool = True,
    ) -> None:
        self.vault = KeptVault() if persistent else MemoryVault()
        self.vault.secrets = {
            "code": Secret(" 123 456\n"),
            "seed": Secret(SEED),
            "pw": Secret(" new 1 "),
            "odd": Secret("no JSON"),
        }
        self.clock = FakeClock()
        self.waited: list[float] = []
        prompt = TerminalPrompt()
        self.answerer = RecipeAnswerer(
            answers=answers,
            resolver=Resolver(self.vault, prompt),
            prompt=prompt,
            outbox=outbox or FakePractice(code=Secret("654321")),
            codes=SeedCodes(self.clock, self.wait),
            username="alice",
        )

    async def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.clock.advance(seconds)

    async def answer(self, asked: Challenge) -> Answer | GiveUp:
        return await self.answerer.answer(asked)

    @property
    def problem(self) -> UserFacingError:
        assert self.answerer.problem is not None
        return self.answerer.problem


class KeptVault(MemoryVault):
    """A vault whose secrets last."""

    @property
    def persistent(self) -> bool:
        return True


def answerer(outbox: CodeSource | None = None, /, **answers: Mapping[str, Value]) -> Made:
    return Made({name: (table,) for name, table in answers.items()}, outbox)


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


async def test_a_further_table_answers_after_a_refused_answer() -> None:
    made = Made({"SMS_MFA": ({"SMS_MFA_CODE": keyring("pw")}, {"SMS_MFA_CODE": keyring("code")})})
    asked = challenge("SMS_MFA")
    await made.answer(asked)
    again = replace(asked, try_number=2, refusal=refusal("CodeMismatchException", "x"))
    given = await made.answer(again)
    assert given == Answer(responses={"SMS_MFA_CODE": Secret("123456")})
    assert isinstance(await made.answer(replace(again, try_number=3)), GiveUp)


async def test_each_path_is_answered_from_the_first_round() -> None:
    made = Made({"CUSTOM_CHALLENGE": ({"ANSWER": keyring("pw")}, {"ANSWER": keyring("seed")})})
    admin = challenge("CUSTOM_CHALLENGE")
    public = replace(admin, operation=RESPOND)
    given = [await made.answer(each) for each in (admin, admin, public, public)]
    texts = [each.responses["ANSWER"] for each in given if isinstance(each, Answer)]
    assert texts == [Secret(" new 1 "), Secret(SEED)] * 2
    third = await made.answer(public)
    assert isinstance(third, GiveUp)
    assert third.missing == ("ANSWER",)


async def test_a_second_code_of_one_seed_waits_for_the_next_step(
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = answerer(SOFTWARE_TOKEN_MFA={"totp_seed": keyring("seed")})
    asked = challenge("SOFTWARE_TOKEN_MFA")
    first, at = await made.answer(asked), made.clock.now()
    second = await made.answer(replace(asked, operation=RESPOND))
    assert isinstance(first, Answer)
    assert isinstance(second, Answer)
    assert first.responses["SOFTWARE_TOKEN_MFA_CODE"] == totp_code(Secret(SEED), at)
    assert second.responses["SOFTWARE_TOKEN_MFA_CODE"] == totp_code(Secret(SEED), made.clock.now())
    assert first != second
    assert made.waited == [30 - at.timestamp() % 30]
    assert "for the next code" in capsys.readouterr().err


async def test_an_interrupt_ends_the_wait_for_the_next_code() -> None:
    codes = SeedCodes(FakeClock())
    assert await codes.code(Secret(SEED)) is not None
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(codes.code(Secret(SEED)))
        await asyncio.sleep(0)
        codes.interrupt()
    assert waiting.result() is None


@pytest.mark.parametrize(
    ("table", "factor"),
    [
        ({}, "SOFTWARE_TOKEN_MFA"),
        ({"FRIENDLY_DEVICE_NAME": "phone"}, "SOFTWARE_TOKEN_MFA"),
        ({"EMAIL": "a@example.com"}, "EMAIL_OTP"),
        ({"ANSWER": "SOFTWARE_TOKEN_MFA", "EMAIL": "a@example.com"}, "SOFTWARE_TOKEN_MFA"),
        ({"ANSWER": "EMAIL_OTP", "EMAIL": "a@example.com"}, "EMAIL_OTP"),
    ],
)
async def test_what_is_set_up_follows_from_the_table(
    table: Mapping[str, Value], factor: str
) -> None:
    assert await answerer(MFA_SETUP=table).answer(SETUP) == Answer(responses={"ANSWER": factor})


async def test_an_app_is_set_up_with_a_code_of_the_new_seed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = answerer(MFA_SETUP={"FRIENDLY_DEVICE_NAME": "phone"})
    await made.answer(SETUP)
    given = await made.answer(APP)
    assert APP.secret_code is not None
    code = totp_code(APP.secret_code, made.clock.now())
    assert given == Answer(
        responses={"SOFTWARE_TOKEN_MFA_CODE": code, "FRIENDLY_DEVICE_NAME": "phone"}, from_seed=True
    )
    told = capsys.readouterr().err
    assert told.count("is lost after this run") == 1
    assert "NEWSEED" not in told
    refused = replace(APP, refusal=refusal("EnableSoftwareTokenMFAException", "x"))
    assert isinstance(await made.answer(refused), GiveUp)


async def test_a_code_for_the_app_can_be_given() -> None:
    made = answerer(MFA_SETUP={"SOFTWARE_TOKEN_MFA_CODE": keyring("code")})
    await made.answer(SETUP)
    given = await made.answer(APP)
    assert given == Answer(responses={"SOFTWARE_TOKEN_MFA_CODE": Secret("123456")})


async def test_the_new_seed_is_kept_before_its_code_is_sent_and_serves_the_other_path(
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = Made(
        {
            "MFA_SETUP": ({"totp_seed": keyring("new")},),
            "SOFTWARE_TOKEN_MFA": ({"totp_seed": keyring("new")},),
        }
    )
    await made.answer(SETUP)
    assert "new" not in made.vault.secrets
    await made.answer(APP)
    assert made.vault.secrets["new"] == APP.secret_code
    assert "lost" not in capsys.readouterr().err
    asked = replace(challenge("SOFTWARE_TOKEN_MFA"), operation=RESPOND)
    given = await made.answer(asked)
    assert isinstance(given, Answer)
    assert APP.secret_code is not None
    code = totp_code(APP.secret_code, made.clock.now())
    assert given.responses == {"SOFTWARE_TOKEN_MFA_CODE": code}


async def test_a_seed_that_cannot_be_kept_sets_nothing_up() -> None:
    made = Made({"MFA_SETUP": ({"totp_seed": keyring("new")},)}, persistent=False)
    await made.answer(SETUP)
    assert isinstance(await made.answer(APP), GiveUp)
    assert "cannot be kept" in made.problem.title


async def test_an_address_is_set_up_as_a_personal_text() -> None:
    made = answerer(MFA_SETUP={"EMAIL": "a@example.com"})
    await made.answer(SETUP)
    assert await made.answer(EMAIL) == Answer(responses={"EMAIL": Secret("a@example.com")})


@pytest.mark.parametrize(
    ("table", "missing"), [(None, ("ANSWER",)), ({"ANSWER": "EMAIL_OTP"}, ("EMAIL",))]
)
async def test_what_a_set_up_lacks_is_named(
    table: Mapping[str, Value] | None, missing: tuple[str, ...]
) -> None:
    made = answerer() if table is None else answerer(MFA_SETUP=table)
    given = await made.answer(SETUP)
    assert isinstance(given, GiveUp)
    assert given.missing == missing
    assert "MFA_SETUP" in given.reason


@pytest.mark.parametrize(
    ("asked", "chosen", "offers"),
    [
        (SETUP, "SMS_MFA", "Cognito offers SOFTWARE_TOKEN_MFA, EMAIL_OTP."),
        (challenge("MFA_SETUP", MFAS_CAN_SETUP='["EMAIL_OTP"]'), None, "Cognito offers EMAIL_OTP."),
        (
            challenge("SELECT_MFA_TYPE", MFAS_CAN_CHOOSE='["SMS_MFA","EMAIL_OTP"]'),
            "SOFTWARE_TOKEN_MFA",
            "Cognito offers SMS_MFA, EMAIL_OTP.",
        ),
        (
            challenge("SELECT_CHALLENGE", ("PASSWORD", "WEB_AUTHN")),
            "EMAIL_OTP",
            "Cognito offers PASSWORD, WEB_AUTHN.",
        ),
    ],
)
async def test_a_choice_that_is_not_offered_is_not_sent(
    asked: Challenge, chosen: str | None, offers: str
) -> None:
    table: Mapping[str, Value] = {} if chosen is None else {"ANSWER": chosen}
    made = Made({asked.name: (table,)})
    assert isinstance(await made.answer(asked), GiveUp)
    assert made.problem.detail == offers
    assert made.problem.title.startswith(f"{asked.name} does not offer")


async def test_a_device_is_named_in_clear_or_by_reference() -> None:
    table: Mapping[str, Value] = {
        "DEVICE_KEY": "eu_1",
        "DEVICE_GROUP_KEY": keyring("seed"),
        "DEVICE_PASSWORD": keyring("pw"),
    }
    given = await answerer(DEVICE_SRP_AUTH=table).answer(challenge("DEVICE_SRP_AUTH"))
    assert given == Answer(
        responses={
            "DEVICE_KEY": Secret("eu_1"),
            "DEVICE_GROUP_KEY": Secret(SEED),
            "DEVICE_PASSWORD": Secret(" new 1 "),
        }
    )
    lacking = await answerer(DEVICE_SRP_AUTH={}).answer(challenge("DEVICE_SRP_AUTH"))
    assert isinstance(lacking, GiveUp)
    assert lacking.missing == ("DEVICE_KEY", "DEVICE_GROUP_KEY", "DEVICE_PASSWORD")


async def test_a_credential_that_no_authenticator_made_is_not_sent() -> None:
    made = answerer(WEB_AUTHN={"CREDENTIAL": keyring("odd")})
    assert isinstance(await made.answer(challenge("WEB_AUTHN")), GiveUp)
    assert "no JSON object" in made.problem.detail


async def test_an_unknown_challenge_takes_any_keys_as_they_are() -> None:
    given = await answerer(NEWER={"ANY_CODE": keyring("code")}).answer(challenge("NEWER"))
    assert given == Answer(responses={"ANY_CODE": Secret(" 123 456\n")})
    lacking = await answerer().answer(challenge("NEWER"))
    assert isinstance(lacking, GiveUp)
    assert lacking.missing == ("ChallengeResponses",)
