"""Two secrets, one scenario: nothing that leaves the program tells them apart."""

from __future__ import annotations

import random

import pytest

from console.core.masking import LiveSecrets
from tests.cases.pairs import SCENARIOS, Secrets, artefacts, secrets_from

PAIRS = 4  # of each scenario


@pytest.mark.parametrize("name", SCENARIOS)
def test_other_secrets_change_nothing(name: str) -> None:
    dice = random.Random(name)  # noqa: S311
    for _ in range(PAIRS):
        first, second = secrets_from(dice), secrets_from(dice)
        assert artefacts(SCENARIOS[name], first) == artefacts(SCENARIOS[name], second)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_case_of_each_scenario_tells_what_happened(name: str) -> None:
    found = artefacts(SCENARIOS[name], secrets_from(random.Random(1)))  # noqa: S311
    assert set(found) == {"show", "json", "md", "html"}
    assert "USER-1" in found["md"]
    assert "alice" not in "".join(found.values())
    assert "‹withheld›" in found["json"]


def test_a_masker_that_shows_a_length_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LiveSecrets, "shown", lambda _live, text: text)
    monkeypatch.setattr("console.core.events.WITHHELD", "‹withheld›")

    def lengths(of: Secrets) -> dict[str, str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("console.core.masking.WITHHELD", f"‹{len(of.password)} characters›")
            return artefacts(SCENARIOS["refused"], of)

    dice = random.Random(7)  # noqa: S311
    made = {len(of.password): lengths(of)["json"] for of in map(secrets_from, [dice] * 5)}
    assert len(set(made.values())) == len(made) > 1
