"""Answers challenges from a recipe: one table a round, once."""

from __future__ import annotations

from collections.abc import Mapping

from console.cli.prompt import TerminalPrompt
from console.cli.recipe import Value
from console.cli.recipe_keys import OUTBOX_KEYS
from console.cli.references import Reference, Resolver
from console.core.conversation.challenges import Challenge, FieldKind, clean_code
from console.core.errors import UserFacingError
from console.core.ports import Answer, Clock, CodeSource, GiveUp
from console.core.secret import Secret
from console.core.text import visible
from console.core.totp import totp_code


class RecipeAnswerer:
    """Satisfies ports.Answerer. A refused answer is not sent again: the recipe has no other."""

    def __init__(
        self,
        *,
        answers: Mapping[str, tuple[Mapping[str, Value], ...]],
        resolver: Resolver,
        prompt: TerminalPrompt,
        outbox: CodeSource,
        clock: Clock,
        username: str,
    ) -> None:
        self._answers = {name: list(rounds) for name, rounds in answers.items()}
        self._resolver = resolver
        self._prompt = prompt
        self._outbox = outbox
        self._clock = clock
        self._username = username
        self._interrupted = False
        self.problem: UserFacingError | None = None  # why the recipe's answer could not be made

    async def answer(self, challenge: Challenge) -> Answer | GiveUp:
        """The recipe's answer, or why there is none."""
        if challenge.refusal is not None:
            return GiveUp(reason="The recipe's answer was not accepted.")
        rounds = self._answers.get(challenge.name)
        if not rounds:
            return _missing(challenge, tuple(field.key for field in challenge.fields))
        table = rounds.pop(0)
        lacking = tuple(
            field.key for field in challenge.fields if not _has(table, field.key, challenge)
        )
        if lacking:
            return _missing(challenge, lacking)
        try:
            return await self._made(table, challenge)
        except UserFacingError as error:  # after the first call: the attempt keeps its record
            self.problem = error
            return GiveUp(reason=f"The answer to {visible(challenge.name, 60)} cannot be made.")

    def interrupt(self) -> None:
        """Ends a prompt that waits for the operator."""
        self._interrupted = True
        self._prompt.interrupt()

    async def _made(self, table: Mapping[str, Value], challenge: Challenge) -> Answer | GiveUp:
        responses: dict[str, str | Secret] = {}
        for key, value in table.items():
            given = await self._given(key, value, challenge)
            if given is None:
                return self._given_up(challenge)
            responses["SOFTWARE_TOKEN_MFA_CODE" if key == "totp_seed" else key] = given
        return Answer(responses=responses, from_seed="totp_seed" in table)

    async def _given(self, key: str, value: Value, challenge: Challenge) -> str | Secret | None:
        if value == "outbox" and key in OUTBOX_KEYS:
            return await self._sent_code()
        if not isinstance(value, Reference):
            return Secret(value) if _is_personal(key, challenge) else value
        secret = await self._resolver.fetch(value, f"{challenge.name} {key}")
        if secret is None:
            return None
        if key == "totp_seed":
            return totp_code(secret, self._clock.now())
        return Secret(clean_code(secret.reveal())) if key.endswith("_CODE") else secret

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


def _has(table: Mapping[str, Value], key: str, challenge: Challenge) -> bool:
    return key in table or (challenge.takes_totp and "totp_seed" in table)


def _is_personal(key: str, challenge: Challenge) -> bool:
    kinds = {field.key: field.kind for field in challenge.fields}
    return kinds.get(key, FieldKind.TEXT) is not FieldKind.CHOICE


def _missing(challenge: Challenge, keys: tuple[str, ...]) -> GiveUp:
    name = visible(challenge.name, 60)
    shown = ", ".join(visible(key, 60) for key in keys)
    return GiveUp(reason=f"The recipe has no answer to {name}: it lacks {shown}.", missing=keys)
