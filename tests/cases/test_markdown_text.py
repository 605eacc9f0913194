"""Texts of others in Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cases.markdown_text import code, prose

HOSTILE = (
    "![x](http://example.invalid/beacon.png)",
    "[click](javascript:alert(1))",
    "`code` ``` fence",
    "```\nbreak out\n```",
    "~~~",
    "| a | b |\n|---|---|",
    "@everyone @here @org/team",
    "<details open ontoggle=alert(1)>",
    "<script>alert(1)</script>",
    "<!-- --> ]]> &lt;b&gt; &amp;",
    "\\# not a title",
    "# title",
    "- [ ] task",
    "* item",
    "1. item",
    "2) item",
    "+ item",
    "> quote",
    "    indented",
    "=====",
    "-----",
    "***",
    "Fixes #1",
    "GH-1",
    "{html}<b>x</b>{html}",
    "!http://example.invalid/x.png!",
    "[~accountid:1]",
    "[x]: http://example.invalid",
    "$$x$$ $`x`$",
    ":smile: a:100:b",
    "www.example.com",
    "mail.to@example.com",
    "see https://example.invalid/a_b_c?d=*e*",
    "__init__ **bold** _x_ ~x~ ^x^ ==x==",
    "ends with \\",
    "ends with `",
    "<",
    "|",
    "`",
    "a\u202eb\x1b[2J",
    "\u00a0\u3000",
)
# What some dialect reads as structure, a link, a mention or a picture.
ACTIVE = re.compile(r"[`*_\[\]<>~#@$\\{}&|^=+]|://|www\.|\bGH-\d|:\w|\.[a-z]", re.IGNORECASE)


def outside_code(text: str) -> str:
    return re.sub(r"`[^`]*`", "", text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "–"),
        ("plain", "`plain`"),
        ("a `b` <c> |d|", r"`a \x60b\x60 \x3cc> \x7cd\x7c`"),
        (" a  b ", r"`\x20a \x20b\x20`"),
        ("   ", r"`\x20\x20\x20`"),
        ("a\u00a0b", r"`a\xa0b`"),
        ("a\u3000b\n\u202e", r"`a\u3000b\n\u202e`"),
        ("Incorrect username or password.", "`Incorrect username or password.`"),
    ],
)
def test_code_is_verbatim_in_one_span(text: str, shown: str) -> None:
    assert code(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "–"),
        (" \u2003 ", "–"),
        ("It's a “plain” sentence (with 1.5 s), isn't it?", None),
        ("Cognito refused; müller, 日本 → ‹withheld› · 100% and/or x.", None),
        ("as ADMIN_NO_SRP_AUTH, then", "as `ADMIN_NO_SRP_AUTH`, then"),
        ("see (http://a.b/c).", "see `(http://a.b/c`)."),
        ("1. item", "`1`. item"),
        ("-  x", "`-` x"),
        ("... !", "`...` `!`"),
        ("+*******1234", "`+*******1234`"),
        ("a@b.c", "`a@b.c`"),
        ("TLSv1.3 at 10.0 ms", None),
        ("mail example.com now", "mail `example.com` now"),
    ],
)
def test_prose_leaves_words_and_sets_the_rest_as_code(text: str, shown: str | None) -> None:
    assert prose(text) == (text if shown is None else shown)


ANY = st.sampled_from(HOSTILE) | st.text() | st.text("`<|>#-*[]()!@:/.\\ \n1a&$")
JOINED = st.lists(ANY, max_size=4).map(" ".join) | st.lists(ANY, max_size=4).map("".join)


@given(JOINED)
def test_no_text_forms_structure(text: str) -> None:
    for shown in (code(text), prose(text)):
        assert "\n" not in shown
        assert "<" not in shown
        assert shown.count("`") % 2 == 0
        assert "``" not in shown
        assert not ACTIVE.search(outside_code(shown))
        assert not re.match(r"\s|-\s|\d+[.)]\s|\d+[.)]$", shown)


@given(JOINED)
def test_code_tells_different_texts_apart(text: str) -> None:
    assert (code(text) == code(text + " ")) is False
    assert code(text) != code(text.replace("a", "b")) or "a" not in text
