"""The clients of one profile: each is made when it is first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any


class Clients:
    """One client for each service and region; asked by several workers at once."""

    def __init__(
        self, make: Callable[[str, str], Any], made: Mapping[tuple[str, str], Any]
    ) -> None:
        """`make` is given the names of a service and of a region; `made` has those made already."""
        self._make = make
        self._lock = threading.Lock()
        self._made = dict(made)

    def of(self, service: str, region: str) -> Any:
        """The client, the same for every call; raises what stood in the way of making it."""
        with self._lock:
            client = self._made.get((service, region))
            if client is None:
                client = self._made[service, region] = self._make(service, region)
            return client
