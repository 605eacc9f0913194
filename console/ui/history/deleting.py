"""Deleting from the history: asks first, saying what will be gone, and follows in the tabs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.core.errors import UserFacingError
from console.core.history import Query, Row, folded
from console.core.ports import Journal
from console.core.text import visible
from console.ui.desk_tabs import DeskTabs, TabDesk
from console.ui.message_strip import MessageStrip
from console.ui.parts.dialogs import confirm
from console.ui.strip_tasks import StripTasks

_NAME_LIMIT, _NAMES = 60, 3
_FOR_GOOD = "This cannot be taken back. Files that were exported stay where they are."
_WITH = "with their timelines, tags and notes"


class HistoryDeletion(QObject):
    """What runs is not deleted: it would have to be written again at once."""

    deleted = Signal(object)  # the ids of those that stood in the list or in a tab

    def __init__(
        self,
        *,
        journal: Journal,
        tabs: DeskTabs,
        work: StripTasks,
        strip: MessageStrip,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._journal = journal
        self._tabs = tabs
        self._work = work
        self._strip = strip
        self._window = window

    def delete(self, rows: Sequence[Row]) -> None:
        """These attempts, after a question."""
        self._work.start(self._delete(rows), name="delete attempts")

    def delete_customer(self, username: str) -> None:
        """Everything of a user, after a question."""
        self._work.start(self._delete_customer(username), name="delete customer")

    def delete_all(self) -> None:
        """The whole history, after a question."""
        self._work.start(self._delete_all(), name="delete history")

    # Inside

    async def _delete(self, rows: Sequence[Row]) -> None:
        ids = {row.header.attempt_id for row in rows}
        self._refuse_running(lambda desk: _shows(desk, ids))
        sure = await confirm(
            self._window,
            title=f"Delete {_attempts(len(rows))}?",
            text=what_goes(rows),
            action="Delete",
        )
        if sure:
            self._refuse_running(lambda desk: _shows(desk, ids))
            count = await self._journal.delete(sorted(ids))
            self._leave(lambda desk: _shows(desk, ids), ids)
            self._strip.show_info(f"{_attempts(count).capitalize()} deleted.")

    async def _delete_customer(self, username: str) -> None:
        self._refuse_running(lambda desk: _is_of(desk, username))
        name = visible(username, _NAME_LIMIT)
        page = await self._journal.search(Query(user=username, limit=1))
        sure = await confirm(
            self._window,
            title=f"Delete everything of {name}?",
            text=(
                f"{_attempts(page.total).capitalize()} of {name} will be gone, {_WITH}, pinned or "
                "not, with the name wherever else the journal has it. Files that were kept of "
                f"earlier, damaged journals go as a whole.\n\n{_FOR_GOOD}"
            ),
            action="Delete everything",
        )
        if sure:
            self._refuse_running(lambda desk: _is_of(desk, username))
            count = await self._journal.delete_customer(username)
            self._leave(lambda desk: _is_of(desk, username))
            self._strip.show_info(f"Everything of {name} is deleted: {_attempts(count)}.")

    async def _delete_all(self) -> None:
        self._refuse_running(lambda desk: desk.running)
        page = await self._journal.search(Query(limit=1))
        sure = await confirm(
            self._window,
            title="Delete the whole history?",
            text=(
                f"{_attempts(page.total).capitalize()} will be gone, {_WITH}, pinned or not, and "
                "the files that were kept of earlier, damaged journals. Profiles and kept secrets "
                f"stay.\n\n{_FOR_GOOD}"
            ),
            action="Delete all",
        )
        if sure:
            self._refuse_running(lambda desk: desk.running)
            await self._journal.delete_all()
            self._leave(lambda _desk: True)
            self._strip.show_info("The history is deleted.")

    def _refuse_running(self, concerns: Callable[[TabDesk], bool]) -> None:
        if any(desk.running and concerns(desk) for desk in self._tabs.desks):
            raise UserFacingError(
                "Nothing was deleted.",
                "An attempt that would go with it is still running.",
                "Wait for its end or cancel it, then delete.",
            )

    def _leave(self, concerns: Callable[[TabDesk], bool], ids: Collection[str] = ()) -> None:
        """No tab shows what is gone."""
        gone = set(ids)
        for desk in self._tabs.desks:
            record = desk.record()
            if record is not None and concerns(desk) and not desk.running:
                gone.add(record.attempt_id)
                desk.new_request()
        self.deleted.emit(gone)


def what_goes(rows: Sequence[Row]) -> str:
    """How many attempts, of whom, and what they have that others do not."""
    names = list(dict.fromkeys(visible(r.header.username, _NAME_LIMIT) for r in rows))
    whom = ", ".join(name or "no user name" for name in names[:_NAMES])
    if len(names) > _NAMES:
        whom += f" and {len(names) - _NAMES} more"
    whose = "with its timeline, tags and note" if len(rows) == 1 else _WITH
    pinned = sum(row.annotations.pinned for row in rows)
    kept = ""
    if pinned:
        kept = " It is pinned." if len(rows) == 1 else f" {pinned} of them pinned."
    return (
        f"{_attempts(len(rows)).capitalize()} of {whom} will be gone, {whose}.{kept}\n\n{_FOR_GOOD}"
    )


def _attempts(count: int) -> str:
    return "one attempt" if count == 1 else f"{count:,} attempts"


def _shows(desk: TabDesk, ids: Collection[str]) -> bool:
    record = desk.record()
    return record is not None and record.attempt_id in ids


def _is_of(desk: TabDesk, username: str) -> bool:
    record = desk.record()
    return record is not None and folded(record.username) == folded(username)
