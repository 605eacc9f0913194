"""A recipe's TOML as typed values; every error names the line of what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from console.cli.recipe_keys import Form
from console.cli.references import Reference, Value, parse_reference
from console.cli.toml_lines import line_of
from console.core.errors import UserFacingError

CORRECT = "Correct the recipe, then run again."
Path = tuple[str, ...]
Table = Mapping[str, object]


class Document:
    """The text and what tomllib made of it. Paths lead to a key from the top."""

    def __init__(self, text: str, tree: Table) -> None:
        self.text = text
        self.tree = tree

    def fail(self, path: Path, sentence: str, hint: str = "", at: int = 0) -> UserFacingError:
        """The error at `path`, in the `at`-th of several tables of one name."""
        line = line_of(self.text, path, at)
        where = f"Line {line}: " if line is not None else ""
        return UserFacingError("The recipe is in error.", f"{where}{sentence}", hint or CORRECT)

    def check_keys(self, path: Path, table: Table, known: Sequence[str]) -> None:
        """Refuses a key that is not known."""
        for key in table:
            if key not in known:
                name = ".".join((*path, key))
                raise self.fail(
                    (*path, key), f"{name} is not known.", f"Known here: {', '.join(known)}."
                )

    def table_at(self, path: Path, *, optional: bool = False) -> Table:
        """The table; an empty one where it may be absent and is."""
        value: object = self.tree
        for part in path:
            value = value.get(part) if isinstance(value, dict) else None
        if value is None and optional:
            return {}
        if not isinstance(value, dict):
            name = ".".join(path)
            raise self.fail(path, f"The recipe needs a table [{name}].", "See the README.")
        return value

    def text_at(self, path: Path, table: Table) -> str | None:
        """The text, None where the key is absent."""
        value = table.get(path[-1])
        if value is None or isinstance(value, str):
            return value
        raise self.fail(path, f"{'.'.join(path)} must be a text.", "Put it in double quotes.")

    def texts_at(self, path: Path, parent: Table) -> dict[str, str]:
        """A table of texts, empty where it is absent."""
        table = parent.get(path[-1], {})
        if not isinstance(table, dict):
            raise self.fail(path, f"{'.'.join(path)} must be a table.")
        found: dict[str, str] = {}
        for key, value in table.items():
            if not isinstance(value, str):
                raise self.fail((*path, key), f"{'.'.join((*path, key))} must be a text.")
            found[key] = value
        return found

    def number_at(self, path: Path, table: Table, unit: str) -> float | None:
        """The number, None where the key is absent."""
        value = table.get(path[-1])
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(path, f"{'.'.join(path)} must be a number of {unit}.")
        try:
            return float(value)
        except OverflowError:
            raise self.fail(path, f"{'.'.join(path)} is far too large.") from None

    def flag_at(self, path: Path, table: Table, *, default: bool) -> bool:
        """true or false."""
        value = table.get(path[-1], default)
        if isinstance(value, bool):
            return value
        raise self.fail(path, f"{'.'.join(path)} must be true or false.")

    def reference_at(self, path: Path, table: Table) -> Reference | None:
        """The reference to a secret, None where the key is absent."""
        text = self.text_at(path, table)
        return None if text is None else self.reference(path, text)

    def reference(self, path: Path, text: str, at: int = 0) -> Reference:
        """The reference that `text` is; anything else may be a secret in clear."""
        reference = parse_reference(text)
        if reference is None:
            raise self.fail(
                path,
                f"{'.'.join(path)} is written in clear.",
                "Write env:NAME, keyring:NAME or prompt, so that no secret stands in a file.",
                at,
            )
        return reference

    def value(self, path: Path, text: str, form: Form, at: int = 0) -> Value:
        """`text` as its form wants it."""
        if form is Form.TEXT:
            return text
        if form is Form.EITHER:
            return parse_reference(text) or text
        return self.reference(path, text, at)
