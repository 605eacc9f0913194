"""What the operator adds to an attempt: tags, a note, a pin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QKeyCombination, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.core.errors import UserFacingError
from console.core.history import NOTE_LIMIT, TAG_LIMIT, TAGS_LIMIT, Annotations
from console.core.telling import MARKS, State
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.name_completer import NameCompleter
from console.ui.parts.plain_label import PlainLabel

_BETWEEN = re.compile(r"[,;]")
_SEND = QKeySequence(QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return))
_NOTE_PX, _WIDTH_PX = 132, 420
_PIN_HINT = "A pinned attempt stays when old ones are deleted by age or size."
_NO_SECRETS = "No secrets here: what looks like one is refused."


class NotesDialog(QDialog):
    """Stays open until the journal has taken what was typed."""

    save_requested = Signal(object)  # Annotations

    def __init__(
        self, parent: QWidget | None, *, title: str, notes: Annotations, known_tags: Sequence[str]
    ) -> None:
        """`title` is the attempt's row; `known_tags` are offered while a tag is typed."""
        super().__init__(parent)
        self.setObjectName("notesDialog")
        self.setWindowTitle("Tags and note")
        self.ended = False
        self._known_tags = tuple(known_tags)
        self._build_ui(title)
        self._connect()
        self._tags.setText(", ".join(notes.tags))
        self._note.setPlainText(notes.note)
        self._pinned.setChecked(notes.pinned)
        self.resize(_WIDTH_PX, self.sizeHint().height())

    def annotations(self) -> Annotations:
        """As the fields are."""
        tags = (tag.strip().lstrip("#") for tag in _BETWEEN.split(self._tags.text()))
        return Annotations(
            tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
            note=self._note.toPlainText().strip(),
            pinned=self._pinned.isChecked(),
        )

    def show_problem(self, error: UserFacingError) -> None:
        """It was not taken, and why."""
        self._problem.show_text(f"{MARKS[State.REFUSED]} {error.sentence()}")
        self._problem.show()
        self._save.setEnabled(True)

    def done(self, result: int) -> None:
        """Remembers the end, which whoever saves meanwhile has to know."""
        self.ended = True
        super().done(result)

    def _build_ui(self, title: str) -> None:
        self._tags = QLineEdit()
        self._tags.setObjectName("tagsField")
        self._tags.setPlaceholderText("vip, second line")
        self._tags.setMaxLength(TAGS_LIMIT * (TAG_LIMIT + 2))
        self._note = QPlainTextEdit()
        self._note.setObjectName("noteField")
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(_NOTE_PX)
        self._pinned = QCheckBox("&Pin it")
        self._pinned.setObjectName("pinnedBox")
        self._problem = PlainLabel(role="error", name="notesProblem")
        self._problem.hide()
        self._save = QPushButton("&Save")
        self._save.setObjectName("saveNotesButton")
        self._save.setProperty("primary", "true")
        self._save.setDefault(True)
        self._cancel = QPushButton("Cancel")
        self._cancel.setObjectName("cancelNotesButton")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._save)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        pin = QVBoxLayout()
        pin.setSpacing(4)
        pin.addWidget(self._pinned)
        pin.addWidget(PlainLabel(_PIN_HINT, role="hint"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(PlainLabel(title, role="bold", name="notesHead"))
        layout.addWidget(FieldBlock(label="Tags", field=self._tags, hint="Separated by commas."))
        layout.addWidget(FieldBlock(label="Note", field=self._note, hint=_NO_SECRETS))
        layout.addLayout(pin)
        layout.addWidget(self._problem)
        layout.addStretch(1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        completer = _TagCompleter(self._known_tags, self._tags)
        self._tags.setCompleter(completer)
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.reject)
        QShortcut(_SEND, self, self._on_save)

    def _on_save(self) -> None:
        if self._save.isEnabled() and len(self._note.toPlainText()) > NOTE_LIMIT:
            self._problem.show_text(
                f"{MARKS[State.REFUSED]} A note has at most {NOTE_LIMIT} characters. Shorten it."
            )
            self._problem.show()
        elif self._save.isEnabled():
            self._save.setEnabled(False)  # until it is taken or refused
            self.save_requested.emit(self.annotations())


class _TagCompleter(NameCompleter):
    """Completes the tag after the last comma."""

    def __init__(self, tags: Sequence[str], field: QLineEdit) -> None:
        super().__init__(field, title="Tags in use", names=tags)
        self._field = field

    def splitPath(self, path: str) -> list[str]:
        return [_BETWEEN.split(path)[-1].strip().lstrip("#")]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        before = self._field.text()
        kept = max(before.rfind(","), before.rfind(";")) + 1
        tag = super().pathFromIndex(index)
        return f"{before[:kept]} {tag}" if kept else tag
