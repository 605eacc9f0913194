"""Tests of the catalogue as a whole: what is refused, and how entries are found."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.core.diagnosis.catalogue import Catalogue
from console.core.diagnosis.entry import CatalogueError

RawEntry = dict[str, object]


def raw(entry_id: str, **fields: object) -> RawEntry:
    return {
        "id": entry_id,
        "meaning": "Something happened.",
        "causes": ["A cause."],
        "act": ["user"],
        "next_steps": ["Do this."],
        "retry": {"when": "no", "after_s": None},
        "counts_towards_lockout": None,
        "confidence": "unconfirmed",
    } | fields


UNKNOWN = raw("UNKNOWN")


def parse(*entries: RawEntry) -> Catalogue:
    return Catalogue.parse(json.dumps({"schema_version": 1, "entries": entries}).encode())


def test_entries_are_found_by_code_and_alias_without_regard_to_case_in_file_order() -> None:
    catalogue = parse(
        raw("AA01", code="OneException", patterns=["^x"]),
        raw("AA00", code="OneException", aliases=["One"]),
        UNKNOWN,
    )
    assert [entry.id for entry in catalogue.of_code("oneEXCEPTION")] == ["AA01", "AA00"]
    assert [entry.id for entry in catalogue.of_code("one")] == ["AA00"]
    assert catalogue.of_code("TwoException") == ()
    assert catalogue.of_code("") == ()


def test_entries_are_found_by_id_and_counted() -> None:
    catalogue = parse(raw("AA00", code="OneException"), UNKNOWN)
    found = catalogue.by_id("AA00")
    assert found is not None
    assert found.code == "OneException"
    assert catalogue.by_id("AA01") is None
    assert len(catalogue) == 2
    assert [entry.id for entry in catalogue] == ["AA00", "UNKNOWN"]


def test_families_are_kept_in_order_and_apart_from_unknown() -> None:
    catalogue = parse(raw("FA02", code_pattern="B"), UNKNOWN, raw("FA01", http_status=[500, 599]))
    assert [entry.id for entry in catalogue.families] == ["FA02", "FA01"]
    assert catalogue.unknown.id == "UNKNOWN"


def test_an_id_used_twice_is_refused() -> None:
    with pytest.raises(CatalogueError, match="cannot be used") as caught:
        parse(raw("AA00", code="A"), raw("AA00", code="B"), UNKNOWN)
    assert "AA00: this id is used twice" in caught.value.detail


def test_a_code_without_an_entry_for_its_unknown_texts_is_refused() -> None:
    with pytest.raises(CatalogueError) as caught:
        parse(raw("AA01", code="OneException", patterns=["^x"]), UNKNOWN)
    assert "AA01" in caught.value.detail
    assert "without patterns" in caught.value.detail


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not readable as JSON"),
        (b"\xff\xfe\xff", "not readable as JSON"),
        (b"[" * 100_000, "not readable as JSON (RecursionError)"),
        (b"[]", "no list of entries"),
        (b'{"schema_version": 1}', "no list of entries"),
        (b'{"schema_version": 2, "entries": []}', "schema_version is not 1"),
        (b'{"schema_version": 1, "entries": []}', "no entry UNKNOWN"),
        (b'{"schema_version": 1, "entries": [{"id": "AA01"}]}', "entry AA01: without"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_with_the_reason(data: bytes, problem: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        Catalogue.parse(data)
    assert problem in caught.value.detail


@given(st.binary())
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    with pytest.raises(CatalogueError):
        Catalogue.parse(data)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(field=st.sampled_from([*UNKNOWN, "code", "patterns", "http_status", "act"]), value=_json)
def test_any_value_in_any_field_is_read_or_refused(field: str, value: object) -> None:
    with suppress(CatalogueError):  # refused is right as well; nothing else may come
        assert len(parse(raw("AA00", code="A") | {field: value}, UNKNOWN)) == 2
