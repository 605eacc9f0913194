"""Every fault by its name, and the families in which the table lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.faults import body_faults, network_faults, reply_faults, tls_faults
from tests.faults.staging import Stage

FAMILIES: Final[Mapping[str, Mapping[str, Stage]]] = {
    "network": network_faults.FAULTS,
    "TLS": tls_faults.TLS,
    "proxy": tls_faults.PROXIES,
    "page": reply_faults.PAGES,
    "refusal": reply_faults.REFUSALS,
    "header": reply_faults.HEADERS,
    "body": body_faults.BODIES,
    "types": body_faults.TYPES,
}
STAGES: Final[Mapping[str, Stage]] = {
    name: stage for faults in FAMILIES.values() for name, stage in faults.items()
}
