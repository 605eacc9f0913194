"""A call's parameters as the library takes them: the one place where secrets are unwrapped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.core.call import ParamValue
from console.core.secret import Secret


def revealed(value: ParamValue) -> Any:
    """`value` with every secret in it as text, and tuples as lists."""
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, Mapping):
        return {name: revealed(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [revealed(each) for each in value]
    return value
