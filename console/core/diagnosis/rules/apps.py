"""What the customer's app met before Cognito had a say: its library, credentials, network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from console.core.diagnosis.cause import Cause, Rule, says
from console.core.diagnosis.classification import Act
from console.core.diagnosis.finding import Finding
from console.core.diagnosis.situation import Situation

_OURS: Final = (
    "The app has a fault at the moment, which is not about your account or password. We are looking"
    " into it; please try again later."
)
_OWNERS: Final = (Act.CUSTOMER_DEVELOPER, Act.CUSTOMER_ADMIN)
_LIBRARY = Cause(
    id="app_library",
    title="The app's own library ended the sign-in; Cognito did not refuse it",
    act=(Act.CUSTOMER_DEVELOPER,),
    next_step="Read what the library says: an empty field, a step that it was not told how to"
    " answer, or a check of its own.",
    customer=_OURS,
    admin="The error comes from the library in the app. Either nothing was sent, or the app did not"
    " go on with what it was asked for.",
)
CAUSES: Final = (_LIBRARY,)
_OF_LIBRARIES: Final = (
    *(f"LB{number:02}" for number in range(1, 14) if number != 5), "WR02",
)  # fmt: skip


def seen_by_the_app(finding: Finding, situation: Situation) -> Finding:
    """What went wrong on the operator's side, in words for an app that met the same."""
    words = _OF_THE_APP.get(finding.id)
    if words is None or not situation.seen_elsewhere:
        return finding
    title, next_step, admin = words
    return replace(
        finding,
        title=title,
        act=_OWNERS,
        next_step=next_step,
        for_customer=_OURS,
        for_admin=admin,
        remedy=finding.remedy if finding.id == "permission_missing" else None,
    )


# Title, next step, and what the customer's admin is told.
_OF_THE_APP: Final[Mapping[str, tuple[str, str, str]]] = {
    "permission_missing": (
        "The AWS identity that the app's server uses may not make the call",
        "Find out as which role the server calls, and have the missing IAM action allowed for it.",
        "The role of your server lacks a permission on the user pool; the error names the action.",
    ),
    "credentials_expired": (
        "The AWS credentials of the app's server have expired",
        "Find out where the server has its credentials from, and why they were not renewed.",
        (
            "The credentials with which your server calls AWS have expired. A role of its own"
            " renews them by itself; a copied set of keys does not."
        ),
    ),
    "credentials_refused": (
        "AWS does not accept the credentials of the app's server",
        "Find out which keys the server uses, and whether they still exist.",
        (
            "The keys with which your server calls AWS are not valid (any more), or were changed on"
            " their way."
        ),
    ),
    "credentials_missing": (
        "The app's server has no AWS credentials",
        "Find out as which role the server is to call, and whether it has that role.",
        "Your server found no credentials for its calls to AWS. Give it a role.",
    ),
    "clock_skew": (
        "The clock of the app's server is wrong",
        "Have the clock of the server set automatically; AWS refuses signatures minutes off.",
        "AWS refused the signature for its time. Set the clock of your server.",
    ),
    "network_unreachable": (
        "The app could not reach Cognito, or got no answer in time",
        (
            "Ask from which network the app calls, and whether others there have the same. If the"
            " request was sent, the try may have counted."
        ),
        (
            "The app or its server did not reach Cognito: its network, DNS or firewall is in the"
            " way, or a trigger of yours was slow."
        ),
    ),
    "tls_not_trusted": (
        "The app does not trust the encrypted connection",
        (
            "Ask from which network the app calls: a proxy that looks inside shows a certificate of"
            " its own."
        ),
        (
            "The connection between the app and AWS is not trusted: a proxy looks inside, or the"
            " app's list of authorities is too old."
        ),
    ),
    "proxy_between": (
        "Something between the app and AWS answered in its place",
        "Ask from which network the app calls, and whether it wants a log-in page first.",
        "The answer that the app got is not one of Cognito's: a proxy or firewall gave it.",
    ),
}
RULES: Final[tuple[Rule, ...]] = (says(_LIBRARY, *_OF_LIBRARIES),)
