"""The one form in which a problem of the operator or the machine is told."""

from __future__ import annotations


class UserFacingError(Exception):
    """Something the operator can act on: what happened, why we think so, what to do next."""

    def __init__(self, title: str, detail: str = "", hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.hint = hint

    def to_json(self) -> dict[str, str]:
        """The `error` object of the public interface."""
        return {"title": self.title, "detail": self.detail, "hint": self.hint}

    def sentence(self) -> str:
        """Everything in one paragraph, for a terminal or a message strip."""
        return " ".join(part for part in (self.title, self.detail, self.hint) if part)
