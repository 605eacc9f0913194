"""[answers] of a recipe: one table a round, by the names of Cognito's challenges."""

from __future__ import annotations

from collections.abc import Mapping

from console.cli.recipe_document import Document, Path
from console.cli.recipe_keys import (
    ANSWER_KEYS,
    ANSWERED_HERE,
    MADE_HERE,
    OUTBOX_KEYS,
    answer_form,
    is_answer_key,
    is_challenge_name,
)
from console.cli.references import Reference, Source, Value
from console.core.conversation.challenges import MFA_SETUP
from console.core.profile import ProfileKind

Round = Mapping[str, Value]


def read_answers(document: Document, kind: ProfileKind) -> dict[str, tuple[Round, ...]]:
    """The rounds by challenge; a challenge that is not known takes any keys."""
    found: dict[str, tuple[Round, ...]] = {}
    for name, value in document.table_at(("answers",), optional=True).items():
        path = ("answers", name)
        if name in ANSWERED_HERE:
            raise document.fail(path, f"{name} is never answered by a recipe: the program does it.")
        if not is_challenge_name(name):
            raise document.fail(
                path,
                f"answers.{name} is no challenge's name.",
                f"Known challenges: {', '.join(ANSWER_KEYS)}; another is written as they are.",
            )
        rounds = value if isinstance(value, list) else [value]
        found[name] = tuple(
            _round(document, path, table, kind, at) for at, table in enumerate(rounds)
        )
    return found


def _round(document: Document, path: Path, table: object, kind: ProfileKind, at: int) -> Round:
    if not isinstance(table, dict):
        raise document.fail(path, f"{'.'.join(path)} must be a table.")
    name, found = path[-1], dict[str, Value]()
    for key, text in table.items():
        where = (*path, key)
        if key in MADE_HERE:
            raise document.fail(where, f"{key} is never given: the program makes it.", at=at)
        if not is_answer_key(name, key):
            raise document.fail(
                where,
                f"{'.'.join(where)} is not known.",
                f"Known here: {', '.join(ANSWER_KEYS.get(name, ()))}.",
                at,
            )
        if not isinstance(text, str):
            raise document.fail(where, f"{'.'.join(where)} must be a text.", at=at)
        found[key] = _value(document, where, text, kind, at)
    return found


def _value(document: Document, path: Path, text: str, kind: ProfileKind, at: int) -> Value:
    name, key = path[1:]
    if text == "outbox" and key in OUTBOX_KEYS and kind is ProfileKind.PRACTICE:
        return text
    value = document.value(path, text, answer_form(name, key), at)
    if (name, key) == (MFA_SETUP, "SOFTWARE_TOKEN_MFA_CODE") and text == "prompt":
        raise document.fail(
            path,
            f"{'.'.join(path)} cannot be asked for: the key that it is made from comes during the "
            "run and is shown nowhere.",
            "Leave it out: the code is then made from the new key. The window shows the key.",
            at,
        )
    if (
        (name, key) == (MFA_SETUP, "totp_seed")
        and isinstance(value, Reference)
        and value.source is not Source.KEYRING
    ):
        raise document.fail(
            path,
            f"{'.'.join(path)} says where the new seed is to be kept, and that can only be the "
            "keyring.",
            "Write keyring:NAME, or leave it out: then the seed is lost after the run.",
            at,
        )
    return value
