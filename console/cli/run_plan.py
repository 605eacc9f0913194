"""From a recipe to a plan: every secret is fetched or found fetchable before anything is sent."""

from __future__ import annotations

from console.cli.answers import check_credential
from console.cli.output import say, say_error
from console.cli.recipe import Recipe
from console.cli.recipe_answers import Round
from console.cli.references import Reference, Resolver, Source, Value
from console.core.attempt import Plan
from console.core.conversation.challenges import DEVICE_SRP_AUTH, MFA_SETUP
from console.core.conversation.device import Device
from console.core.errors import UserFacingError
from console.core.fields import FieldProblem, Severity
from console.core.ports import Clock, Vault
from console.core.remembered import fitting, remembered_device
from console.core.request import SignInRequest, request_problems
from console.core.secret import Secret
from console.core.totp import totp_code

_SEED = "totp_seed"
_DEVICE_KEYS = ("DEVICE_KEY", "DEVICE_GROUP_KEY", "DEVICE_PASSWORD")


async def make_plan(
    recipe: Recipe, ticket: str | None, *, resolver: Resolver, vault: Vault, clock: Clock
) -> Plan:
    """UserFacingError where a secret is missing or the request could not be sent."""
    for note in recipe.notes():
        say(f"note: {note}")
    await _check_answers(recipe, resolver, clock)
    request = await _request(recipe, ticket, resolver)
    secret = recipe.client_secret
    client_secret = None if secret is None else await _needed(secret, "client secret", resolver)
    for problem in request_problems(request, confidential=client_secret is not None):
        if problem.severity is Severity.ERROR:
            raise _request_error(problem, recipe, ticket)
        say(f"note: {problem.sentence}")
    return Plan(
        profile=recipe.profile,
        request=request,
        client_secret=client_secret,
        device=await _device(recipe, request, resolver=resolver, vault=vault),
    )


async def _check_answers(recipe: Recipe, resolver: Resolver, clock: Clock) -> None:
    made = _new_seeds(recipe)
    for place in made:
        await resolver.check_place(place)
    for name, rounds in recipe.answers.items():
        for table in rounds:
            for key, value in table.items():
                # What MFA_SETUP will keep need not be there yet.
                if isinstance(value, Reference) and not (key == _SEED and value in made):
                    await _check_answer(f"{name} {key}", value, resolver, clock)


def _new_seeds(recipe: Recipe) -> set[Reference]:
    values = (table.get(_SEED) for table in recipe.answers.get(MFA_SETUP, ()))
    return {value for value in values if isinstance(value, Reference)}


async def _check_answer(label: str, reference: Reference, resolver: Resolver, clock: Clock) -> None:
    await resolver.check(reference)
    if reference.source is Source.PROMPT or not label.endswith((_SEED, "CREDENTIAL")):
        return
    secret = await resolver.fetch(reference, label)
    if secret is None:
        return
    if label.endswith(_SEED):
        totp_code(secret, clock.now())  # raises for a text that is no seed
    elif label == "WEB_AUTHN CREDENTIAL":
        check_credential(secret)


async def _request(recipe: Recipe, ticket: str | None, resolver: Resolver) -> SignInRequest:
    asked = recipe.request
    parameters: dict[str, str | Secret] = {}
    for key, value in asked.parameters.items():
        given = await _needed(value, key, resolver) if isinstance(value, Reference) else value
        parameters[key] = Secret(given) if key == "DEVICE_KEY" and given is value else given
    session = asked.session
    return SignInRequest(
        auth_flow=asked.auth_flow,
        path=asked.path,
        both_paths=asked.both_paths,
        username=asked.username,
        parameters=parameters,
        client_metadata=asked.client_metadata,
        context_data=asked.context_data,
        analytics_endpoint_id=asked.analytics_endpoint_id,
        session=None if session is None else await _needed(session, "session", resolver),
        ticket=ticket if ticket is not None else asked.ticket,
    )


async def _device(
    recipe: Recipe, request: SignInRequest, *, resolver: Resolver, vault: Vault
) -> Device | None:
    """The recipe's, or the one kept of this user; a keyring that refuses stops no sign-in."""
    rounds = recipe.answers.get(DEVICE_SRP_AUTH)
    if rounds:
        return await _own_device(rounds[0], request, resolver)
    try:
        return await remembered_device(recipe.profile, request, vault)
    except UserFacingError as error:
        say_error(error)
        say("note: no remembered device goes along, since the keyring could not be read.")
        return None


async def _own_device(table: Round, request: SignInRequest, resolver: Resolver) -> Device | None:
    """The device of the recipe's table; None where it has to wait for the challenge."""
    values = [table.get(key) for key in _DEVICE_KEYS]
    if any(value is None or _is_prompt(value) for value in values):
        return None
    key, group_key, password = [
        await _needed(value, name, resolver)
        if isinstance(value, Reference)
        else Secret(value or "")
        for name, value in zip(_DEVICE_KEYS, values, strict=True)
    ]
    device = Device(key=key, group_key=group_key, password=password)
    return fitting(device, request)


def _is_prompt(value: Value) -> bool:
    return isinstance(value, Reference) and value.source is Source.PROMPT


def _request_error(problem: FieldProblem, recipe: Recipe, ticket: str | None) -> UserFacingError:
    if problem.field == "ticket" and ticket is not None:
        return UserFacingError(
            "The ticket number cannot be used.", problem.sentence, "Correct --ticket."
        )
    return recipe.error(problem)


async def _needed(reference: Reference, label: str, resolver: Resolver) -> Secret:
    await resolver.check(reference)
    secret = await resolver.fetch(reference, label)
    if secret is None:
        raise UserFacingError(f"No {label} was given.", "", "Nothing was sent.")
    return secret
