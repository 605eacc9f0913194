from __future__ import annotations

import pytest

from tests.core.diagnosis.rules.refusals import first, found, refused
from tests.core.diagnosis.situations import situation


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ("PW01", "new_password_refused"),
        ("PH01", "password_used_before"),
        ("AE01", "alias_taken"),
        ("IP15", "attributes_refused"),
        ("NA22", "attributes_refused"),
    ],
)
def test_the_answer_to_new_password_required(entry: str, cause: str) -> None:
    assert first(refused(situation(), entry, "NEW_PASSWORD_REQUIRED")) == (cause, True)
    assert found(situation(), cause) is None
