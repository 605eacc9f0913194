"""Everything that menus and keys can do, as one table; the shortcut page reads it too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar


class Menu(StrEnum):
    """The menus of the bar, in its order."""

    FILE = "&File"
    PROFILE = "&Profile"
    ATTEMPT = "&Attempt"
    DIAGNOSIS = "&Diagnosis"
    TIMELINE = "&Timeline"
    VIEW = "&View"
    HELP = "&Help"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One row. `choice` names the group of which exactly one action is checked."""

    id: str
    menu: Menu
    text: str
    tip: str
    shortcut: str = ""
    choice: str = ""
    line_before: bool = False


def _row(
    id_: str,
    menu: Menu,
    text: str,
    tip: str,
    shortcut: str = "",
    *,
    choice: str = "",
    line: bool = False,
) -> ActionSpec:
    return ActionSpec(
        id=id_, menu=menu, text=text, tip=tip, shortcut=shortcut, choice=choice, line_before=line
    )


ACTIONS = (
    _row("new_tab", Menu.FILE, "&New tab", "Serve another customer beside this one", "Ctrl+T"),
    _row("close_tab", Menu.FILE, "&Close tab", "Cancel what runs in this tab and close it",
         "Ctrl+W"),
    _row("export", Menu.FILE, "&Attach to ticket…", "Write this attempt to a file, masked",
         "Ctrl+E", line=True),
    _row("search_history", Menu.FILE, "&Search the history",
         "Find attempts by any word, user, ticket, outcome or time", "Ctrl+Shift+H", line=True),
    _row("delete_history", Menu.FILE, "&Delete the history…",
         "Remove every attempt from this machine"),
    _row("quit", Menu.FILE, "&Quit", "Cancel what runs and close the window", "Ctrl+Q", line=True),
    _row("new_profile", Menu.PROFILE, "&New profile…", "Add a user pool and app client",
         "Ctrl+Shift+N"),
    _row("edit_profile", Menu.PROFILE, "&Edit profile…", "Change the selected profile"),
    _row("read_settings", Menu.PROFILE, "&Read settings…",
         "Read with two calls what the selected pool and app client are set to"),
    _row("test_connection", Menu.PROFILE, "&Test connection…",
         "See with read-only calls whether the selected profile works, and what is missing"),
    _row("duplicate_profile", Menu.PROFILE, "&Duplicate profile…",
         "Make a new profile from the selected one"),
    _row("delete_profile", Menu.PROFILE, "De&lete profile…",
         "Remove the selected profile and its kept secret"),
    _row("practice_users", Menu.PROFILE, "&Practice users…",
         "See what each user of the practice pool shows, and use one", "Ctrl+Shift+P", line=True),
    _row("run", Menu.ATTEMPT, "&Sign in once, or send the code",
         "Send one request, or answer the open challenge", "Ctrl+Return"),
    _row("cancel", Menu.ATTEMPT, "&Cancel", "End the attempt that runs in this tab", "Esc"),
    _row("new_request", Menu.ATTEMPT, "&New request", "Go back to the request of this tab",
         "Ctrl+N", line=True),
    _row("find_user", Menu.DIAGNOSIS, "&Find the user…",
         "See what the pool knows of a user, and compare with one who can sign in",
         "Ctrl+Shift+F"),
    _row("explain_pasted", Menu.DIAGNOSIS, "&Explain a pasted error…",
         "See what the errors of any log mean; nothing of it is kept or sent", "Ctrl+Shift+E"),
    _row("timeline_filter", Menu.TIMELINE, "&Filter the timeline", "Type what rows must hold",
         "Ctrl+F"),
    _row("theme_system", Menu.VIEW, "Follow the &system", "Light or dark as the system is",
         choice="theme"),
    _row("theme_light", Menu.VIEW, "&Light", "Light whatever the system says", choice="theme"),
    _row("theme_dark", Menu.VIEW, "&Dark", "Dark whatever the system says", choice="theme"),
    _row("shortcuts", Menu.HELP, "&Keyboard shortcuts", "All keys on one page", "F1"),
    _row("doctor", Menu.HELP, "&Check this workstation…",
         "See whether versions, keyring, credentials, clock, network and proxy are in order"),
    _row("about", Menu.HELP, "&About the console", "Version and where it keeps its data",
         line=True),
)  # fmt: skip


class Actions(QObject):
    """The table's rows as Qt actions of one window."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._actions: dict[str, QAction] = {}
        groups: dict[str, QActionGroup] = {}
        for spec in ACTIONS:
            action = QAction(spec.text, self)
            action.setObjectName(f"{spec.id}Action")
            action.setStatusTip(spec.tip)
            action.setToolTip(spec.tip)
            if spec.shortcut:
                action.setShortcut(QKeySequence(spec.shortcut))
            if spec.choice:
                action.setCheckable(True)
                group = groups.setdefault(spec.choice, QActionGroup(self))
                action.setChecked(not group.actions())
                group.addAction(action)
            self._actions[spec.id] = action

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def all(self) -> tuple[QAction, ...]:
        """Every action, in the order of the table."""
        return tuple(self._actions.values())

    def connect_all(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """What each action does. KeyError when a row of the table is without a handler."""
        for action_id, action in self._actions.items():
            handler = handlers[action_id]
            action.triggered.connect(lambda _checked=False, do=handler: do())

    def fill(self, bar: QMenuBar) -> None:
        """Makes the menus."""
        for menu in Menu:
            self._fill_menu(bar.addMenu(str(menu)), menu)

    def _fill_menu(self, shown: QMenu, menu: Menu) -> None:
        shown.setObjectName(f"{menu.name.lower()}Menu")
        for spec in ACTIONS:
            if spec.menu is menu:
                if spec.line_before:
                    shown.addSeparator()
                shown.addAction(self._actions[spec.id])
