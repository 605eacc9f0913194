"""What was withheld, in words."""

from __future__ import annotations

import pytest

from console.cases.withheld_words import _WORDS, withheld_word
from console.core import labelling, masking


def test_every_kind_that_is_counted_has_words() -> None:
    counted = {*masking._KINDS.values(), *masking._TOP_KINDS.values(), "code", "client_metadata",
               "http_header", "encoded_data", "server_text", "other", "user_name", "id",
               "message_size", "account"}  # fmt: skip
    shapes = (*labelling._BEFORE_PEOPLE, *labelling._AFTER_PEOPLE, *labelling._ALWAYS)
    counted |= {kind for kind, _ in shapes} - {"arn"}
    assert set(_WORDS) == counted


@pytest.mark.parametrize("kind", ["brand_new", "brand\u202enew"])
def test_a_kind_of_another_version_is_told_by_its_name(kind: str) -> None:
    assert withheld_word(kind).startswith("brand")
    assert withheld_word(kind).isprintable()
