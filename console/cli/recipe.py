"""A recipe: the TOML file that says where to sign in, what to ask and what to answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from console.cli.recipe_answers import Round, read_answers
from console.cli.recipe_document import CORRECT, Document
from console.cli.recipe_keys import AFTER_KEYS, ANSWER_KEYS, NO_SRP, REQUEST_KEYS
from console.cli.recipe_profile import read_profile
from console.cli.recipe_request import RequestRecipe, read_request
from console.cli.references import Reference
from console.cli.toml_lines import line_of
from console.core.conversation.flows import FLOWS
from console.core.errors import UserFacingError
from console.core.fields import FieldProblem
from console.core.profile import Profile
from console.core.text import visible

_SIZE_LIMIT = 256 * 1024
_ROTATED = "rotated"


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterRecipe:
    """[after]: what follows a sign-in. `rotated` refreshes by GetTokensFromRefreshToken."""

    refresh: bool = False
    rotated: bool = False
    revoke: bool = True
    remember_device: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A checked recipe; its secrets are still references. `answers` has one table a round."""

    profile: Profile
    client_secret: Reference | None
    request: RequestRecipe
    answers: Mapping[str, tuple[Round, ...]]
    after: AfterRecipe
    text: str = field(repr=False, compare=False)

    def notes(self) -> tuple[str, ...]:
        """What is no mistake but may be one: names that only a newer Cognito would have."""
        flow = self.request.auth_flow
        strange = [name for name in self.answers if name not in ANSWER_KEYS and name != NO_SRP]
        told = [f"{visible(flow, 80)} is no flow that this version knows; it is sent as it is."]
        return tuple(told if flow not in FLOWS else ()) + tuple(
            f"{visible(name, 80)} is no challenge that this version knows; its keys go as they are."
            for name in strange
        )

    def error(self, problem: FieldProblem) -> UserFacingError:
        """What is wrong with the request that the recipe makes, with the line where it stands."""
        name = problem.field
        inside = () if name.split(".")[0] in REQUEST_KEYS else ("parameters",)
        path = ("request", *inside, *name.split("."))
        line = line_of(self.text, path)
        where = f"Line {line}: " if line is not None else ""
        return UserFacingError(
            "The request is in error.", f"{where}{'.'.join(path)}: {problem.sentence}", CORRECT
        )


def read_recipe(path: Path) -> Recipe:
    """Reads and checks the file; UserFacingError names the line of what is wrong."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_SIZE_LIMIT + 1)
    except OSError as error:
        raise UserFacingError(
            "The recipe cannot be read.",
            f"{path}: {error.strerror or 'unreadable'}.",
            "Check the file's name and its permissions.",
        ) from error
    if len(data) > _SIZE_LIMIT:
        raise UserFacingError(
            "The recipe is too large.",
            f"A recipe has at most {_SIZE_LIMIT // 1024} KiB.",
            "Check that this is the file you meant.",
        )
    try:
        return parse_recipe(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UserFacingError(
            "The recipe is not a text in UTF-8.",
            f"The first foreign byte is number {error.start}.",
            "Save the file again as UTF-8.",
        ) from error


def parse_recipe(text: str) -> Recipe:
    """Checks the whole text; UserFacingError names the line of what is wrong."""
    try:
        tree = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: a number of thousands of digits
        # tomllib's own text may quote the line, and the line may hold a password.
        where = re.search(r"\(at (line \d+, column \d+|end of document)\)", str(error))
        raise UserFacingError(
            "The recipe is not valid TOML.",
            f"The mistake is at {where[1]}." if where else "Its structure is broken.",
            'Texts stand in double quotes: username = "alice".',
        ) from None
    return _recipe(Document(text, tree))


def _recipe(document: Document) -> Recipe:
    document.check_keys((), document.tree, ("profile", "request", "answers", "after"))
    profile = read_profile(document)
    return Recipe(
        profile=profile,
        client_secret=document.reference_at(
            ("profile", "client_secret"), document.table_at(("profile",))
        ),
        request=read_request(document),
        answers=read_answers(document, profile.kind),
        after=_after(document),
        text=document.text,
    )


def _after(document: Document) -> AfterRecipe:
    table = document.table_at(("after",), optional=True)
    document.check_keys(("after",), table, AFTER_KEYS)
    rotated = table.get("refresh") == _ROTATED
    return AfterRecipe(
        refresh=rotated or document.flag_at(("after", "refresh"), table, default=False),
        rotated=rotated,
        revoke=document.flag_at(("after", "revoke"), table, default=True),
        remember_device=document.flag_at(("after", "remember_device"), table, default=False),
    )
