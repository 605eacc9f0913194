"""The case as HTML."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.cases.case import Case, CaseContext
from console.cases.html_format import HtmlFormat
from console.core.record import AttemptRecord
from tests.cases.diagnosed import diagnosis
from tests.core.corpus import HOSTILE

MakeRecord = Callable[..., AttemptRecord]
VOID = {"meta", "rect", "line"}


class Reader(HTMLParser):
    """The elements and attributes of a page, and what is read in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[tuple[str, tuple[str, ...]]] = []
        self.open: list[str] = []
        self.said: list[str] = []
        self.odd: list[str] = []
        self.values: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.nodes.append((tag, tuple(name for name, _ in attrs)))
        self.values += [value or "" for _, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.nodes.append((tag, tuple(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open.pop() != tag:
            self.odd.append(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_comment(self, data: str) -> None:
        self.odd.append(data)

    def handle_pi(self, data: str) -> None:
        self.odd.append(data)

    def unknown_decl(self, data: str) -> None:
        self.odd.append(data)


def written(case: Case) -> str:
    stream = io.BytesIO()
    HtmlFormat().write(case, stream)
    return stream.getvalue().decode()


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    assert reader.odd == []
    return reader


@pytest.fixture
def case(make_record: MakeRecord, context: CaseContext) -> Case:
    return Case.from_record(make_record(), context, diagnosis=diagnosis())


def test_nothing_is_run_and_nothing_is_loaded(case: Case) -> None:
    text = written(case)
    nodes = read(text).nodes
    assert text.startswith("<!DOCTYPE html>\n")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'unsafe-inline'")
    tags = {tag for tag, _ in nodes}
    assert tags.isdisjoint({"script", "link", "img", "iframe", "object", "a", "form", "base"})
    names = {name for _, attributes in nodes for name in attributes}
    assert names <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "scope", "role",
        "aria-label", "xmlns", "viewbox", "x", "y", "x1", "x2", "y1", "y2", "width", "height",
        "text-anchor",
    }  # fmt: skip
    body = text.partition("</style>")[2].replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|src=|href=|style=", body)
    assert not re.search(r"url\(|@import|expression", text)


def test_the_first_paragraph_and_the_sections_are_those_of_markdown(case: Case) -> None:
    text = written(case)
    reader = read(text)
    said = "".join(reader.said)
    assert "Tried: sign-in of USER-1 with ADMIN_USER_PASSWORD_AUTH at pool" in said
    assert "Likeliest cause: The password is wrong quiet (decided)." in said
    titles = "Attempt,Paths,Diagnosis,Likely causes,Evidence,Forecast of a further try,Steps"
    for title in f"{titles},Tokens,Timeline,Withheld,Environment".split(","):
        assert f"<h2>{title}</h2>" in text
    assert "alice" not in text
    assert said.count("CodeMismatch") == 0
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    assert "Simulated" in said
    assert "SIMULATED" in "".join(read(written(replace(case, simulated=True))).said)


def test_calls_are_drawn_on_a_scale_of_time(case: Case) -> None:
    text = written(case)
    drawing = text.partition("<svg")[2].partition("</svg>")[0]
    assert 'role="img" aria-label="2 calls in 13 ms, each with its phases"' in drawing
    assert ">1 AdminInitiateAuth</text>" in drawing
    assert ">2 AdminRespondToAuthChallenge ✕</text>" in drawing
    assert drawing.count('class="refused"') == 1
    assert drawing.count('class="call"') == 1
    assert drawing.count("<title>first byte 3.5 ms</title>") == 2
    bars = [float(x) for x in re.findall(r'class="call" x="([\d.]+)"', drawing)]
    assert all(280 <= x <= 1000 for x in bars)
    assert ">0 ms</text>" in drawing
    bare = replace(case, events=())
    assert "<svg" not in written(bare)


def test_a_phase_that_was_not_measured_is_not_drawn(case: Case) -> None:
    events = tuple(
        replace(event, data={**event.data, "phases": "‹withheld›"}) for event in case.events
    )
    drawing = written(replace(case, events=events)).partition("<svg")[2]
    assert "<title>" not in drawing


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_in_every_field_adds_no_node(
    make_record: MakeRecord, context: CaseContext, text: str
) -> None:
    def nodes(inside: str) -> Reader:
        record = make_record(text=inside, username="alice")
        made = Case.from_record(record, context, diagnosis=diagnosis(inside), names=True)
        return read(written(made))

    loud, quiet = nodes(text), nodes("quiet")
    assert loud.nodes == quiet.nodes
    assert not any("\u202e" in said or "\x1b" in said for said in loud.said)


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=()), max_size=60)
    | st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join)
)
def test_any_text_adds_no_node(make_record: MakeRecord, context: CaseContext, text: str) -> None:
    shown = text if text.strip() else "quiet"  # an absent text is a dash without an element
    loud = read(written(Case.from_record(make_record(text=shown), context)))
    quiet = read(written(Case.from_record(make_record(text="quiet"), context)))
    assert len(loud.nodes) == len(quiet.nodes) or "‹withheld›" in "".join(loud.said)


def test_what_is_read_between_the_tags_is_what_is_searched(case: Case) -> None:
    odd = replace(case, ticket='a "b" <c> & d')
    assert 'a "b" <c> & d' in set(HtmlFormat().texts(written(odd)))
