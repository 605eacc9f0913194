"""The names of the checks; scripts rely on them."""

from __future__ import annotations

from typing import Final

VERSIONS: Final = "versions"
DIRECTORY: Final = "data directory"
KEYRING: Final = "keyring backend"
WINDOW: Final = "window system"
CONFIGURATION: Final = "AWS configuration"
CREDENTIALS: Final = "credentials"
PROXY: Final = "proxy"
DNS: Final = "DNS"
TCP: Final = "TCP"
TLS: Final = "TLS"
HTTP: Final = "HTTP"
CLOCK: Final = "clock"

# In the order in which they are shown; one rests on those before it.
NAMES: Final = (
    VERSIONS,
    DIRECTORY,
    KEYRING,
    WINDOW,
    CONFIGURATION,
    CREDENTIALS,
    PROXY,
    DNS,
    TCP,
    TLS,
    HTTP,
    CLOCK,
)
OF_NETWORK: Final = (PROXY, DNS, TCP, TLS, HTTP, CLOCK)
OF_ROUTE: Final = (TCP, TLS, HTTP, CLOCK)  # what one request tells of
