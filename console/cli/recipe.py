"""A recipe: the TOML file that says where to sign in, what to ask and what to answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from console.cli.recipe_keys import (
    ANSWER_KEYS,
    MADE_HERE,
    OUTBOX_KEYS,
    PROFILE_KEYS,
    REQUEST_KEYS,
    is_answer_key,
    is_secret_key,
)
from console.cli.references import Reference, parse_reference
from console.cli.toml_lines import line_of
from console.core.call import Path as CallPath
from console.core.conversation.flows import FLOWS, AuthFlow
from console.core.errors import UserFacingError
from console.core.fields import FieldProblem, errors
from console.core.profile import Profile, ProfileKind, profile_problems

_SIZE_LIMIT = 256 * 1024
_CORRECT = "Correct the recipe, then run again."
Value = str | Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextRecipe:
    """[request.context_data] as it stands."""

    ip_address: str
    server_name: str
    server_path: str
    http_headers: Mapping[str, str]
    encoded_data: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A checked recipe; its secrets are still references. `answers` has one table a round."""

    profile: Profile
    client_secret: Reference | None
    auth_flow: AuthFlow
    path: CallPath
    username: str
    ticket: str | None
    parameters: Mapping[str, Value]
    client_metadata: Mapping[str, str]
    context_data: ContextRecipe | None
    answers: Mapping[str, tuple[Mapping[str, Value], ...]]
    text: str = field(repr=False, compare=False)

    def error(self, problem: FieldProblem) -> UserFacingError:
        """What is wrong with the request that the recipe makes, with the line where it stands."""
        name = problem.field
        inside = () if name.split(".")[0] in REQUEST_KEYS else ("parameters",)
        path = ("request", *inside, *name.split("."))
        line = line_of(self.text, path)
        where = f"Line {line}: " if line is not None else ""
        return UserFacingError(
            "The request is in error.", f"{where}{'.'.join(path)}: {problem.sentence}", _CORRECT
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
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: a number of thousands of digits
        # tomllib's own text may quote the line, and the line may hold a password.
        where = re.search(r"\(at (line \d+, column \d+|end of document)\)", str(error))
        raise UserFacingError(
            "The recipe is not valid TOML.",
            f"The mistake is at {where[1]}." if where else "Its structure is broken.",
            'Texts stand in double quotes: username = "alice".',
        ) from None
    return _Reader(text, document).recipe()


class _Reader:
    """Turns the parsed document into a Recipe; every error knows its line."""

    def __init__(self, text: str, document: dict[str, object]) -> None:
        self._text = text
        self._document = document

    def recipe(self) -> Recipe:
        self._known((), self._document, ("profile", "request", "answers"))
        profile_table = self._table(("profile",))
        request = self._table(("request",))
        self._known(("profile",), profile_table, PROFILE_KEYS)
        self._known(("request",), request, REQUEST_KEYS)
        profile = self._profile(profile_table)
        flow = self._flow(request)
        return Recipe(
            profile=profile,
            client_secret=self._client_secret(profile_table),
            auth_flow=flow,
            path=self._path(request),
            username=self._text_value(("request", "username"), request) or "",
            ticket=self._text_value(("request", "ticket"), request),
            parameters=self._parameters(request, profile.kind, flow),
            client_metadata=self._texts(("request", "client_metadata"), request),
            context_data=self._context(request),
            answers=self._answers(profile.kind),
            text=self._text,
        )

    def _fail(
        self, path: tuple[str, ...], sentence: str, hint: str = "", at: int = 0
    ) -> UserFacingError:
        line = line_of(self._text, path, at)
        where = f"Line {line}: " if line is not None else ""
        return UserFacingError("The recipe is in error.", f"{where}{sentence}", hint or _CORRECT)

    def _known(
        self, path: tuple[str, ...], table: Mapping[str, object], known: Sequence[str]
    ) -> None:
        for key in table:
            if key not in known:
                name = ".".join((*path, key))
                raise self._fail(
                    (*path, key), f"{name} is not known.", f"Known here: {', '.join(known)}."
                )

    def _table(self, path: tuple[str, ...], *, optional: bool = False) -> dict[str, object]:
        value: object = self._document
        for part in path:
            value = value.get(part) if isinstance(value, dict) else None
        if value is None and optional:
            return {}
        if not isinstance(value, dict):
            name = ".".join(path)
            raise self._fail(path, f"The recipe needs a table [{name}].", "See the README.")
        return value

    def _text_value(self, path: tuple[str, ...], table: Mapping[str, object]) -> str | None:
        value = table.get(path[-1])
        if value is None or isinstance(value, str):
            return value
        raise self._fail(path, f"{'.'.join(path)} must be a text.", "Put it in double quotes.")

    def _texts(self, path: tuple[str, ...], parent: Mapping[str, object]) -> dict[str, str]:
        table = parent.get(path[-1], {})
        if not isinstance(table, dict):
            raise self._fail(path, f"{'.'.join(path)} must be a table.")
        found: dict[str, str] = {}
        for key, value in table.items():
            if not isinstance(value, str):
                raise self._fail((*path, key), f"{'.'.join((*path, key))} must be a text.")
            found[key] = value
        return found

    def _profile(self, table: Mapping[str, object]) -> Profile:
        texts = {
            key: self._text_value(("profile", key), table)
            for key in PROFILE_KEYS
            if not key.endswith("_s")
        }
        for key in ("region", "user_pool_id", "client_id"):
            if texts[key] is None:
                raise self._fail(("profile",), f"profile.{key} is missing.")
        profile = Profile(
            profile_id="recipe",
            name="recipe",
            kind=self._kind(texts["kind"]),
            region=texts["region"] or "",
            user_pool_id=texts["user_pool_id"] or "",
            client_id=texts["client_id"] or "",
            has_client_secret="client_secret" in table,
            aws_profile=texts["aws_profile"],
            endpoint_url=texts["endpoint_url"],
            ca_bundle=texts["ca_bundle"],
            proxy=texts["proxy"],
            **self._limits(table),
        )
        for problem in errors(profile_problems(profile)):
            raise self._fail(("profile", problem.field), problem.sentence)
        if profile.kind is ProfileKind.PRACTICE and profile.endpoint_url is None:
            raise self._fail(
                ("profile",),
                "A profile of kind practice needs the endpoint_url of a practice pool.",
                "Start one with: signin-console practice",
            )
        return profile

    def _kind(self, text: str | None) -> ProfileKind:
        if text is None:
            return ProfileKind.PRODUCTION
        try:
            return ProfileKind(text)
        except ValueError:
            raise self._fail(
                ("profile", "kind"),
                "profile.kind is not known.",
                f"Known kinds: {', '.join(ProfileKind)}.",
            ) from None

    def _limits(self, table: Mapping[str, object]) -> dict[str, float]:
        found: dict[str, float] = {}
        for key in ("connect_timeout_s", "read_timeout_s", "total_timeout_s"):
            value = table.get(key)
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise self._fail(("profile", key), f"profile.{key} must be a number of seconds.")
            try:
                found[key] = float(value)
            except OverflowError:
                raise self._fail(("profile", key), f"profile.{key} is far too large.") from None
        return found

    def _client_secret(self, table: Mapping[str, object]) -> Reference | None:
        value = self._text_value(("profile", "client_secret"), table)
        return None if value is None else self._reference(("profile", "client_secret"), value)

    def _flow(self, request: Mapping[str, object]) -> AuthFlow:
        text = self._text_value(("request", "auth_flow"), request)
        if text is None:
            raise self._fail(("request",), "request.auth_flow is missing.")
        try:
            return AuthFlow(text)
        except ValueError:
            raise self._fail(
                ("request", "auth_flow"),
                "This version cannot run that auth_flow.",
                f"It runs {', '.join(AuthFlow)}.",
            ) from None

    def _path(self, request: Mapping[str, object]) -> CallPath:
        text = self._text_value(("request", "path"), request)
        try:
            return CallPath.ADMIN if text is None else CallPath(text)
        except ValueError:
            raise self._fail(
                ("request", "path"),
                "request.path is not one that this version runs.",
                f"It runs {', '.join(CallPath)}.",
            ) from None

    def _parameters(
        self, request: Mapping[str, object], kind: ProfileKind, flow: AuthFlow
    ) -> dict[str, Value]:
        path = ("request", "parameters")
        known = (*FLOWS[flow].required, *FLOWS[flow].optional)
        found: dict[str, Value] = {}
        for key, value in self._texts(path, request).items():
            if key == "USERNAME":
                raise self._fail((*path, key), "The user name stands in request.username.")
            if key in MADE_HERE:
                raise self._fail((*path, key), f"{key} is never given: the program makes it.")
            if key not in known:
                raise self._fail(
                    (*path, key),
                    f"{'.'.join((*path, key))} is not a parameter of {flow}.",
                    f"Known here: {', '.join(known)}.",
                )
            found[key] = self._value((*path, key), key, value, kind)
        return found

    def _context(self, request: Mapping[str, object]) -> ContextRecipe | None:
        path = ("request", "context_data")
        if "context_data" not in request:
            return None
        table = self._table(path)
        self._known(
            path,
            table,
            ("ip_address", "server_name", "server_path", "http_headers", "encoded_data"),
        )
        return ContextRecipe(
            ip_address=self._text_value((*path, "ip_address"), table) or "",
            server_name=self._text_value((*path, "server_name"), table) or "",
            server_path=self._text_value((*path, "server_path"), table) or "",
            http_headers=self._texts((*path, "http_headers"), table),
            encoded_data=self._text_value((*path, "encoded_data"), table),
        )

    def _answers(self, kind: ProfileKind) -> dict[str, tuple[Mapping[str, Value], ...]]:
        answers = self._table(("answers",), optional=True)
        found: dict[str, tuple[Mapping[str, Value], ...]] = {}
        for name, value in answers.items():
            path = ("answers", name)
            if name not in ANSWER_KEYS:
                raise self._fail(
                    path,
                    f"answers.{name} is not a challenge that can be answered.",
                    f"Known challenges: {', '.join(ANSWER_KEYS)}.",
                )
            rounds = value if isinstance(value, list) else [value]
            found[name] = tuple(
                self._round(path, table, kind, at) for at, table in enumerate(rounds)
            )
        return found

    def _round(
        self, path: tuple[str, ...], table: object, kind: ProfileKind, at: int
    ) -> Mapping[str, Value]:
        if not isinstance(table, dict):
            raise self._fail(path, f"{'.'.join(path)} must be a table.")
        found: dict[str, Value] = {}
        for key, value in table.items():
            where = (*path, key)
            if key in MADE_HERE:
                raise self._fail(where, f"{key} is never given: the program makes it.", at=at)
            if not is_answer_key(path[-1], key):
                raise self._fail(
                    where,
                    f"{'.'.join(where)} is not known.",
                    f"Known here: {', '.join(ANSWER_KEYS[path[-1]])}.",
                    at,
                )
            if not isinstance(value, str):
                raise self._fail(where, f"{'.'.join(where)} must be a text.", at=at)
            found[key] = self._value(where, key, value, kind, at)
        return found

    def _value(
        self, path: tuple[str, ...], key: str, value: str, kind: ProfileKind, at: int = 0
    ) -> Value:
        challenge = path[1] if path[0] == "answers" else None
        if not is_secret_key(key, challenge):
            return value
        if value == "outbox" and key in OUTBOX_KEYS and kind is ProfileKind.PRACTICE:
            return value
        return self._reference(path, value, at)

    def _reference(self, path: tuple[str, ...], value: str, at: int = 0) -> Reference:
        reference = parse_reference(value)
        if reference is None:
            raise self._fail(
                path,
                f"{'.'.join(path)} is written in clear.",
                "Write env:NAME, keyring:NAME or prompt, so that no secret stands in a file.",
                at,
            )
        return reference
