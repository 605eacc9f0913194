"""From exceptions to the values that stand for them, without what they hold on to."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import traceback
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Final

from console.core.call import CallRecord, Failure, Origin, Sent
from console.core.text import ELLIPSIS
from console.services.faults import ClientFaultError
from console.services.replies import short_name
from console.services.stops import Cause
from console.services.wire_notes import Phase

MFA_PROMPT: Final = "MfaPromptNotSupported"
BAD_ENDPOINT: Final = "InvalidEndpointConfigurationError"
UNREADABLE_CONFIG: Final = "ConfigParseError"
NO_IDENTITY: Final = "NoCallerIdentity"
NO_ACCOUNT: Final = "NoAwsAccount"
BAD_REGION: Final = "InvalidRegionError"
NO_POOLS: Final = "NoUserPoolsInRegion"
# After these the operator has to renew credentials, so they are read anew by the next call.
STALE_KEYS: Final = frozenset(
    {
        "ExpiredTokenException",
        "ExpiredToken",
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
    }
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,127}", re.ASCII)
_TEXT_LIMIT = 4096
# An end in mid-handshake: Python 3.11.2 calls it by the second name.
_TLS_ENDED: Final = (ssl.SSLEOFError, ssl.SSLZeroReturnError)
_WORD_LIMIT = 256  # of a password; of what is longer, a part is known again

# Exceptions of botocore whose own text may quote a value that was sent, a header, or a path, and
# with it the account's name.
_OWN_WORDS: Final = {
    "ParamValidationError": "botocore refused the parameters before anything was sent: one is "
    "missing, too short or of the wrong type.",
    "HTTPClientError": "The request failed inside botocore's HTTP layer.",
    "InvalidHeaderError": "A header of the request is not valid.",
    "ConfigParseError": "The AWS configuration file is broken: it cannot be parsed.",
    "ConfigNotFound": "The AWS configuration file that the environment names does not exist.",
}
_PROGRAM_FAILED: Final = (
    "The credential_process of the AWS profile failed; what it wrote is left out, since it may "
    "hold secrets."
)

_BROKEN: Final = "ConnectionClosedError"
_BEFORE_SENDING: Final = frozenset(
    {"ConnectTimeoutError", "EndpointConnectionError", "ProxyConnectionError", "SSLError"}
)
_TUNNEL: Final = re.compile(r"^Tunnel connection failed: ([1-9][0-9]{2})\b")  # http.client's
_NO_SUCH_NAME: Final = frozenset(
    {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
)


def stopped(record: CallRecord, cause: Cause) -> Failure:
    """The failure for a call that was ended from outside."""
    if cause is Cause.DEADLINE:
        return Failure(
            record=record,
            origin=Origin.DEADLINE,
            code="DeadlineExceeded",
            message="The whole call took longer than the profile's time limit.",
        )
    return Failure(
        record=record,
        origin=Origin.STOPPED,
        code="CallCancelled",
        message="The call was cancelled.",
    )


def from_library(record: CallRecord, error: Exception) -> Failure:
    """The failure for botocore's own exception: its class name and, where safe, its text."""
    name = type(error).__name__
    said = _PROGRAM_FAILED if _of_a_program(error) else _OWN_WORDS.get(name, shortened(str(error)))
    if record.tries:
        name, said = _as_it_was(record, error, name, said)
    return Failure(record=record, origin=Origin.CLIENT, code=name, message=said)


def _as_it_was(record: CallRecord, error: Exception, name: str, said: str) -> tuple[str, str]:
    """The name and text where those of botocore would be wrong, or say less than is known."""
    if record.sent is not Sent.NO:
        if name not in _BEFORE_SENDING:
            return name, said
        rest = "" if name == "ProxyConnectionError" else f" {said}"  # which would deny that it left
        return _BROKEN, f"The connection broke off after the request was sent.{rest}"
    if name == _BROKEN or any(isinstance(each, _TLS_ENDED) for each in _chain(error)):
        return _BROKEN, f"The connection was closed before the request was sent. {said}"
    if name != "ProxyConnectionError" and (record.tries[-1].error or "").endswith(
        f" in {Phase.DNS}"
    ):
        return name, f"The endpoint's name could not be looked up{_why(error)}. {said}"
    status = next((found for each in _chain(error) if (found := _TUNNEL.search(str(each)))), None)
    if status is not None:
        return name, f"The proxy refused the way to the endpoint (HTTP {status[1]}). {said}"
    return name, said


def _why(error: Exception) -> str:
    for each in _chain(error):
        if isinstance(each, socket.gaierror) and each.errno in _NO_SUCH_NAME:
            return ": there is no such name"
        if isinstance(each, TimeoutError | socket.gaierror):
            return ": no name server answered"
    return ""


def refused(record: CallRecord, error: Exception) -> Failure:
    """The failure for a service's own exception, in its words."""
    return Failure(
        record=record, origin=Origin.SERVICE, code=code_of(error), message=message_of(error)
    )


def code_of(error: Exception, unnamed: str = "Unknown") -> str:
    """The service's name for what went wrong, else that of the class."""
    told = _told(error)
    if told is None:
        return type(error).__name__
    name = short_name(told.get("Code"))
    if name is None or name.isdigit():  # botocore gives the HTTP status where the body has no name
        name = _name_in_header(error) or name
    return name or unnamed


def message_of(error: Exception) -> str:
    """What the service said, of bounded length; empty where no service spoke."""
    return shortened((_told(error) or {}).get("Message"))


def _name_in_header(error: Exception) -> str | None:
    """As `AccessDeniedException:http://…/`, in a header that botocore reads for other protocols."""
    about = getattr(error, "response", {}).get("ResponseMetadata")
    headers = about.get("HTTPHeaders") if isinstance(about, Mapping) else None
    value = headers.get("x-amzn-errortype") if isinstance(headers, Mapping) else None
    name = value.partition(":")[0].rpartition("#")[2].strip() if isinstance(value, str) else ""
    return name if _NAME.fullmatch(name) else None


def _told(error: Exception) -> Mapping[str, object] | None:
    """What botocore keeps of an answer that is an error."""
    response = getattr(error, "response", None)
    if not isinstance(response, Mapping):
        return None
    told = response.get("Error")
    return told if isinstance(told, Mapping) else {}


@contextlib.contextmanager
def faults_named(*, passing: type[Exception]) -> Iterator[None]:
    """Within it, what botocore stumbles over in the configuration is named as a fault of ours.

    Exceptions that it names itself, which are `passing`, stay as they are.
    """
    try:
        yield
    except passing:
        raise
    except OSError as error:
        # Without its text: it names a file of this machine, and the kind of trouble is enough.
        raise ClientFaultError(
            UNREADABLE_CONFIG, f"The AWS configuration cannot be read ({type(error).__name__})."
        ) from None
    except ValueError as error:
        raise ClientFaultError(
            "InvalidConfigError", f"A setting for AWS cannot be used: {shortened(str(error))}"
        ) from None


def _of_a_program(error: Exception) -> bool:
    """Whether the text of `error` is what a credential_process wrote to its stderr."""
    told = getattr(error, "kwargs", None)
    return isinstance(told, dict) and told.get("provider") == "custom-process"


def shortened(text: object, limit: int = _TEXT_LIMIT) -> str:
    """A text of at most `limit` characters and a mark; anything that is no text is left out.

    It is cut at a blank: the first part of a cut value could not be known again for a secret.
    """
    if not isinstance(text, str):
        return ""
    if len(text) <= limit:
        return text
    sure = max(0, limit - _WORD_LIMIT)
    return text[:sure] + re.sub(r"\S+\Z", "", text[sure:limit]) + ELLIPSIS


def forget_frames(error: BaseException) -> None:
    """Empties the frames that `error` and its causes hold: revealed parameters stand in them."""
    for each in _chain(error):
        for frame, _ in traceback.walk_tb(each.__traceback__):
            _empty(frame)


def _empty(frame: FrameType | None) -> None:
    # A frame holds its caller's, which is in no traceback when the exception was handed up as a
    # value, as botocore does.
    while frame is not None:
        with contextlib.suppress(RuntimeError):  # it still runs
            frame.clear()
        frame = frame.f_back


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    todo: list[object] = [error]
    while todo:
        each = todo.pop()
        if not isinstance(each, BaseException) or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        todo += [each.__cause__, each.__context__, *each.args]
        kwargs = getattr(each, "kwargs", None)
        if isinstance(kwargs, dict):
            todo += kwargs.values()
