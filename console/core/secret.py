"""The one type for secrets: every rendering is a marker, and only `reveal` gives the value."""

from __future__ import annotations

import hmac
from typing import NoReturn

WITHHELD = "‹withheld›"
COMPUTED = "‹computed›"


class Secret:
    """A value that must not be shown. It cannot be printed, hashed, copied, pickled or measured."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself, for the wire, the keyring or a computation; never for a text."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return WITHHELD

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return WITHHELD

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(
            self._value.encode("utf-8", "surrogatepass"),
            other._value.encode("utf-8", "surrogatepass"),
        )

    __hash__ = None  # type: ignore[assignment]  # a hash is a function of the value

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, _memo: object) -> Secret:
        return self

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("a secret cannot be pickled")
