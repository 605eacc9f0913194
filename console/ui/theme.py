"""Colours, type and spacing of the window, light and dark, and the style sheet made from them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from console.core.profile import ProfileKind
from console.core.telling import State

# The spacing grid in pixels, and the type scale.
GRID = (4, 8, 12, 16, 24)
SMALL_PX, BODY_PX, TITLE_PX, LARGE_PX = 12, 13, 15, 20
RADIUS = 6
ROW_PX = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One colour a meaning, as #rrggbb."""

    bg: str
    surface: str
    sunken: str
    line: str
    text: str
    muted: str
    accent: str
    accent_weak: str
    on_accent: str
    ok: str
    ok_weak: str
    ask: str
    ask_weak: str
    bad: str
    bad_weak: str
    warn: str
    warn_weak: str
    sim: str
    sim_weak: str
    selection: str
    wire_dns: str
    wire_connect: str
    wire_tls: str
    wire_wait: str
    wire_transfer: str


LIGHT = Tokens(
    bg="#f4f5f7", surface="#ffffff", sunken="#eceef1", line="#d9dde3", text="#1b1f24",
    muted="#59626e", accent="#0b5fc0", accent_weak="#e3eefb", on_accent="#ffffff",
    ok="#1a7a3c", ok_weak="#e2f3e8", ask="#6b4bb8", ask_weak="#eee8fb", bad="#b3261e",
    bad_weak="#fce8e6", warn="#8a5200", warn_weak="#fdf0d8", sim="#00696b", sim_weak="#dcf2f2",
    selection="#dceafb", wire_dns="#8f979f", wire_connect="#c9a24a", wire_tls="#a688d6",
    wire_wait="#7aa7dd", wire_transfer="#4fae79",
)  # fmt: skip
DARK = Tokens(
    bg="#16191d", surface="#1e2227", sunken="#14171a", line="#343a42", text="#e8eaed",
    muted="#a3acb8", accent="#7cb3f5", accent_weak="#1f3350", on_accent="#0b1a2c",
    ok="#6fd196", ok_weak="#183425", ask="#c0a8f5", ask_weak="#2d2547", bad="#f59a92",
    bad_weak="#43201e", warn="#f0bd6a", warn_weak="#3d2e14", sim="#6ed3d5", sim_weak="#12363a",
    selection="#243a57", wire_dns="#6b737c", wire_connect="#a98639", wire_tls="#8063b3",
    wire_wait="#4d7fbd", wire_transfer="#3c8c60",
)  # fmt: skip


class Theme(QObject):
    """Follows the system's light or dark unless told otherwise; emits `changed` after applying.

    No colour is applied before the first `force` or `apply`: a window that is built without a
    style sheet is styled once when it is whole, not again at each change of a parent. The font is
    set at once: before the event loop runs, Qt tells widgets that exist of no new one.
    """

    changed = Signal()

    def __init__(self, app: QApplication, style_template: str) -> None:
        super().__init__(app)
        self._app = app
        self._template = Template(style_template)
        self._forced: Qt.ColorScheme | None = None
        self.tokens = LIGHT
        font = app.font()
        font.setPixelSize(BODY_PX)
        app.setFont(font)
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def choice(self) -> str:
        """What `force` was given: system, light or dark."""
        names = {Qt.ColorScheme.Light: "light", Qt.ColorScheme.Dark: "dark"}
        return "system" if self._forced is None else names[self._forced]

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in use."""
        return self.tokens is DARK

    def force(self, scheme: Qt.ColorScheme | None) -> None:
        """Light or dark whatever the system says; None follows the system again."""
        self._forced = scheme
        self.apply()

    def apply(self) -> None:
        """Sets palette and style sheet of the whole application."""
        scheme = self._forced or self._app.styleHints().colorScheme()
        self.tokens = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        self._app.setPalette(_palette(self.tokens))
        self._app.setStyleSheet(self._template.substitute(asdict(self.tokens)))
        self.changed.emit()

    def colour(self, name: str) -> QColor:
        """The colour of token `name`."""
        return QColor(getattr(self.tokens, name))

    def state_colour(self, state: State) -> QColor:
        """The colour of a mark."""
        return self.colour(STATE_TOKENS[state])

    def kind_colour(self, kind: ProfileKind) -> QColor:
        """The colour of a profile's kind."""
        return self.colour(KIND_TOKENS[kind])

    def _on_system_changed(self) -> None:
        if self._forced is None:
            self.apply()


def scheme_named(name: str) -> Qt.ColorScheme | None:
    """The colours that `light` or `dark` names; None, the system's, for anything else."""
    return {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(name)


STATE_TOKENS = {
    State.DONE: "ok",
    State.ASKS: "ask",
    State.REFUSED: "bad",
    State.WARNING: "warn",
    State.UNKNOWN: "warn",
    State.CANCELLED: "muted",
    State.ANSWER: "muted",
    State.PLAIN: "muted",
}

KIND_TOKENS = {
    ProfileKind.PRODUCTION: "bad",
    ProfileKind.STAGING: "warn",
    ProfileKind.DEVELOPMENT: "accent",
    ProfileKind.LAB: "ask",
    ProfileKind.PRACTICE: "sim",
}

# A kind has a shape and a word beside its colour, so that it reads in grey.
KIND_SHAPES = {
    ProfileKind.PRODUCTION: "▲",
    ProfileKind.STAGING: "■",
    ProfileKind.DEVELOPMENT: "●",
    ProfileKind.LAB: "⬟",
    ProfileKind.PRACTICE: "◇",
}
KIND_WORDS = {
    ProfileKind.PRODUCTION: "Production",
    ProfileKind.STAGING: "Staging",
    ProfileKind.DEVELOPMENT: "Development",
    ProfileKind.LAB: "Lab",
    ProfileKind.PRACTICE: "Simulated",
}


def fixed_font(pixels: int = SMALL_PX) -> QFont:
    """The system's monospace font, for what Cognito or the wire said."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(pixels)
    return font


def ui_font(pixels: int = BODY_PX, *, bold: bool = False) -> QFont:
    """The application's font in another size or weight."""
    font = QFont(QApplication.font())
    font.setPixelSize(pixels)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.bg,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.sunken,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.ToolTipBase: tokens.surface,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.Highlight: tokens.selection,
        QPalette.ColorRole.HighlightedText: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.muted,
        QPalette.ColorRole.Link: tokens.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText,
                 QPalette.ColorRole.ButtonText):  # fmt: skip
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.muted))
    return palette
