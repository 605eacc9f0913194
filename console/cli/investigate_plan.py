"""From a recipe to what an investigation needs of it: no secret of the user has to be there."""

from __future__ import annotations

from contextlib import suppress

from console.cli.output import say
from console.cli.recipe import Recipe
from console.cli.references import Reference, Resolver, Source
from console.core.attempt import Plan
from console.core.conversation.challenges import SELECT_CHALLENGE, SELECT_MFA_TYPE
from console.core.conversation.device import Device
from console.core.errors import UserFacingError
from console.core.fields import Severity
from console.core.masking import LiveSecrets
from console.core.ports import Vault
from console.core.remembered import remembered_device
from console.core.request import SignInRequest, request_problems
from console.core.secret import Secret

UNKNOWN = Secret("")  # stands for a secret that is not at hand


async def plan_inquiry(recipe: Recipe, *, resolver: Resolver, vault: Vault) -> Plan:
    """The recipe's plan, with UNKNOWN for secrets of the request that cannot be had unasked.

    UserFacingError where the client secret is missing or the request could not be sent at all.
    """
    for note in recipe.notes():
        say(f"note: {note}")
    client_secret = await _client_secret(recipe.client_secret, resolver)
    request = await _request(recipe, resolver)
    for problem in request_problems(request, confidential=client_secret is not None):
        if request.parameters.get(problem.field) is UNKNOWN:
            continue
        if problem.severity is Severity.ERROR:
            raise recipe.error(problem)
        say(f"note: {problem.sentence}")
    return Plan(
        profile=recipe.profile,
        request=request,
        client_secret=client_secret,
        device=await _device(recipe, request, vault),
    )


def known_answers(recipe: Recipe) -> dict[str, str]:
    """What the recipe will choose where Cognito offers a choice."""
    first = {
        name: recipe.answers[name][0].get("ANSWER")
        for name in (SELECT_CHALLENGE, SELECT_MFA_TYPE)
        if recipe.answers.get(name)
    }
    return {name: answer for name, answer in first.items() if isinstance(answer, str)}


def device_key_of(plan: Plan) -> Secret | None:
    """The DEVICE_KEY that would go with the request."""
    typed = plan.request.parameters.get("DEVICE_KEY")
    if typed:
        return typed if isinstance(typed, Secret) else Secret(typed)
    return None if plan.device is None else plan.device.key


def secrets_of(plan: Plan) -> LiveSecrets:
    """What the request would send, to find it where a function logged it."""
    live = LiveSecrets()
    live.add([plan.client_secret, *plan.request.parameters.values(), plan.request.session])
    if plan.device is not None:
        live.add([plan.device.key, plan.device.group_key, plan.device.password])
    live.add_values(plan.request.client_metadata.values())
    return live


async def _client_secret(reference: Reference | None, resolver: Resolver) -> Secret | None:
    if reference is None:
        return None
    await resolver.check(reference)
    secret = await resolver.fetch(reference, "client secret")
    if secret is None:
        raise UserFacingError("No client secret was given.", "", "Nothing was sent.")
    return secret


async def _request(recipe: Recipe, resolver: Resolver) -> SignInRequest:
    asked = recipe.request
    return SignInRequest(
        auth_flow=asked.auth_flow,
        path=asked.path,
        both_paths=asked.both_paths,
        username=asked.username,
        parameters={
            key: await _at_hand(value, resolver) if isinstance(value, Reference) else value
            for key, value in asked.parameters.items()
        },
        client_metadata=asked.client_metadata,
        context_data=asked.context_data,
        analytics_endpoint_id=asked.analytics_endpoint_id,
        ticket=asked.ticket,
    )


async def _at_hand(reference: Reference, resolver: Resolver) -> Secret:
    """The secret, without asking anybody for it; what its characters are may be the cause."""
    if reference.source is not Source.PROMPT:
        with suppress(UserFacingError):
            return await resolver.fetch(reference, "") or UNKNOWN
    return UNKNOWN


async def _device(recipe: Recipe, request: SignInRequest, vault: Vault) -> Device | None:
    with suppress(UserFacingError):  # a keyring that refuses hides one fact of many
        return await remembered_device(recipe.profile, request, vault)
    return None
