"""The window's composition root; the only file that imports qasync.

The window is painted before asyncio is imported: a support engineer sees it at once, and what
costs time (asyncio, botocore, the keyring, the catalogue) loads after it.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from console.core.crash import masked_report
from console.core.errors import UserFacingError
from console.services.display import display_problem

if TYPE_CHECKING:
    import asyncio

    from PySide6.QtWidgets import QApplication

    from console.core.ports import SingleWindow
    from console.ui.about.crash_dialog import CrashDialog
    from console.ui.main_window import MainWindow
    from console.ui.tasks import Tasks
    from console.wiring import Services

_PAINT_LIMIT_MS = 1000  # a window that is never exposed (started minimized) must not wait


def open_window(*, data_dir: str | None, practice: bool, theme_name: str) -> int:
    """Opens the window and runs until it is closed; the exit status.

    UserFacingError where no window can be opened: no display, or libraries that are missing.
    """
    from console.wiring import data_directory, single_window

    problem = display_problem()
    if problem is not None:
        raise problem
    single = single_window(data_directory(data_dir))
    if not single.claim() and single.raise_other():
        sys.stderr.write("signin-console: The window that is open already was brought to front.\n")
        return 0
    try:
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        raise UserFacingError(
            "No window can be opened: Qt cannot be loaded.",
            str(error),
            "On Debian: apt-get install libgl1 libegl1 libfontconfig1 libxkbcommon0 libdbus-1-3.",
        ) from error
    app = QApplication(["signin-console"])
    app.setApplicationName("signin-console")
    app.setApplicationDisplayName("Sign-in console")
    app.setDesktopFileName("signin-console")
    app.setQuitOnLastWindowClosed(False)
    try:
        program = _Program(app, data_dir=data_dir, theme_name=theme_name)
        return program.run(practice=practice, single=single)
    finally:
        single.close()


class _Program:
    """Everything that lives as long as the window."""

    def __init__(self, app: QApplication, *, data_dir: str | None, theme_name: str) -> None:
        from console.services.still_heap import StillHeap
        from console.wiring import build, data_directory

        self._app = app
        self._heap = StillHeap()
        self._crash_dialog: CrashDialog | None = None
        self._directory = data_directory(data_dir)
        self._services: Services = build(
            self._directory, not_kept=self._show_not_kept, loading=self._heap.loading
        )
        self._window, self._tasks = self._build_window(theme_name)

    def run(self, *, practice: bool, single: SingleWindow) -> int:
        """Shows the window, then runs the loop until it is closed."""
        sys.excepthook = self._on_exception
        self._window.show()
        self._paint_first()
        import asyncio

        import qasync

        self._heap.set_aside()
        app = self._app
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
            runner.run(self._main(practice=practice, single=single))
        return 0

    def _build_window(self, theme_name: str) -> tuple[MainWindow, Tasks]:
        from console import __version__, resources
        from console.practice.room import LocalPractice
        from console.ui.deps import Deps
        from console.ui.desk import Desk
        from console.ui.main_window import MainWindow
        from console.ui.tasks import Tasks
        from console.ui.theme import Theme, scheme_named
        from console.wiring import case_context, classifier, workstation

        services = self._services
        theme = Theme(self._app, resources.read_bytes("style.qss").decode("utf-8"))
        tasks = Tasks(self._on_task_error)
        self._practice = LocalPractice()
        deps = Deps(
            clock=services.clock,
            gateways=services.gateways,
            runner=services.runner,
            journal=services.journal,
            profiles=services.profiles,
            vault=services.vault,
            practice=self._practice,
            workstation=lambda: workstation(self._directory),
            tasks=tasks,
            theme=theme,
            classifier=classifier,
            case_context=lambda: case_context(services.clock),
            data_dir=self._directory,
            version=__version__,
        )
        window = MainWindow(deps=deps, desk_factory=lambda parent: Desk(deps=deps, parent=parent))
        window.tab_closed.connect(self._heap.search)
        theme.force(scheme_named(theme_name))
        return window, tasks

    def _paint_first(self) -> None:
        """Runs Qt's own loop until the window has been painted once.

        A loop of its own: what asks it late to end, such as a second paint, must not end the
        loop that comes after it.
        """
        from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

        loop = QEventLoop()

        class Watch(QObject):
            def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint:
                    QTimer.singleShot(0, loop.quit)
                return False

        watch = Watch()
        limit = QTimer()
        limit.setSingleShot(True)
        limit.timeout.connect(loop.quit)
        limit.start(_PAINT_LIMIT_MS)
        self._window.installEventFilter(watch)
        loop.exec()
        self._window.removeEventFilter(watch)

    async def _main(self, *, practice: bool, single: SingleWindow | None = None) -> None:
        import asyncio

        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._on_loop_error)
        ended = asyncio.Event()
        self._window.closed.connect(ended.set)
        self._close_on_signals(loop)
        self._show_icon()
        if single is not None:
            single.listen(lambda: loop.call_soon_threadsafe(self._raise_window))
        self._window.start(practice=practice)
        await ended.wait()
        await self._tasks.close()
        await asyncio.to_thread(self._practice.close)
        await asyncio.to_thread(self._services.close)

    def _raise_window(self) -> None:
        """Another start of the program asked for it."""
        from PySide6.QtCore import Qt

        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def _show_icon(self) -> None:
        """After the first paint, since Qt loads its SVG reader for it."""
        from PySide6.QtGui import QIcon, QPixmap

        from console import resources

        picture = QPixmap()
        picture.loadFromData(resources.read_bytes("icons/app.svg"))
        self._app.setWindowIcon(QIcon(picture))

    def _close_on_signals(self, loop: asyncio.AbstractEventLoop) -> None:
        import signal

        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, self._window.close)
            except NotImplementedError:  # Windows
                return

    def _show_not_kept(self, error: UserFacingError) -> None:
        self._window.show_not_kept(error)

    def _on_task_error(self, error: BaseException, name: str) -> None:
        if isinstance(error, UserFacingError):
            self._window.show_error(error)
        else:
            self._crash(error, f"in {name}")

    def _on_loop_error(self, _loop: object, context: dict[str, object]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            self._crash(error, "in the event loop")

    def _on_exception(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            self._window.close()
            return
        self._crash(error, "in the window")

    def _crash(self, error: BaseException, where: str) -> None:
        from console import __version__
        from console.ui.about.crash_dialog import CrashDialog

        report = f"{masked_report(error)}\n{where}"
        sys.stderr.write(f"internal error\n{report}\n")
        if self._crash_dialog is not None and self._crash_dialog.isVisible():
            self._crash_dialog.add(report)
            return
        self._crash_dialog = CrashDialog(self._window, report=report, version=__version__)
        self._crash_dialog.open()
