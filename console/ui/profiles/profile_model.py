"""The profiles as rows of a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from console.core.profile import Profile
from console.core.text import visible
from console.ui.parts.row_list import RowRole
from console.ui.parts.tooltip import plain_tooltip
from console.ui.theme import KIND_SHAPES, KIND_TOKENS, KIND_WORDS

_ROOT = QModelIndex()
_TEXT_LIMIT = 200


class ProfileModel(QAbstractListModel):
    """One row a profile, in the order given."""

    def __init__(self) -> None:
        super().__init__()
        self._profiles: tuple[Profile, ...] = ()

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """What is shown."""
        return self._profiles

    def show_profiles(self, profiles: Sequence[Profile]) -> None:
        """Shows these in place of what was shown."""
        self.beginResetModel()
        self._profiles = tuple(profiles)
        self.endResetModel()

    def profile_at(self, index: QModelIndex | QPersistentModelIndex) -> Profile | None:
        """The profile of a row, or None for no row."""
        return self._profiles[index.row()] if index.isValid() else None

    def index_of(self, profile_id: str | None) -> QModelIndex:
        """The row of a profile; invalid when it is not in the list."""
        for row, profile in enumerate(self._profiles):
            if profile.profile_id == profile_id:
                return self.index(row)
        return QModelIndex()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._profiles)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid() or index.row() >= len(self._profiles):
            return None
        show = _SHOWN.get(role)
        return None if show is None else show(self._profiles[index.row()])


def second_line(profile: Profile) -> str:
    """The kind's word and the region; the practice pool has no region but this machine."""
    place = "this machine" if profile.simulated else visible(profile.region, _TEXT_LIMIT)
    return f"{KIND_WORDS[profile.kind]} · {place}"


def _name(profile: Profile) -> str:
    return visible(profile.name, _TEXT_LIMIT)


_SHOWN: dict[int, Callable[[Profile], object]] = {
    Qt.ItemDataRole.DisplayRole: _name,
    RowRole.MARK: lambda profile: KIND_SHAPES[profile.kind],
    RowRole.MARK_TOKEN: lambda profile: KIND_TOKENS[profile.kind],
    RowRole.SECOND_LINE: second_line,
    Qt.ItemDataRole.ToolTipRole: lambda profile: plain_tooltip(
        profile.name, second_line(profile), profile.user_pool_id
    ),
    Qt.ItemDataRole.AccessibleTextRole: lambda profile: f"{_name(profile)}, {second_line(profile)}",
}
