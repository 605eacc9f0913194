"""The formats of a case."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from console.cases.registry import FORMATS, by_name, by_suffix
from console.core.errors import UserFacingError


def test_formats_are_found_by_name_and_by_suffix() -> None:
    assert list(FORMATS) == ["json", "md", "html"]
    for name, form in FORMATS.items():
        assert form.name == name
        assert by_name(name) is form
        assert by_suffix(PurePath(f"a.b/case{form.suffix}")) is form
        assert by_suffix(PurePath(f"CASE{form.suffix.upper()}")) is form
        assert form.title
    assert len({form.suffix for form in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("name", ["case", "case.txt", ".json", "case.json.bak", "x\u202e.exe"])
def test_a_file_name_that_asks_for_no_format_is_refused_in_words(name: str) -> None:
    with pytest.raises(UserFacingError) as raised:
        by_suffix(PurePath(name))
    assert ".json, .md or .html" in raised.value.detail
    assert raised.value.hint
    assert "\u202e" not in raised.value.title


def test_an_unknown_format_is_refused_in_words() -> None:
    with pytest.raises(UserFacingError, match="written as pdf") as raised:
        by_name("pdf")
    assert "json, md, html" in raised.value.detail
