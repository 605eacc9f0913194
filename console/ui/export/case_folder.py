"""Cases on their way out of the window: files for their owner alone, gone when it closes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.core.errors import UserFacingError
from console.ui.export.made import ExportText, Made, file_name

if TYPE_CHECKING:
    import tempfile


class CaseFolder:
    """A private folder of the system's, made when it is first needed. `put` and `close` block."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def put(self, made: Made, text: ExportText) -> Path:
        """The file of this text, checked as every export is. UserFacingError where it cannot be."""
        import tempfile

        from console.cases.write import write_case

        try:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(
                    prefix="signin-console-", ignore_cleanup_errors=True
                )
            # One of its own for each: who was given the last file may still be reading it.
            folder = tempfile.mkdtemp(dir=self._folder.name)
        except OSError as error:
            raise UserFacingError(
                "The file to drag could not be made.",
                f"The system says: {error.strerror or type(error).__name__}.",
                "Save the case instead.",
            ) from error
        path = Path(folder) / file_name(made.case, text.suffix)
        write_case(made.case, path, text.name)
        return path

    def has(self, path: str) -> bool:
        """Whether this is a file of it."""
        return self._folder is not None and Path(path).is_relative_to(self._folder.name)

    def close(self) -> None:
        """Removes everything; the interpreter's end does so too."""
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()
