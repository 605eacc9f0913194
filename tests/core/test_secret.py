from __future__ import annotations

import copy
import pickle

import pytest

from console.core.secret import WITHHELD, Secret


def test_no_rendering_shows_the_value() -> None:
    secret = Secret("hunter2")
    shown = [repr(secret), str(secret), f"{secret}", f"{secret:>40}", f"{secret!r}", f"{[secret]}"]
    assert all("hunter2" not in text for text in shown)
    assert shown[0] == WITHHELD


def test_equal_by_value_and_true_when_not_empty() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert Secret("a")
    assert not Secret("")


def test_cannot_be_hashed_pickled_or_measured() -> None:
    secret = Secret("hunter2")
    with pytest.raises(TypeError):
        hash(secret)
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        len(secret)  # type: ignore[arg-type]
    assert copy.deepcopy(secret) is secret
