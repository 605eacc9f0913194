"""What the filters offer: values of rows that were seen."""

from __future__ import annotations

from console.core.history import Annotations, Row
from console.core.record import Outcome
from console.ui.history.seen import Seen
from console.ui.history.wanted import Cause
from tests.ui.fakes_ui import classification, header

ROWS = (
    Row(
        header=header("2", username="bert", ticket="CS-7"),
        annotations=Annotations(tags=("vip", "late")),
    ),
    Row(header=header("1", outcome=Outcome.FAILED, classification=classification())),
)


def test_each_value_once_in_the_order_of_the_rows() -> None:
    seen = Seen()
    seen.add(ROWS)
    seen.add(ROWS)
    assert seen.texts("user") == ["bert", "alice"]
    assert seen.texts("ticket") == ["CS-7"]
    assert seen.texts("tag") == ["vip", "late"]
    assert seen.texts("profile") == ["Contoso shop"]
    assert seen.causes() == [Cause(id="X1", words="not authorized")]


def test_profiles_are_offered_before_they_are_tried() -> None:
    seen = Seen()
    seen.add_profiles(["Fabrikam", ""])
    assert seen.texts("profile") == ["Fabrikam"]


def test_what_would_show_itself_as_another_is_not_offered() -> None:
    seen = Seen()
    seen.add([Row(header=header("1", username="a\u202eb"))])
    assert seen.texts("user") == []


def test_names_of_the_deleted_are_forgotten() -> None:
    seen = Seen()
    seen.add(ROWS)
    seen.forget()
    assert [seen.texts(kind) for kind in ("user", "ticket", "tag")] == [[], [], []]
    assert seen.causes() == []
    assert seen.texts("profile") == ["Contoso shop"]


def test_there_is_an_end_to_it() -> None:
    seen = Seen()
    seen.add(Row(header=header(str(n), username=f"user{n}")) for n in range(1000))
    assert len(seen.texts("user")) == 200
