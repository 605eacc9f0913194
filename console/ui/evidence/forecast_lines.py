"""The forecast in the window's words, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from console.core.call import Path
from console.core.diagnosis.finding import Finding
from console.core.diagnosis.forecast import Forecast
from console.core.telling import MARKS, State

_LOCKS = "From the fifth on, Cognito locks the user out for a while."
_TO_AN_ADDRESS = "to an address that is not known"
CERTAIN = "◆ Certain, if nothing changes before"
NOT_CERTAIN = "◐ Not certain: evidence for it is missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegForecast:
    """Of the sign-in on one path: what it will most likely give, and what stands in its way."""

    path: Path
    forecast: Forecast
    pool_read: bool = True  # else its triggers are not known
    in_the_way: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """Of the whole request. `failures_seen`: refusals of the user here, in the last minutes."""

    legs: tuple[LegForecast, ...]
    failures_seen: int = 0

    @property
    def in_the_way(self) -> tuple[Finding, ...]:
        """Of all paths, each once, the likeliest first."""
        found: dict[str, Finding] = {}
        for leg in self.legs:
            for finding in leg.in_the_way:
                found.setdefault(finding.id, finding)
        return tuple(found.values())


def certainty(forecast: Forecast) -> tuple[str, str]:
    """Shape and words of how sure it is, and the tone of their colour."""
    return (CERTAIN, "accent") if forecast.certain else (NOT_CERTAIN, "warn")


def forecast_facts(
    forecast: Forecast, failures_seen: int, *, pool_read: bool = True
) -> tuple[tuple[str, str], ...]:
    """What it will ask, send, change, run and risk."""
    no_trigger = "none" if pool_read else "not known"
    return (
        ("Asks first", _asks(forecast)),
        ("Message", _message(forecast)),
        ("Changes the user", "yes" if forecast.changes_user else "no"),
        ("A wrong answer", _lockout(forecast, failures_seen)),
        ("Triggers", ", ".join(forecast.triggers) or no_trigger),
    )


def _asks(forecast: Forecast) -> str:
    if forecast.challenge is None:
        return "nothing"
    if forecast.challenge == forecast.for_person:
        return forecast.challenge
    itself = f"{forecast.challenge}, which the console answers by itself"
    return itself if forecast.for_person is None else f"{itself}; then {forecast.for_person}"


def _message(forecast: Forecast) -> str:
    message = forecast.sends_message
    if message is None:
        return "none"
    medium = "SMS" if message.medium == "SMS" else "e-mail"
    where = _TO_AN_ADDRESS
    if message.destination_masked is not None:
        where = f"to {message.destination_masked}"
    when = f"after {message.after}" if message.after else "at once"
    return f"{medium} {where}, {when}"


def _lockout(forecast: Forecast, failures_seen: int) -> str:
    counts = forecast.counts_towards_lockout
    words = "counts towards the user's lockout" if counts else "does not count towards a lockout"
    return f"{words}; {_tries(failures_seen)}" if failures_seen else words


def refusals_words(failures_seen: int) -> str:
    """What is to be said of them before anything is known of the user."""
    return f"{MARKS[State.WARNING]} {_tries(failures_seen)}. {_LOCKS}"


def _tries(count: int) -> str:
    tries = "try" if count == 1 else "tries"
    return f"{count} failed {tries} from here in the last 15 minutes"
