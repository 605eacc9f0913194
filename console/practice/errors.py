"""Refusals of the practice pool, named and worded as Cognito does."""

from __future__ import annotations


class PracticeError(Exception):
    """An exception of the API: its code, its text, and the HTTP status that carries it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message

    @property
    def http_status(self) -> int:
        """The model marks InternalErrorException alone as the service's own fault."""
        return 500 if self.code == "InternalErrorException" else 400


def not_authorized(message: str) -> PracticeError:
    """The code with which Cognito refuses users, sessions, hashes and tokens alike."""
    return PracticeError("NotAuthorizedException", message)


def invalid_parameter(message: str) -> PracticeError:
    """The code for a request that cannot be served as it stands."""
    return PracticeError("InvalidParameterException", message)


def beyond_tier() -> PracticeError:
    """What the pool's plan lacks; no text of Cognito's own is known for this code."""
    return PracticeError(
        "FeatureUnavailableInTierException", "This feature is not available in the pool's tier."
    )


def missing_parameter(name: str) -> PracticeError:
    """A key of AuthParameters or ChallengeResponses, or the Session, that is not there."""
    return invalid_parameter(f"Missing required parameter {name}")


def unreadable(message: str) -> PracticeError:
    """A body that the protocol's JSON reader cannot turn into the operation's input."""
    return PracticeError("SerializationException", message)
