"""The filters of the history, a field each; what fits is shown at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QWidget

from console.core.record import Outcome
from console.core.telling import MARKS, OUTCOME_WORDS
from console.core.text import visible
from console.ui.history.choice_combo import ChoiceCombo
from console.ui.history.seen import Seen
from console.ui.history.wanted import Cause, Span, Wanted
from console.ui.parts.name_completer import NameCompleter

_TEXT_LIMIT = 256
_SHOWN = 60
_ANY = "Any"
_TEXTS = (
    ("user", "&User", "whole name"),
    ("ticket", "Tic&ket", "whole number"),
    ("tag", "Ta&g", "whole tag"),
)


class FilterForm(QWidget):
    """Choices count when they are made, names when Enter is pressed or the field is left."""

    changed = Signal(object)  # Wanted, whose words are those that were shown
    closed = Signal()  # Esc

    def __init__(self) -> None:
        super().__init__()
        self._wanted = Wanted()
        self._span: ChoiceCombo[Span] = ChoiceCombo(
            name="historySpanCombo", choices=[(str(span), span) for span in Span]
        )
        self._outcome: ChoiceCombo[Outcome | None] = ChoiceCombo(
            name="historyOutcomeCombo",
            choices=[(_ANY, None), *((_outcome_words(each), each) for each in Outcome)],
        )
        self._profile: ChoiceCombo[str | None] = ChoiceCombo(
            name="historyProfileCombo", choices=[(_ANY, None)]
        )
        self._cause: ChoiceCombo[Cause | None] = ChoiceCombo(
            name="historyCauseCombo", choices=[(_ANY, None)]
        )
        self._fields = {name: _line(name, hint) for name, _label, hint in _TEXTS}
        self._completers = {
            name: NameCompleter(field, title=f"Known for {name}")
            for name, field in self._fields.items()
        }
        self._pinned = QCheckBox("&Pinned only")
        self._pinned.setObjectName("historyPinnedBox")
        self._build_ui()
        self._connect()

    def show_wanted(self, wanted: Wanted) -> None:
        """What is in force, by whatever hand."""
        self._wanted = wanted
        self._span.choose(wanted.span, str(wanted.span))
        self._outcome.choose(wanted.outcome, _outcome_words(wanted.outcome))
        self._profile.choose(wanted.profile, visible(wanted.profile or _ANY, _SHOWN))
        self._cause.choose(wanted.cause, _cause_words(wanted.cause))
        for name, field in self._fields.items():
            field.setText(getattr(wanted, name) or "")
        self._pinned.setChecked(wanted.pinned)

    def show_choices(self, seen: Seen) -> None:
        """What there is to choose from; what is chosen stays."""
        profiles, causes = seen.texts("profile"), seen.causes()
        self._profile.offer([(_ANY, None), *((visible(p, _SHOWN), p) for p in profiles)])
        self._cause.offer([(_ANY, None), *((_cause_words(each), each) for each in causes)])
        for name, completer in self._completers.items():
            completer.offer(seen.texts(name))
        self.show_wanted(self._wanted)

    def focus_first(self) -> None:
        """Where choosing begins."""
        self._span.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, from the top."""
        chosen = (self._span, self._outcome, self._profile, self._cause)
        return (*chosen, *self._fields.values(), self._pinned)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc closes the form, before it is the window's own."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.closed.emit()
                return True
        return super().eventFilter(watched, event)

    def _build_ui(self) -> None:
        self.setObjectName("historyFilters")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 4, 12, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        rows: list[tuple[str, QWidget]] = [
            ("Ti&me", self._span),
            ("&Outcome", self._outcome),
            ("P&rofile", self._profile),
            ("&Cause", self._cause),
            *((label, self._fields[name]) for name, label, _hint in _TEXTS),
        ]
        for number, (text, field) in enumerate(rows):
            label = QLabel(text)
            label.setProperty("role", "label")
            label.setBuddy(field)
            field.setAccessibleName(f"Filter by {text.replace('&', '').lower()}")
            field.setProperty("dense", "true")
            field.installEventFilter(self)
            grid.addWidget(label, number, 0)
            grid.addWidget(field, number, 1)
        self._pinned.installEventFilter(self)
        grid.addWidget(self._pinned, len(rows), 1)

    def _connect(self) -> None:
        for combo in (self._span, self._outcome, self._profile, self._cause):
            combo.chosen.connect(self._on_edited)
        for name, field in self._fields.items():
            completer = self._completers[name]
            completer.activated.connect(lambda _text: self._on_edited())
            field.setCompleter(completer)
            field.editingFinished.connect(self._on_edited)
            field.textChanged.connect(lambda text: None if text else self._on_edited())
        self._pinned.toggled.connect(self._on_edited)

    def _on_edited(self) -> None:
        wanted = replace(
            self._wanted,
            span=self._span.value,
            outcome=self._outcome.value,
            profile=self._profile.value,
            cause=self._cause.value,
            pinned=self._pinned.isChecked(),
            user=self._typed("user"),
            ticket=self._typed("ticket"),
            tag=self._typed("tag"),
        )
        if wanted != self._wanted:
            self._wanted = wanted
            self.changed.emit(wanted)

    def _typed(self, name: str) -> str | None:
        return self._fields[name].text().strip() or None


def _line(name: str, hint: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(f"history{name.capitalize()}Field")
    field.setPlaceholderText(hint)
    field.setMaxLength(_TEXT_LIMIT)
    field.setClearButtonEnabled(True)
    return field


def _outcome_words(outcome: Outcome | None) -> str:
    if outcome is None:
        return _ANY
    words, state = OUTCOME_WORDS[outcome]
    return f"{MARKS[state]} {words}"


def _cause_words(cause: Cause | None) -> str:
    return _ANY if cause is None else visible(cause.title, _SHOWN)
