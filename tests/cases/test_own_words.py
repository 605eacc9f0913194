"""The words that cases say of themselves."""

from __future__ import annotations

import pytest

from console.cases.own_words import own_words
from console.core.conversation.challenges import ANSWERED
from console.core.echoes import folded
from console.core.telling import OUTCOME_WORDS


@pytest.mark.parametrize(
    "word",
    [
        *ANSWERED, *(words for words, _ in OUTCOME_WORDS.values()), "Tried", "Withheld", "Timeline",
        "schema_version", "user_pool_id", "The password is wrong", "USERNAME", "practice pool",

    ],
)  # fmt: skip
def test_what_every_case_may_say_is_known(word: str) -> None:
    assert folded(word) in own_words()


@pytest.mark.parametrize("word", ["swordfish", "alice", "hunter2", "correct horse"])
def test_what_no_case_says_by_itself_is_not(word: str) -> None:
    assert word not in own_words()
