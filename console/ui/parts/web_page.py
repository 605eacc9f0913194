"""Opens a page of AWS in the operator's browser; no other address is ever opened."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

# AWS's documentation, and its console in each of the partitions.
_HOSTS = (
    "docs.aws.amazon.com",
    "console.aws.amazon.com",
    "console.amazonaws-us-gov.com",
    "console.amazonaws.cn",
)


def is_aws_page(link: str) -> bool:
    """Whether it leads, by HTTPS alone, to AWS's console or documentation."""
    url = QUrl(link, QUrl.ParsingMode.StrictMode)
    host = url.host()
    return (
        url.isValid()
        and url.scheme() == "https"
        and not url.userInfo()
        and url.port() == -1
        and any(host == known or host.endswith(f".{known}") for known in _HOSTS)
    )


def open_page(link: str) -> bool:
    """Whether the system took it."""
    url = QUrl(link, QUrl.ParsingMode.StrictMode)
    return is_aws_page(link) and QDesktopServices.openUrl(url)
