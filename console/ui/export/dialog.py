"""What will stand in the file: the format, the very text, and what is withheld."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.core.errors import UserFacingError
from console.core.telling import MARKS, State
from console.ui.export.drag_button import Drag, DragButton
from console.ui.export.made import Choices, ExportText, Made, file_name
from console.ui.export.options_row import OptionsRow
from console.ui.export.request_menu import RequestMenu
from console.ui.export.withheld_list import WithheldList
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.plain_text import PlainText
from console.ui.parts.scrolled_panel import ScrolledPanel
from console.ui.parts.widget_state import set_shown

_MARKDOWN = ".md"
_SIDE_PX = 256
_WIDTH, _HEIGHT = 1040, 720
_NAMES_SHOWN = (
    "Names of people stand in this text: attach it only where all who read it may know them."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was on the screen when a button was pressed."""

    made: Made
    text: ExportText


class ExportDialog(QDialog):
    """Stays open until the file is written, so that what is seen is what is saved."""

    save_requested = Signal(object)  # Chosen
    file_requested = Signal(object)  # Chosen, as a file to drag
    choices_changed = Signal(object)  # Choices: the texts are to be made anew

    def __init__(
        self, parent: QWidget | None, *, made: Made, note: str = "", drag: Drag | None = None
    ) -> None:
        """`note` is one more sentence about this attempt, such as that it still runs."""
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle("Attach to ticket")
        self.ended = False
        self._made = made
        self._format = next((t.name for t in made.texts if t.suffix == _MARKDOWN), "")
        self._build_parts(note, drag)
        self._build_ui()
        self._connect()
        self.show_made(made)
        self.resize(_WIDTH, _HEIGHT)

    @property
    def choices(self) -> Choices:
        """As the switches are."""
        return self._options.choices

    def chosen(self) -> Chosen:
        """The text in the chosen format."""
        texts = self._made.texts
        text = next((text for text in texts if text.name == self._format), texts[0])
        return Chosen(made=self._made, text=text)

    def show_made(self, made: Made) -> None:
        """Texts that fit the switches."""
        self._made = made
        self._options.show_formats(made.texts, self._format)
        self._withheld.show_withheld(made.case.withheld)
        self._request.show_codes(made.codes)
        self._show_text()

    def show_file(self, chosen: Chosen, file: Path) -> None:
        """The file of what was chosen, unless something else is by now."""
        now = self.chosen()
        if chosen.made is now.made and chosen.text is now.text and not self.ended:
            self._drag.set_file(file)

    def done(self, result: int) -> None:
        """Remembers the end, which whoever writes the file meanwhile has to know."""
        self.ended = True
        super().done(result)

    def show_problem(self, error: UserFacingError | None) -> None:
        """Why there is no file; another place may do."""
        self._problem.show_text("" if error is None else f"{_CROSS} {error.sentence()}")
        self._problem.setVisible(error is not None)

    def _build_parts(self, note: str, drag: Drag | None) -> None:
        self._options = OptionsRow(self._made.choices)
        self._note = PlainLabel(note, role="warning", name="exportNote")
        set_shown(self._note, bool(note))
        self._names = PlainLabel(_NAMES_SHOWN, role="warning", name="exportNamesNote")
        self._names.hide()
        self._text = PlainText(name="exportPreview", title="Text of the file")
        self._withheld = WithheldList()
        self._file = PlainLabel(role="small", name="exportFileName")
        self._drag = DragButton(drag=drag)
        self._problem = PlainLabel(role="error", name="exportProblem")
        self._problem.hide()
        self._save = QPushButton("&Save…")
        self._save.setObjectName("saveExportButton")
        self._save.setProperty("primary", "true")
        self._save.setDefault(True)
        self._copy = QPushButton("Copy as &Markdown")
        self._copy.setObjectName("copyMarkdownButton")
        self._copy.setAutoDefault(False)
        self._request = RequestMenu()
        self._said = PlainLabel(role="hint", name="copiedLabel", wrap=False)
        self._close = QPushButton("Close")
        self._close.setObjectName("closeExportButton")
        self._close.setAutoDefault(False)

    def _build_ui(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addWidget(self._text, 1)
        body.addLayout(self._build_side())
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._save, self._copy, self._request):
            buttons.addWidget(button)
        buttons.addWidget(self._said)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self._options)
        layout.addWidget(self._note)
        layout.addWidget(self._names)
        layout.addLayout(body, 1)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)
        # Tab goes as the eye does.
        chain: tuple[QWidget, ...] = (
            self._options, self._text, self._drag, self._save, self._copy, self._request,
            self._close,
        )  # fmt: skip
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)

    def _build_side(self) -> QVBoxLayout:
        place = ScrolledPanel()
        place.setFixedWidth(_SIDE_PX)
        place.setWidget(self._withheld)
        place.setWidgetResizable(True)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(PlainLabel("What was withheld", role="head", wrap=False))
        side.addWidget(place, 1)
        side.addWidget(PlainLabel("The file", role="head", wrap=False))
        side.addWidget(self._file)
        side.addWidget(self._drag)
        return side

    def _connect(self) -> None:
        self._options.format_changed.connect(self._on_format_changed)
        self._options.choices_changed.connect(self._on_choices_changed)
        self._save.clicked.connect(lambda: self.save_requested.emit(self.chosen()))
        self._copy.clicked.connect(self._copy_markdown)
        self._request.copied.connect(lambda: self._say("Copied."))
        self._drag.file_wanted.connect(lambda: self.file_requested.emit(self.chosen()))
        self._drag.copied.connect(lambda: self._say("Copied as a file."))
        self._close.clicked.connect(self.reject)

    def _on_format_changed(self, name: str) -> None:
        self._format = name
        self._show_text()

    def _on_choices_changed(self, choices: Choices) -> None:
        """Nothing leaves until the texts are those that the switches promise."""
        self._offer(False)
        self._drag.set_file(None)
        self._say("")
        self.choices_changed.emit(choices)

    def _show_text(self) -> None:
        made, text = self._made, self.chosen().text
        self._say("")
        self._drag.set_file(None)
        self._names.setVisible(made.choices.names)
        self._file.show_text(file_name(made.case, text.suffix))
        self._text.show_text("" if text.problem is not None else text.text)
        self.show_problem(text.problem)
        self._offer(made.choices == self.choices)

    def _offer(self, ready: bool) -> None:
        safe = self.chosen().text.problem is None
        for button in (self._save, self._drag):
            button.setEnabled(ready and safe)
        markdown = self._markdown()
        self._copy.setVisible(markdown is not None)
        self._copy.setEnabled(ready and markdown is not None and markdown.problem is None)
        self._request.set_ready(ready)

    def _markdown(self) -> ExportText | None:
        return next((text for text in self._made.texts if text.suffix == _MARKDOWN), None)

    def _copy_markdown(self) -> None:
        markdown = self._markdown()
        if markdown is not None:
            QGuiApplication.clipboard().setText(markdown.text)
            self._say("Copied.")

    def _say(self, words: str) -> None:
        self._said.show_text(words)


_CROSS = MARKS[State.REFUSED]
