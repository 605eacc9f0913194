"""The events of a case: those of the record, without what tells how long a secret is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from console.core.events import Event

# A request is as long as the secrets in it, a reply as the tokens or the echo of a password.
_SIZES = ("request_bytes", "reply_bytes")


def shown_event(event: Event) -> Event:
    """The event as a case may hold it; what it lost is added to its own `withheld`."""
    lost = sum(name in event.data for name in _SIZES)
    if not lost:
        return event
    withheld = Counter(event.withheld)
    withheld["message_size"] += lost
    data = {name: value for name, value in event.data.items() if name not in _SIZES}
    return replace(event, data=data, withheld=dict(withheld))
