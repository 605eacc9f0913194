from __future__ import annotations

import pytest

from console.cli.arguments import parser
from console.core.errors import UserFacingError


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--password", "hunter2"], "Unrecognized arguments: --password."),
        (["--password=hunter2"], "Unrecognized arguments: --password."),
        (["hunter2"], "Unrecognized arguments: more values than expected."),
    ],
)
def test_values_of_unknown_options_are_not_repeated(arguments: list[str], told: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        parser().parse_args(["run", "recipe.toml", *arguments])
    assert caught.value.detail == told
