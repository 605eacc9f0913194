"""What kind of call an operation is, in the words the catalogue uses for `operations`."""

from __future__ import annotations

# As in console.core.call, which is not imported here: `classify` has to start fast.
ADMIN_INITIATE_AUTH = "AdminInitiateAuth"
ADMIN_RESPOND = "AdminRespondToAuthChallenge"
FOLLOW_UP = "follow-up"  # authorised by a token or Session, after or within a sign-in
EVIDENCE = "evidence"  # read-only calls with the operator's own credentials
PUBLIC = "public"  # unsigned calls of the customer's app, met in their logs
LABELS = frozenset({ADMIN_INITIATE_AUTH, ADMIN_RESPOND, FOLLOW_UP, EVIDENCE, PUBLIC})

_TWINS = {"InitiateAuth": ADMIN_INITIATE_AUTH, "RespondToAuthChallenge": ADMIN_RESPOND}
_FOLLOW_UPS = frozenset(
    {
        "AssociateSoftwareToken",
        "CompleteWebAuthnRegistration",
        "ConfirmDevice",
        "GetTokensFromRefreshToken",
        "GetUser",
        "GetUserAuthFactors",
        "GlobalSignOut",
        "ListWebAuthnCredentials",
        "RevokeToken",
        "SetUserMFAPreference",
        "StartWebAuthnRegistration",
        "UpdateDeviceStatus",
        "VerifySoftwareToken",
    }
)
_EVIDENCE_VERBS = ("Admin", "Describe", "Get", "List", "Lookup")


def labels_of(operation: str | None) -> frozenset[str]:
    """The catalogue's words for `operation`; empty where nothing is known about the call.

    A public twin of a sign-in call has the label of that call too: Cognito answers both alike.
    """
    if not operation:
        return frozenset()
    if operation in (ADMIN_INITIATE_AUTH, ADMIN_RESPOND):
        return frozenset({operation})
    if operation in _TWINS:
        return frozenset({_TWINS[operation], PUBLIC})
    if operation in _FOLLOW_UPS:
        return frozenset({FOLLOW_UP})
    return frozenset({EVIDENCE if operation.startswith(_EVIDENCE_VERBS) else PUBLIC})
