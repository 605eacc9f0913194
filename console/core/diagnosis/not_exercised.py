"""What a sign-in that succeeded here says nothing about: the layers that it did not go through.

Where the console succeeds and the customer fails, the cause is in one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from console.core.call import Path
from console.core.conversation.challenges import DEVICE_PASSWORD_VERIFIER, PASSWORD_VERIFIER
from console.core.conversation.flows import REFRESH_FLOWS, AuthFlow, on_path
from console.core.diagnosis.evidence import ClientFacts, Evidence, PoolFacts
from console.core.masking import Json
from console.core.record import AttemptRecord, Outcome

_PASSWORD_FLOWS = (AuthFlow.ADMIN_USER_PASSWORD_AUTH, AuthFlow.ADMIN_NO_SRP_AUTH)

_HOSTED_UI = "Hosted sign-in pages and identity providers: this sign-in went to the API alone"
_NO_WEB_ACL = ", and whether this pool has one was not read"
_NO_DOMAIN = "; whether this pool has a domain of its own was not read"


class Layer(StrEnum):
    """One thing between the customer and Cognito."""

    WAF = "waf"
    CLIENT_SETTINGS = "client_settings"
    SRP = "srp"
    CLOCK = "clock"
    DEVICES = "devices"
    HOSTED_UI = "hosted_ui"
    NETWORK = "network"
    CLIENT_ID = "client_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotExercised:
    """A layer, and in one sentence what of it this sign-in did not touch."""

    layer: Layer
    sentence: str

    def to_json(self) -> dict[str, Json]:
        """As scripts see it."""
        return {"layer": str(self.layer), "sentence": self.sentence}


def not_exercised_by(
    record: AttemptRecord, evidence: Evidence | None = None
) -> tuple[NotExercised, ...]:
    """What the attempt did not go through; nothing where it did not sign in.

    With `evidence` it says how pool and client are set, and what of that was not read.
    """
    return not_exercised(
        signed_in=record.outcome is Outcome.SIGNED_IN,
        paths=signed_in_on(record.path, [(leg.path, leg.outcome) for leg in record.legs]),
        auth_flow=record.auth_flow,
        challenges=record.challenges,
        pool=None if evidence is None else evidence.pool,
        client=None if evidence is None else evidence.client,
    )


def signed_in_on(path: str, legs: Sequence[tuple[str, Outcome]]) -> frozenset[str]:
    """The paths that were gone to their end: of an attempt on both, those legs that signed in."""
    if not legs:
        return frozenset({path})
    return frozenset(leg for leg, outcome in legs if outcome is Outcome.SIGNED_IN)


def not_exercised(
    *,
    signed_in: bool,
    paths: Collection[str],
    auth_flow: str,
    challenges: Sequence[str] = (),
    pool: PoolFacts | None = None,
    client: ClientFacts | None = None,
) -> tuple[NotExercised, ...]:
    """In the order in which they are worth a look; `pool` and `client` where they were read."""
    if not signed_in:
        return ()
    public = Path.PUBLIC in paths
    told = (
        (Layer.CLIENT_SETTINGS, "" if public else _settings(auth_flow, client)),
        (Layer.WAF, _waf(public=public, read=pool is not None)),
        (Layer.SRP, _srp(auth_flow, challenges)),
        (Layer.CLOCK, _clock(auth_flow)),
        (Layer.DEVICES, _devices(auth_flow, challenges, pool)),
        (Layer.NETWORK, _network(pool)),
        (Layer.HOSTED_UI, f"{_HOSTED_UI}{_NO_DOMAIN if pool is not None else ''}."),
        (Layer.CLIENT_ID, _build(client)),
    )
    return tuple(
        NotExercised(layer=layer, sentence=sentence) for layer, sentence in told if sentence
    )


def lines(layers: Collection[NotExercised]) -> tuple[str, ...]:
    """For a report: what a reader must not conclude, and why; empty where there are no layers."""
    if not layers:
        return ()
    head = (
        "A sign-in here does not prove that the customer's app can sign in. "
        "This attempt did not go through:"
    )
    return (head, *(f"- {each.sentence}" for each in layers))


def _settings(auth_flow: str, client: ClientFacts | None) -> str:
    if auth_flow not in _PASSWORD_FLOWS:
        return ""  # the other flows have one setting for both paths
    needed = f"ALLOW_{on_path(auth_flow, Path.PUBLIC)}"
    said = "was not read"
    if client is not None:
        said = "is set" if needed in client.auth_flows else "is not set"
    return (
        "The app client's own flow settings: an app that sends the password needs "
        f"{needed}, which {said}; the admin path needs another one."
    )


def _waf(*, public: bool, read: bool) -> str:
    if public:
        return ""
    unread = _NO_WEB_ACL if read else ""
    return f"The pool's web firewall (WAF): it looks at the app's unsigned calls alone{unread}."


def _build(client: ClientFacts | None) -> str:
    """Which app client it is, and how that client would speak of a name that is wrong there."""
    hides = None if client is None else client.hides_users
    manner = "" if hides is None else f" (which {'hides' if hides else 'shows'} who exists)"
    return (
        f"The customer's build: whether it names this app client{manner}, this user pool and this "
        "region is seen in the build alone."
    )


def _srp(auth_flow: str, challenges: Sequence[str]) -> str:
    if auth_flow in REFRESH_FLOWS:
        return ""
    if PASSWORD_VERIFIER in challenges:
        return "The app's own SRP: the console did that arithmetic itself, and correctly."
    return "The app's own SRP, if it uses SRP: this sign-in had none."


def _clock(auth_flow: str) -> str:
    if auth_flow in REFRESH_FLOWS:
        return "The clock of the customer's device, by which an app decides when to refresh."
    return "The clock of the customer's device: a wrong one breaks SRP proofs and codes of an app."


def _devices(auth_flow: str, challenges: Sequence[str], pool: PoolFacts | None) -> str:
    if DEVICE_PASSWORD_VERIFIER in challenges or (pool is not None and not pool.device_tracking):
        return ""
    if auth_flow in _PASSWORD_FLOWS or auth_flow == AuthFlow.USER_PASSWORD_AUTH:
        on = "is on in this pool and " if pool is not None else ""
        return (
            f"Device tracking, which {on}does not work with a password flow: no device was named."
        )
    known = ", which this pool tracks" if pool is not None else ", if the pool tracks devices"
    return f"The customer's remembered device{known}: it did not prove itself here."


def _network(pool: PoolFacts | None) -> str:
    sentence = "The customer's network: proxy, DNS, TLS inspection and the address they come from"
    if pool is not None and pool.threat_protection in (None, "OFF"):
        return f"{sentence}."
    return f"{sentence}, which threat protection judges where it is on."
