"""What the recipe's sign-in would say nothing about, were it sent: where else the cause may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from console.cli.investigate_plan import device_key_of
from console.core.attempt import Plan
from console.core.conversation.challenges import DEVICE_PASSWORD_VERIFIER
from console.core.diagnosis.evidence import Evidence
from console.core.diagnosis.not_exercised import Layer, NotExercised, not_exercised

# In place of what is said of a sign-in that took place.
_PLANNED: Final = {
    Layer.SRP: "The app's own SRP, if it uses SRP: the console does that arithmetic itself.",
    Layer.DEVICES: "The customer's remembered device: it does not prove itself here.",
}
_WENT, _GOES = "this sign-in went to", "the recipe's sign-in goes to"


def planned_layers(plan: Plan, evidence: Evidence) -> tuple[NotExercised, ...]:
    """In the order in which they are worth a look."""
    has_device = device_key_of(plan) is not None
    layers = not_exercised(
        signed_in=True,
        paths={str(leg.path) for leg in plan.request.legs()},
        auth_flow=plan.request.auth_flow,
        challenges=(DEVICE_PASSWORD_VERIFIER,) if has_device else (),
        pool=evidence.pool,
        client=evidence.client,
    )
    return tuple(replace(each, sentence=_in_advance(each)) for each in layers)


def _in_advance(layer: NotExercised) -> str:
    return _PLANNED.get(layer.layer, layer.sentence).replace(_WENT, _GOES)


def planned_lines(layers: Sequence[NotExercised]) -> Iterator[str]:
    """For a person; nothing where there are no layers."""
    if layers:
        yield "A sign-in with this recipe, were it sent, would not go through:"
        yield from (f"- {each.sentence}" for each in layers)
