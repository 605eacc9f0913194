"""Answers challenges from a recipe: one table a round, once a path."""

from __future__ import annotations

from collections.abc import Mapping

from console.cli.choices import missing_keys, offered, setup_factor
from console.cli.output import say
from console.cli.prompt import TerminalPrompt
from console.cli.recipe_answers import Round
from console.cli.recipe_keys import OUTBOX_KEYS
from console.cli.references import Reference, Resolver, Source, Value
from console.cli.seed_codes import SeedCodes
from console.core.call import VERIFY_SOFTWARE_TOKEN
from console.core.conversation.challenges import (
    MFA_SETUP,
    Challenge,
    FieldKind,
    Stage,
    clean_code,
)
from console.core.conversation.webauthn import credential_problem
from console.core.errors import UserFacingError
from console.core.ports import Answer, CodeSource, GiveUp
from console.core.secret import Secret
from console.core.text import visible

_CODE, _NAME, _SEED = "SOFTWARE_TOKEN_MFA_CODE", "FRIENDLY_DEVICE_NAME", "totp_seed"
Responses = dict[str, str | Secret]


class RecipeAnswerer:
    """Satisfies ports.Answerer. A refused answer is not sent again: a further table is another."""

    def __init__(
        self,
        *,
        answers: Mapping[str, tuple[Round, ...]],
        resolver: Resolver,
        prompt: TerminalPrompt,
        outbox: CodeSource,
        codes: SeedCodes,
        username: str,
    ) -> None:
        self._answers = answers
        self._left: dict[str, list[Round]] = {}
        self._operation: str | None = None  # that of the path whose challenges are answered
        self._setup: Round = {}  # MFA_SETUP's table, for the questions that follow its first
        self._told_lost = False
        self._resolver = resolver
        self._prompt = prompt
        self._outbox = outbox
        self._codes = codes
        self._username = username
        self._interrupted = False
        self.problem: UserFacingError | None = None  # why the recipe's answer could not be made

    async def answer(self, challenge: Challenge) -> Answer | GiveUp:
        """The recipe's answer, or why there is none."""
        self._begin_path(challenge)
        if challenge.refusal is not None and not self._has_another(challenge):
            return GiveUp(reason="The recipe's answer was not accepted.")
        table = self._table(challenge)
        lacking = missing_keys(table, challenge)
        if table is None or lacking:
            return _missing(challenge, lacking)
        try:
            return await self._made(table, challenge)
        except UserFacingError as error:  # after the first call: the attempt keeps its record
            self.problem = error
            return GiveUp(reason=f"The answer to {visible(challenge.name, 60)} cannot be made.")

    def interrupt(self) -> None:
        """Ends a prompt that waits for the operator, or a wait for the next code."""
        self._interrupted = True
        self._codes.interrupt()
        self._prompt.interrupt()

    def _begin_path(self, challenge: Challenge) -> None:
        """Each path's sign-in is answered from the first round of every table."""
        if challenge.operation in (self._operation, VERIFY_SOFTWARE_TOKEN):
            return
        self._operation = challenge.operation
        self._left = {name: list(rounds) for name, rounds in self._answers.items()}

    def _has_another(self, challenge: Challenge) -> bool:
        return challenge.stage is Stage.ANSWER and bool(self._left.get(challenge.name))

    def _table(self, challenge: Challenge) -> Round | None:
        if challenge.stage in (Stage.APP, Stage.EMAIL):
            return self._setup
        rounds = self._left.get(challenge.name)
        if not rounds:
            return None
        table = rounds.pop(0)
        if challenge.stage is Stage.CHOOSE:
            self._setup = table
        return table

    async def _made(self, table: Round, challenge: Challenge) -> Answer | GiveUp:
        if challenge.stage is Stage.CHOOSE:
            return Answer(responses={"ANSWER": offered(challenge, "ANSWER", setup_factor(table))})
        if challenge.stage is Stage.APP:
            return await self._set_up_app(table, challenge)
        keys = ("EMAIL",) if challenge.stage is Stage.EMAIL else tuple(table)
        responses: Responses = {}
        for key in keys:
            given = await self._given(key, table[key], challenge)
            if given is None:
                return self._given_up(challenge)
            responses[_CODE if key == _SEED else key] = given
        return Answer(responses=responses, from_seed=_SEED in table)

    async def _set_up_app(self, table: Round, challenge: Challenge) -> Answer | GiveUp:
        """The first code of the new seed, once the seed is where the recipe wants it."""
        seed, place, name = challenge.secret_code, table.get(_SEED), table.get(_NAME)
        if seed is None:
            raise AssertionError("an app is set up without a seed")
        if isinstance(place, Reference):
            await self._resolver.keep(place, seed)
        elif not self._told_lost:
            self._told_lost = True
            say(
                "note: the new authenticator's seed is lost after this run, and with it the way "
                f'to sign in: {MFA_SETUP}.totp_seed = "keyring:NAME" would keep it.'
            )
        code = (
            await self._given(_CODE, table[_CODE], challenge)
            if _CODE in table
            else await self._codes.code(seed)
        )
        if code is None:
            return self._given_up(challenge)
        responses: Responses = {_CODE: code}
        if isinstance(name, str):
            responses[_NAME] = name
        return Answer(responses=responses, from_seed=_CODE not in table)

    async def _given(self, key: str, value: Value, challenge: Challenge) -> str | Secret | None:
        kind = {field.key: field.kind for field in challenge.fields}.get(key)
        if value == "outbox" and key in OUTBOX_KEYS:
            return await self._sent_code()
        if not isinstance(value, Reference):
            chosen = kind is FieldKind.CHOICE
            return offered(challenge, key, value) if chosen else Secret(value)
        if key == "CREDENTIAL" and value.source is Source.PROMPT and challenge.options:
            say(f"CREDENTIAL_REQUEST_OPTIONS: {challenge.options}")
        secret = await self._resolver.fetch(value, f"{challenge.name} {key}")
        if secret is None:
            return None
        if key == _SEED:
            return await self._codes.code(secret)
        if kind is FieldKind.CREDENTIAL:
            check_credential(secret)
        return Secret(clean_code(secret.reveal())) if kind is FieldKind.CODE else secret

    async def _sent_code(self) -> Secret:
        code = await self._outbox.newest_code(self._username)
        if code is None:
            raise UserFacingError(
                "The outbox has no code for this user.",
                "The practice pool sent nothing to the user name of the recipe.",
                "Give the user name as the practice pool lists it.",
            )
        return code

    def _given_up(self, challenge: Challenge) -> GiveUp:
        if self._interrupted:
            return GiveUp(reason="Cancelled at a challenge.", cancelled=True)
        return GiveUp(reason=f"No answer was given to {visible(challenge.name, 60)}.")


def check_credential(credential: Secret) -> None:
    """UserFacingError for a text that no authenticator made."""
    problem = credential_problem(credential.reveal())
    if problem is not None:
        raise UserFacingError(
            "The passkey's credential cannot be used.",
            problem,
            "Give the JSON of the authenticator's answer, whole and on one line.",
        )


def _missing(challenge: Challenge, keys: tuple[str, ...]) -> GiveUp:
    name = visible(challenge.name, 60)
    shown = ", ".join(visible(key, 60) for key in keys)
    return GiveUp(reason=f"The recipe has no answer to {name}: it lacks {shown}.", missing=keys)
