"""What will stand in the file: the format, the very text, and what is withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.core.errors import UserFacingError
from console.core.telling import MARKS, State
from console.core.text import visible
from console.ui.parts.arrow_combo import ArrowCombo
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.plain_text import PlainText

_MARKDOWN = ".md"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportText:
    """The attempt in one format, letter by letter as the file will have it."""

    name: str  # the format's
    title: str
    suffix: str
    text: str


class ExportDialog(QDialog):
    """Stays open until the file is written, so that what is seen is what is saved."""

    save_requested = Signal(object)  # ExportText

    def __init__(
        self,
        parent: QWidget | None,
        *,
        texts: Sequence[ExportText],
        withheld: Mapping[str, int],
        note: str = "",
    ) -> None:
        """`note` is one more sentence about this attempt, such as that it still runs."""
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle("Attach to ticket")
        self.ended = False
        self._texts = tuple(texts)
        self._markdown = next((t for t in self._texts if t.suffix == _MARKDOWN), None)
        self._build_ui(withheld, note)
        self._connect()
        if self._markdown is not None:
            self._format.setCurrentIndex(self._texts.index(self._markdown))
        self._show_text()
        self.resize(820, 640)

    def chosen(self) -> ExportText:
        """The text in the chosen format."""
        return self._texts[self._format.currentIndex()]

    def done(self, result: int) -> None:
        """Remembers the end, which whoever writes the file meanwhile has to know."""
        self.ended = True
        super().done(result)

    def show_problem(self, error: UserFacingError) -> None:
        """The file could not be written; another place may do."""
        self._problem.show_text(f"{MARKS[State.REFUSED]} {error.sentence()}")
        self._problem.show()

    def _build_ui(self, withheld: Mapping[str, int], note: str) -> None:
        self._format = ArrowCombo(name="exportFormatCombo")
        self._format.setAccessibleName("Format")
        for text in self._texts:
            self._format.addItem(text.title)
        label = QLabel("&Format")
        label.setProperty("role", "label")
        label.setBuddy(self._format)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(label)
        top.addWidget(self._format)
        top.addStretch(1)
        self._text = PlainText(name="exportPreview", title="Text of the file")
        said = PlainLabel(f"Withheld: {withheld_words(withheld)}.", role="small")
        said.setObjectName("withheldLabel")
        about = PlainLabel(note, role="warning", name="exportNote")
        about.setVisible(bool(note))
        self._problem = PlainLabel(role="error", name="exportProblem")
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(about)
        layout.addWidget(self._text, 1)
        layout.addWidget(said)
        layout.addWidget(self._problem)
        layout.addLayout(self._build_buttons())

    def _build_buttons(self) -> QHBoxLayout:
        self._save = QPushButton("&Save…")
        self._save.setObjectName("saveExportButton")
        self._save.setProperty("primary", "true")
        self._save.setDefault(True)
        self._copy = QPushButton("Copy as &Markdown")
        self._copy.setObjectName("copyMarkdownButton")
        self._copy.setVisible(self._markdown is not None)
        self._copied = PlainLabel(role="hint", name="copiedLabel", wrap=False)
        self._close = QPushButton("Close")
        self._close.setObjectName("closeExportButton")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._save)
        row.addWidget(self._copy)
        row.addWidget(self._copied)
        row.addStretch(1)
        row.addWidget(self._close)
        return row

    def _connect(self) -> None:
        self._format.currentIndexChanged.connect(self._show_text)
        self._save.clicked.connect(lambda: self.save_requested.emit(self.chosen()))
        self._copy.clicked.connect(self._copy_markdown)
        self._close.clicked.connect(self.reject)

    def _show_text(self) -> None:
        self._text.show_text(self.chosen().text)

    def _copy_markdown(self) -> None:
        if self._markdown is not None:
            QApplication.clipboard().setText(self._markdown.text)
            self._copied.show_text("Copied.")


def withheld_words(withheld: Mapping[str, int]) -> str:
    """What is withheld by kind and count, as "2 codes, 1 session"."""
    said = []
    for kind, count in sorted(withheld.items()):
        word = visible(kind, 80).replace("_", " ")
        said.append(f"{count} {word if count == 1 else _plural(word)}")
    return ", ".join(said) or "nothing"


def _plural(word: str) -> str:
    if word.endswith("data"):
        return word
    return f"{word}es" if word.endswith("sh") else f"{word}s"
