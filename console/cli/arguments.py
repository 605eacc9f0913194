"""The command line: every option of the window and of the headless commands."""

from __future__ import annotations

import argparse
from typing import NoReturn

from console import __version__
from console.core.errors import UserFacingError
from console.core.text import visible

_STATUSES = """\
exit statuses:
  0  signed in (run); done (others)
  1  refused by Cognito, or abandoned at a challenge (run)
  2  usage, recipe or file in error, or an answer is missing; nothing more was sent
  3  cancelled, or the outcome is unknown (sent, no believable answer)
  4  nothing was sent: no credentials, no network
  70 internal error
"""
_RECIPE = """\
the recipe, a TOML file (README.md has a whole one):
  [profile]  kind, region, user_pool_id, client_id, client_secret, aws_profile, ...;
             auth_session_validity_min: the client's AuthSessionValidity, 3 to 15
  [request]  auth_flow: any of the API's, or GetTokensFromRefreshToken; username, session, ...;
             path: admin (signed), public (as the app calls), both (one after the other)
  [answers.CHALLENGE]  Cognito's own keys, one table a round, used anew on each path;
             MFA_SETUP: an empty table sets up an authenticator app, EMAIL an e-mail address,
             totp_seed = "keyring:NAME" keeps the new seed; an unknown challenge takes any keys
  [after]    refresh, remember_device: true or false (default); revoke: true (default, where
             the client allows it) or false
secrets are env:NAME, keyring:NAME or prompt, never in clear

"""
_POOL_STATUSES = """\
exit statuses:
  0  done, or ended by Ctrl-C or SIGTERM
  2  usage in error, or the port cannot be had
  70 internal error
"""
_INQUIRY = """\
the recipe is that of run (run --help); of its secrets the client secret alone must be there.
--code and what belongs to it is the error that the customer saw. The calls, all read-only:
GetCallerIdentity, DescribeUserPool, DescribeUserPoolClient, AdminGetUser, ListUsers,
GetUserPoolMfaConfig, AdminListDevices, AdminListUserAuthEvents, DescribeRiskConfiguration,
ListUserPools, ListUserPoolClients; where the pool and the user may send text messages those of
SNS: GetSMSSandboxAccountStatus, ListSMSSandboxPhoneNumbers, GetSMSAttributes,
ListOriginationNumbers, CheckIfPhoneNumberIsOptedOut. With --at, the time at which the customer's
own call failed, CloudTrail (LookupEvents) and the logs of the pool's triggers (FilterLogEvents)
are searched 2 minutes around it, for --operation or else the calls of the recipe's path. One that
is denied, fails or hangs hides no other; a denied one is told with a line for whoever may ask

exit statuses:
  0  done
  2  usage or recipe in error, or the client secret is missing; nothing was sent
  3  interrupted
  4  nothing could be sent: no credentials, no network
  70 internal error
"""
_DONE_STATUSES = """\
exit statuses:
  0  done
  2  usage or file in error
  3  interrupted
  70 internal error
"""
_CHECK_STATUSES = """\
exit statuses:
  0  nothing is wrong with it
  1  something is: it breaks its schema or digest, holds what looks like a secret or a name, or
     lacks events
  2  usage or file in error
  3  interrupted
  70 internal error
"""
_DOCTOR = """\
nothing of a sign-in is sent: one unsigned GET goes to Cognito's address in the region, and with
--profile GetCallerIdentity is asked. Region: --region, else the profile's, else that of the AWS
configuration; without one the network is left out. Without a network its checks fail, and no other

exit statuses:
  0  done, also where a check fails
  2  usage in error, or there is no such profile
  3  interrupted
  70 internal error
"""


class _Parser(argparse.ArgumentParser):
    """Tells a wrong command line as a UserFacingError, so that --json can answer in its form."""

    def error(self, message: str) -> NoReturn:
        raise UserFacingError(
            "The command line is not understood.",
            _sentence(visible(_names_alone(message), 400)),
            f"Try: {self.prog} --help",
        )


def _names_alone(message: str) -> str:
    """What follows an option that does not exist may be a password."""
    words, mark, rest = message.partition("unrecognized arguments: ")
    names = [word.partition("=")[0] for word in rest.split() if word.startswith("-")]
    return f"{words}{mark}{' '.join(names) or 'more values than expected'}" if mark else message


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:]}."


def parser() -> argparse.ArgumentParser:
    """The whole command line; `command` is None for the window."""
    top = _Parser(
        prog="signin-console",
        description="Reproduce Amazon Cognito sign-ins and see why they fail. "
        "Without a command the window opens.",
        epilog=_DONE_STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"signin-console {__version__}")
    _add_data_dir(top, default=None)
    top.add_argument("--practice", action="store_true", help="open the window on the practice pool")
    top.add_argument(
        "--theme", choices=("system", "light", "dark"), default="system", help="colours"
    )
    commands = top.add_subparsers(
        dest="command", metavar="command", title="commands", parser_class=_Parser
    )
    _add_run(commands)
    _add_practice(commands)
    _add_classify(commands)
    _add_investigate(commands)
    _add_explain(commands)
    _add_show(commands)
    _add_check(commands)
    _add_doctor(commands)
    return top


def _add_data_dir(target: argparse.ArgumentParser, default: str | None) -> None:
    target.add_argument(
        "--data-dir",
        metavar="DIR",
        default=default,
        help="where all state is kept (environment: SIGNIN_CONSOLE_DATA)",
    )


def _command(
    commands: argparse._SubParsersAction[_Parser],
    name: str,
    text: str,
    statuses: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=text,
        description=text,
        epilog=statuses,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_argument("--json", action="store_true", help="one JSON object on stdout")
    # SUPPRESS keeps a --data-dir that stands before the command.
    _add_data_dir(command, default=argparse.SUPPRESS)
    return command


def _add_run(commands: argparse._SubParsersAction[_Parser]) -> None:
    run = _command(
        commands, "run", "Run the sign-in that a recipe describes, once.", _RECIPE + _STATUSES
    )
    run.add_argument("recipe", metavar="RECIPE", help="a TOML file")
    run.add_argument(
        "--export",
        metavar="FILE",
        action="append",
        default=[],
        help="write the case there as well; the suffix (.json, .md, .html) gives the format",
    )
    run.add_argument(
        "--names", action="store_true", help="names in the exports, in place of labels as USER-1"
    )
    run.add_argument("--force", action="store_true", help="replace existing export files")
    run.add_argument("--ticket", metavar="T", help="the ticket number that the case belongs to")


def _add_practice(commands: argparse._SubParsersAction[_Parser]) -> None:
    practice = _command(
        commands, "practice", "Serve a simulated user pool on this machine.", _POOL_STATUSES
    )
    practice.add_argument("--port", metavar="N", type=_port, default=0, help="0 takes a free one")
    practice.add_argument(
        "--list", action="store_true", help="print the users and what each is for, and end"
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65535):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _add_classify(commands: argparse._SubParsersAction[_Parser]) -> None:
    classify = _command(
        commands, "classify", "Say what an exception means, without any network.", _DONE_STATUSES
    )
    source = classify.add_mutually_exclusive_group(required=True)
    source.add_argument("--code", help="the exception's name, such as NotAuthorizedException")
    source.add_argument(
        "--from",
        dest="from_file",
        metavar="FILE",
        help="JSON lines {code, message?, operation?, challenge?, http_status?}; - is stdin",
    )
    source.add_argument("--text", dest="text_file", metavar="FILE", help="a pasted log; - is stdin")
    classify.add_argument("--message", help="the exception's text")
    classify.add_argument("--operation", metavar="OP", help="the operation that was called")
    classify.add_argument("--challenge", metavar="NAME", help="the challenge that was answered")
    classify.add_argument("--http-status", metavar="N", type=int, help="the HTTP status")


def _add_investigate(commands: argparse._SubParsersAction[_Parser]) -> None:
    investigate = _command(
        commands,
        "investigate",
        "Find out why a recipe's sign-in fails, with read-only calls; it is not sent.",
        _INQUIRY,
    )
    investigate.add_argument("recipe", metavar="RECIPE", help="a TOML file")
    investigate.add_argument("--code", help="the exception that the customer saw")
    investigate.add_argument("--message", help="its text")
    investigate.add_argument("--operation", metavar="OP", help="the operation that it came from")
    investigate.add_argument("--challenge", metavar="NAME", help="the challenge that was answered")
    investigate.add_argument(
        "--at",
        metavar="TIME",
        help="when the customer's call failed: ISO 8601 with its offset, or HH:MM of today",
    )
    investigate.add_argument(
        "--request-id",
        metavar="ID",
        action="append",
        default=[],
        help="the id of that call, where the app's log tells it; may be given several times",
    )


def _add_explain(commands: argparse._SubParsersAction[_Parser]) -> None:
    explain = _command(
        commands,
        "explain",
        "Say what speaks for which cause in a case, without any network.",
        _DONE_STATUSES,
    )
    explain.add_argument("case", metavar="CASE", help="a case in JSON, as run --export wrote it")


def _add_show(commands: argparse._SubParsersAction[_Parser]) -> None:
    show = _command(commands, "show", "Print a case as text.", _DONE_STATUSES)
    show.add_argument("case", metavar="CASE", help="a case in JSON")
    show.add_argument(
        "--normalized",
        action="store_true",
        help="its content without ids, times and durations, to compare two runs",
    )


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = _command(
        commands,
        "check",
        "Say whether a case is as it was written, whole, and safe to attach.",
        _CHECK_STATUSES,
    )
    check.add_argument("case", metavar="CASE", help="a case in JSON")


def _add_doctor(commands: argparse._SubParsersAction[_Parser]) -> None:
    doctor = _command(
        commands, "doctor", "Check whether this workstation can do its work.", _DOCTOR
    )
    doctor.add_argument(
        "--profile", metavar="NAME", help="a profile of the console, as it is named"
    )
    doctor.add_argument("--region", metavar="R", help="where Cognito is tried, as eu-west-1")
