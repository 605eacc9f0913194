"""Parameters as the library takes them."""

from __future__ import annotations

from console.core.call import ParamValue
from console.core.secret import Secret
from console.services.parameters import revealed


def test_secrets_are_unwrapped_at_every_depth() -> None:
    params: dict[str, ParamValue] = {
        "A": "a",
        "B": Secret("b"),
        "C": {"D": Secret("d"), "E": ({"F": Secret("f")}, "g")},
        "H": (),
    }
    assert revealed(params) == {
        "A": "a",
        "B": "b",
        "C": {"D": "d", "E": [{"F": "f"}, "g"]},
        "H": [],
    }
