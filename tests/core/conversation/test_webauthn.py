from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.conversation.webauthn import credential_problem, explained
from console.core.text import visible

OPTIONS = {
    "challenge": "bm9uY2U",
    "rpId": "shop.example",
    "timeout": 180000,
    "userVerification": "required",
    "allowCredentials": [{"type": "public-key", "id": "YQ"}, {"type": "public-key", "id": "Yg"}],
}
CREDENTIAL = {
    "id": "YQ",
    "rawId": "YQ",
    "type": "public-key",
    "response": {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA"},
}


def test_the_options_in_words() -> None:
    assert explained(json.dumps(OPTIONS)) == (
        ("relying party", "shop.example"),
        ("passkeys allowed", "2"),
        ("user verification", "required"),
        ("time to answer", "180 s"),
    )


def test_options_that_say_little() -> None:
    assert explained("{}") == (
        ("relying party", "not named"),
        ("passkeys allowed", "any of this relying party"),
        ("user verification", "preferred"),
    )


@given(
    st.text()
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(list(OPTIONS)), inner),
    ).map(json.dumps)
)
def test_any_options_give_words(options: str) -> None:
    assert all(text == visible(text) for _, text in explained(options))


def test_a_whole_credential_is_taken() -> None:
    assert credential_problem(json.dumps(CREDENTIAL)) is None
    assert credential_problem(f"\n {json.dumps(CREDENTIAL)} \n") is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("  ", "Paste"),
        ("{", "no JSON object"),
        ("[]", "no JSON object"),
        ("x" * 20000, "at most"),
        (json.dumps({**CREDENTIAL, "response": {}}), "response.clientDataJSON"),
        (json.dumps({"response": {}}), "id, rawId, type"),
        (json.dumps({**CREDENTIAL, "response": None}), "response"),
    ],
)
def test_what_is_wrong_with_a_pasted_credential(text: str, part: str) -> None:
    assert part in (credential_problem(text) or "")
