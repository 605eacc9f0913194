"""The last look at a finished file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from console.cases.registry import FORMATS
from console.cases.self_check import SelfCheck, distinct, looks_secret, names_somebody
from console.cases.write import write_case
from console.core.errors import UserFacingError
from console.core.masking import LiveSecrets
from console.core.secret import Secret
from tests.cases.leaky import ALL, MUTANTS, NAMES, SECRETS, Mutant, case_of, scenario

RUNS = [(mutant, form) for mutant in MUTANTS for form in mutant.formats]


def test_there_are_fifty_mistakes_and_each_has_its_name() -> None:
    assert len(MUTANTS) >= 50
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
    assert {form for mutant in MUTANTS for form in mutant.formats} == set(ALL) == set(FORMATS)


@pytest.mark.parametrize("form", ALL)
def test_without_a_mistake_the_file_is_written_and_holds_nothing(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"case.{form}"
    write_case(case_of(scenario()), path, form)
    text = path.read_text(encoding="utf-8")
    for value in (*SECRETS, *NAMES):
        assert value not in text
    assert "USER-1" in text
    assert "DEVICE-1" in text


@pytest.mark.parametrize(
    ("mutant", "form"), RUNS, ids=[f"{mutant.name}, {form}" for mutant, form in RUNS]
)
def test_each_mistake_is_stopped_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: Mutant, form: str
) -> None:
    mutant.spoil(monkeypatch)
    path = tmp_path / f"case.{form}"
    path.write_text("of before")
    with pytest.raises(UserFacingError, match="was not kept") as raised:
        write_case(case_of(scenario()), path, form, force=True)
    told = raised.value.sentence()
    assert not any(value in told for value in (*SECRETS, *NAMES))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert path.read_text() == "of before"


def problem(text: str, check: SelfCheck) -> str | None:
    return check.problem(text.encode(), lambda document: document.split("\n"))


def test_what_is_wrong_is_named_by_kind() -> None:
    live = LiveSecrets()
    live.add([Secret("hunter2-canary")])
    assert problem("all is quiet", SelfCheck(live=live, people=("alice",))) is None
    assert "secret of this attempt" in str(problem("a hunter2-canary", SelfCheck(live=live)))
    assert "looks like a secret" in str(problem("password=hunter2", SelfCheck()))
    for text in ("for alice, no", "bob@x.org", "+12025550123", "111122223333"):
        assert "a name" in str(problem(text, SelfCheck(people=("alice",)))), text
        assert problem(text, SelfCheck(names_shown=True)) is None
    assert "no text" in str(SelfCheck().problem(b"\xff\xfe", str.split))


@pytest.mark.parametrize("name", ["password", "alice", "refused", "eu-west-1", "a"])
def test_a_name_that_every_case_says_keeps_none_from_being_written(
    tmp_path: Path, name: str
) -> None:
    made = scenario()
    case = case_of(replace(made, record=replace(made.record, username=name)))
    for form in FORMATS:
        write_case(case, tmp_path / f"case.{form}", form)


@pytest.mark.parametrize(
    "password", ["Error", "refused", "200", "a", "null", "USERNAME", "password", " ", "", "2026"]
)
def test_a_password_that_every_case_says_keeps_none_from_being_written(
    tmp_path: Path, password: str
) -> None:
    made = scenario()
    made.live.add([Secret(password)])
    case = case_of(made)
    for form in FORMATS:
        write_case(case, tmp_path / f"case.{form}", form)


def test_what_is_withheld_of_metadata_may_be_the_ticket_but_a_password_may_not(
    tmp_path: Path,
) -> None:
    made = scenario()
    made.live.add_values(["CS-48213", "eu-west-1", "Linux 6.1"])
    write_case(case_of(made), tmp_path / "case.md", "md")
    made.live.add([Secret("CS-48213")])
    with pytest.raises(UserFacingError) as raised:
        write_case(case_of(made), tmp_path / "other.md", "md")
    assert "ticket" in raised.value.hint
    assert not (tmp_path / "other.md").exists()


def test_times_numbers_and_ids_are_looked_at_by_the_search_for_values_alone() -> None:
    dull = (
        "12.345", "- 12 ms ", "2026-01-02T03:04:05.678+00:00", "2026-01-02T03:04:05+00:00",
        "05d2e49f-0d61-420c-98c1-09c3e9e3fb98", "7",
    )  # fmt: skip
    assert distinct((*dull, "x", "x", "+12025550123", "111122223333")) == (
        "x",
        "+12025550123",
        "111122223333",
    )


def test_texts_are_counted() -> None:
    texts = ("password=hunter2", "quiet", "bob@x.org", "eyJhbGciOiJI.eyJzdWIiOiI.x")
    assert (looks_secret(texts), names_somebody(texts)) == (2, 1)
