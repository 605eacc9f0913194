"""Finds a user by name, e-mail, phone or sub, and compares two of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.core.profile import Profile
from console.core.text import visible
from console.ui.connection.words import SIMULATED, who
from console.ui.evidence.findings_list import FindingsList
from console.ui.parts.copy_link import CopyLink
from console.ui.parts.field_block import FieldBlock
from console.ui.parts.plain_label import PlainLabel
from console.ui.parts.widget_state import set_shown
from console.ui.person.cards_view import CardsView
from console.ui.person.found import FLOW, Found

_SIZE = QSize(960, 720)
_NAME_LIMIT, _SHOWN = 256, 80
_BEFORE = (
    "Read-only calls with {who}, the same as “Look up first” makes: they change nothing and count "
    "towards no lockout, and no sign-in is sent. A person who is not in this pool is looked for "
    "in others of the account."
)
_EMPTY = "Type whom to look for: what the pool knows of the user appears here."
_ASKING = "Asking…"
_NOBODY = "No such user was found."
_NOTHING = "Nothing that was read stands in the way."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Whom to look for, and whom to compare with; an empty `other` is nobody."""

    name: str
    other: str = ""


class PersonDialog(QDialog):
    """Asks upward to look; is told what was found. Closing it stops what runs."""

    find_requested = Signal(object)  # Wish
    name_chosen = Signal(str)

    def __init__(self, parent: QWidget | None, *, profile: Profile) -> None:
        super().__init__(parent)
        self.setObjectName("personDialog")
        self.setWindowTitle("Find the user")
        self._username: str | None = None
        self._build_ui(profile)
        self._connect()
        self.resize(_SIZE)

    def show_found(self, found: Found) -> None:
        """Cards and findings; the name can be used where there is a user."""
        self._username = found.username
        nobody = found.unread or _NOBODY
        self._state.show_text(nobody if found.username is None else "Found.")
        self._policy.set_text_to_copy(found.policy or "")
        set_shown(self._policy, found.policy is not None)
        name = visible(found.username or self._name.text().strip(), _SHOWN)
        heads = (name,) if found.other is None else (name, visible(found.other, _SHOWN))
        self._cards.show_cards(found.cards, heads)
        self._findings.show_findings(found.findings)
        self._nothing.setVisible(not found.findings)
        self._body.setVisible(True)
        self._empty.setVisible(False)
        self._use.setEnabled(found.username is not None)
        self._find.setEnabled(True)
        self._set_tab_order()

    def show_failure(self, sentence: str) -> None:
        """Nothing could be asked at all."""
        self._state.show_text(sentence)
        self._find.setEnabled(True)

    def _build_ui(self, profile: Profile) -> None:
        where = visible(f"{profile.name} · {profile.user_pool_id}", 2 * _SHOWN)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(PlainLabel(where, role="title", name="personTarget"))
        before = _BEFORE.format(who=who(profile))
        if profile.simulated:
            before = f"{SIMULATED} {before}"
        layout.addWidget(PlainLabel(before, name="personBefore"))
        layout.addLayout(self._build_fields())
        layout.addWidget(self._build_result(), 1)
        layout.addLayout(self._build_buttons())

    def _build_fields(self) -> QHBoxLayout:
        self._name, self._other = QLineEdit(), QLineEdit()
        for field, name in ((self._name, "personField"), (self._other, "compareField")):
            field.setObjectName(name)
            field.setMaxLength(_NAME_LIMIT)
        self._find = QPushButton("&Find")
        self._find.setObjectName("findPersonButton")
        self._find.setProperty("primary", "true")
        self._find.setDefault(True)
        self._find.setEnabled(False)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(FieldBlock(label="Name, e-mail, phone or sub", field=self._name), 1)
        other = "Compare with a user who can sign in (optional)"
        row.addWidget(FieldBlock(label=other, field=self._other), 1)
        row.addWidget(self._find, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _build_result(self) -> QScrollArea:
        self._cards = CardsView()
        self._findings = FindingsList(open_first=False)
        self._empty = PlainLabel(_EMPTY, role="muted", name="personEmpty")
        way = f"In the way of a sign-in with {FLOW}, likeliest first"
        self._way = PlainLabel(way, role="head", name="personWay")
        self._nothing = PlainLabel(_NOTHING, role="muted", name="personNothing")
        self._body = QWidget()
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for part in (self._way, self._nothing, self._findings, self._cards):
            inner.addWidget(part)
        self._body.hide()
        page = QWidget()
        page.setProperty("surface", "true")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self._empty)
        column.addWidget(self._body)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("personResult")
        area.setAccessibleName("What was found")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        self._area = area
        return area

    def _build_buttons(self) -> QHBoxLayout:
        self._state = PlainLabel(role="hint", name="personState")
        self._policy = CopyLink(
            "Copy the missing policy",
            name="copyMissingPolicyLink",
            what="Copy the smallest IAM policy that is missing",
        )
        self._policy.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setObjectName("closePersonButton")
        close.setAutoDefault(False)
        self._use = QPushButton("&Use this name")
        self._use.setObjectName("useNameButton")
        self._use.setToolTip("Put the user name into the request of this tab")
        self._use.setAutoDefault(False)
        self._use.setEnabled(False)
        self._buttons.addButton(self._use, QDialogButtonBox.ButtonRole.ActionRole)
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(self._state, 1)
        bar.addWidget(self._policy)
        bar.addWidget(self._buttons)
        return bar

    def _set_tab_order(self) -> None:
        """As things stand below each other; else Tab came last of all to what is new."""
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        order = (self._area, *self._findings.controls, self._policy, self._use, close)
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self._name.textChanged.connect(self._follow)
        self._find.clicked.connect(self._ask)
        self._use.clicked.connect(self._choose)
        self._buttons.rejected.connect(self.reject)

    def _follow(self) -> None:
        self._find.setEnabled(bool(self._name.text().strip()) and self._state.text() != _ASKING)

    def _ask(self) -> None:
        self._find.setEnabled(False)
        self._use.setEnabled(False)
        self._username = None
        self._state.show_text(_ASKING)
        self.find_requested.emit(Wish(name=self._name.text(), other=self._other.text().strip()))

    def _choose(self) -> None:
        if self._username is not None:
            self.name_chosen.emit(self._username)
            self.accept()
