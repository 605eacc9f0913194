"""[profile] of a recipe."""

from __future__ import annotations

from console.cli.recipe_document import Document, Table
from console.cli.recipe_keys import PROFILE_KEYS
from console.core.fields import errors
from console.core.pool_settings import AUTH_SESSION_LONGEST_S, PoolSettings
from console.core.profile import Profile, ProfileKind, profile_problems

_LIMITS = ("connect_timeout_s", "read_timeout_s", "total_timeout_s")
_FLAGS = ("use_fips", "use_dualstack")
_VALIDITY = "auth_session_validity_min"
_SHORTEST_MIN, _LONGEST_MIN = 3, AUTH_SESSION_LONGEST_S / 60


def read_profile(document: Document) -> Profile:
    """The checked profile; its client secret is read by itself."""
    table = document.table_at(("profile",))
    document.check_keys(("profile",), table, PROFILE_KEYS)
    profile = _profile(document, table)
    for problem in errors(profile_problems(profile)):
        raise document.fail(("profile", problem.field), problem.sentence)
    if profile.kind is ProfileKind.PRACTICE and profile.endpoint_url is None:
        raise document.fail(
            ("profile",),
            "A profile of kind practice needs the endpoint_url of a practice pool.",
            "Start one with: signin-console practice",
        )
    return profile


def _profile(document: Document, table: Table) -> Profile:
    texts = {
        key: document.text_at(("profile", key), table)
        for key in PROFILE_KEYS
        if key not in (*_LIMITS, *_FLAGS, _VALIDITY)
    }
    for key in ("region", "user_pool_id", "client_id"):
        if texts[key] is None:
            raise document.fail(("profile",), f"profile.{key} is missing.")
    numbers = {key: document.number_at(("profile", key), table, "seconds") for key in _LIMITS}
    flags = {key: document.flag_at(("profile", key), table, default=False) for key in _FLAGS}
    return Profile(
        profile_id="recipe",
        name="recipe",
        kind=_kind(document, texts["kind"]),
        region=texts["region"] or "",
        user_pool_id=texts["user_pool_id"] or "",
        client_id=texts["client_id"] or "",
        has_client_secret="client_secret" in table,
        aws_profile=texts["aws_profile"],
        endpoint_url=texts["endpoint_url"],
        ca_bundle=texts["ca_bundle"],
        proxy=texts["proxy"],
        known=_known(document, table),
        use_fips=flags["use_fips"],
        use_dualstack=flags["use_dualstack"],
        **{key: value for key, value in numbers.items() if value is not None},
    )


def _kind(document: Document, text: str | None) -> ProfileKind:
    if text is None:
        return ProfileKind.PRODUCTION
    try:
        return ProfileKind(text)
    except ValueError:
        raise document.fail(
            ("profile", "kind"),
            "profile.kind is not known.",
            f"Known kinds: {', '.join(ProfileKind)}.",
        ) from None


def _known(document: Document, table: Table) -> PoolSettings | None:
    """What the operator says of the client, which a Describe call would say too."""
    path = ("profile", _VALIDITY)
    minutes = document.number_at(path, table, "minutes")
    if minutes is None:
        return None
    if not _SHORTEST_MIN <= minutes <= _LONGEST_MIN:
        raise document.fail(
            path,
            f"profile.{_VALIDITY} is between {_SHORTEST_MIN} and {_LONGEST_MIN:.0f} minutes.",
            "It is the app client's AuthSessionValidity, 3 where none was set.",
        )
    return PoolSettings(session_validity_s=minutes * 60)
