from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.practice.accounts import Account, Status, seeded_attributes
from console.practice.errors import PracticeError
from console.practice.seeds import SEEDS
from console.practice.tokens import subject
from console.practice.user_filter import matcher

_ODD = Account(
    username='quo"te',
    password="x",
    enabled=False,
    status=Status.UNCONFIRMED,
    attributes=seeded_attributes("odd"),
)


def _names(text: str) -> set[str]:
    fits = matcher(text)
    return {account.username for account in (*SEEDS, _ODD) if fits(account)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('email = "dave@example.com"', {"dave"}),
        ('email="dave@example.com"', {"dave"}),
        ('"email" = "dave@example.com"', {"dave"}),
        ('email = "Dave@example.com"', set()),
        ('email ^= "dave@"', {"dave"}),
        (f'sub = "{subject("erin")}"', {"erin"}),
        ('phone_number = "+12025550134"', {"erin"}),
        ('username ^= "sms-"', {"sms-role", "sms-trust"}),
        ('username = "sms-"', set()),
        ('username = "quo\\"te"', {'quo"te'}),
        ('status = "Disabled"', {"ivan", 'quo"te'}),
        ('cognito:user_status = "UNCONFIRMED"', {"judy", 'quo"te'}),
        ('given_name = "x"', set()),
    ],
)
def test_who_fits(text: str, names: set[str]) -> None:
    assert _names(text) == names


def test_no_filter_lets_everybody_through() -> None:
    assert len(_names("")) == len(_names("  ")) == len(SEEDS) + 1


@pytest.mark.parametrize("text", ['custom:tenant = "x"', 'password = "x"', 'address ^= "x"'])
def test_what_cannot_be_searched_is_named(text: str) -> None:
    name = text.split(maxsplit=1)[0]
    with pytest.raises(PracticeError, match=f"Invalid search attribute: {name}") as caught:
        matcher(text)
    assert caught.value.code == "InvalidParameterException"


@pytest.mark.parametrize(
    "text", ["email", "email = x", 'email = "x', 'email = "x" "', 'email == "x"', 'e mail = "x"']
)
def test_what_is_no_filter(text: str) -> None:
    with pytest.raises(PracticeError, match=r"Error while parsing filter\."):
        matcher(text)


@given(st.text(max_size=60))
def test_any_value_can_be_asked_for(value: str) -> None:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    fits = matcher(f'username = "{escaped}"')
    assert fits(Account(username=value, password="x"))
    assert not fits(Account(username=value + "x", password="x"))


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    code = "InvalidParameterException"
    try:
        matcher(text)
    except PracticeError as error:
        code = error.code
    assert code == "InvalidParameterException"
