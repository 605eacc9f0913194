"""Whether what is done here comes to the disk: on the status line, and on the strip where not."""

from __future__ import annotations

from PySide6.QtCore import QObject

from console.core.errors import UserFacingError
from console.ui.desk_tabs import DeskTabs
from console.ui.history.keeping import Keeping
from console.ui.history.keeping_words import message, standing
from console.ui.message_strip import MessageStrip
from console.ui.status_line import StatusLine


class Saving(QObject):
    """Says *saved* of the current tab's attempt once it is committed, and not before."""

    def __init__(
        self,
        *,
        keeping: Keeping,
        tabs: DeskTabs,
        strip: MessageStrip,
        status: StatusLine,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._keeping = keeping
        self._tabs = tabs
        self._strip = strip
        self._status = status
        keeping.changed.connect(self.show)

    def show(self) -> None:
        """As it stands now, for the tab that is seen."""
        state, record = self._keeping.state, self._tabs.current.record()
        saved = None if record is None else self._keeping.is_saved(record.attempt_id)
        said = standing(state, saved)
        self._status.set_saved(said.saved, said.text, why=said.why)
        self._strip.show_standing(message(state))

    def show_not_kept(self, error: UserFacingError) -> None:
        """The journal refused an attempt: said by its state, or else by what it raised."""
        self.show()
        state = self._keeping.state
        if state.saving or message(state) is None:
            self._strip.show_error(error)
