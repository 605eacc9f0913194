"""SRP where the whole process speaks another language, in a time zone far from UTC.

A bare Debian has no locale but C, so the test makes one: `localedef` belongs to libc itself, and
needs nothing else here but the texts below.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from console.core.conversation.srp import timestamp
from console.practice.announce import announcement
from console.practice.server import PracticeServer
from console.practice.srp import read_stamp
from console.practice.users import USERS
from tests.e2e.programs import LIMIT_S, environment
from tests.e2e.recipes import secrets_of, write_recipe

LOCALE = "xx_PRACTICE"
WEEKDAYS = ("dom", "lun", "mar", "mié", "jue", "vie", "sáb")
MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
# As POSIX writes zones, since a bare Debian has no tzdata either.
ZONES = {"Kolkata": "<+0530>-5:30", "Kiritimati": "<+14>-14", "Baker": "<-12>12"}
OFFSETS = {"Kolkata": 5.5 * 3600, "Kiritimati": 14 * 3600, "Baker": -12 * 3600}
SPEAKS_IT = "import locale; locale.setlocale(locale.LC_ALL, '')\n"
STAMPS = """
import json, sys, time
from datetime import UTC, datetime
from console.core.conversation.srp import timestamp
local = lambda at: datetime.fromtimestamp(at).astimezone()
print(json.dumps([
    {"ours": timestamp(local(at)), "strftime": time.strftime("%a %b %d", time.gmtime(at)),
     "offset": local(at).utcoffset().total_seconds()}
    for at in json.loads(sys.argv[1])
]))
"""
PROGRAM = "import sys; from console.__main__ import main; sys.exit(main(sys.argv[1:]))"
# The path of pycognito that asks strftime for its names.
CONTROL = """
import warnings; warnings.simplefilter("ignore")
from pycognito.aws_srp import AWSSRP
srp = AWSSRP("alice", "p", "eu-west-1_P", "c", client=object(),
             device_key="k", device_group_key="g", device_password="d")
shown = {"USERNAME": "alice", "SALT": "ab", "SRP_B": "cd", "SECRET_BLOCK": "AAAA"}
print(srp.process_device_challenge(shown)["TIMESTAMP"])
"""


def charmap() -> str:
    characters = [*map(chr, range(0x7F)), "á", "é"]
    rows = (
        f"<U{ord(one):04X}> {''.join(f'/x{byte:02x}' for byte in one.encode())} x"
        for one in characters
    )
    head = "<code_set_name> UTF-8\n<comment_char> %\n<escape_char> /\n"
    sizes = "<mb_cur_min> 1\n<mb_cur_max> 4\n"
    return f"{head}{sizes}CHARMAP\n" + "\n".join(rows) + "\nEND CHARMAP\n"


def source() -> str:
    def texts(names: tuple[str, ...]) -> str:
        return ";".join(
            '"' + "".join(f"<U{ord(letter):04X}>" for letter in name) + '"' for name in names
        )

    return (
        "comment_char %\nescape_char /\nLC_TIME\n"
        f"abday {texts(WEEKDAYS)}\nday {texts(WEEKDAYS)}\n"
        f"abmon {texts(MONTHS)}\nmon {texts(MONTHS)}\n"
        'd_t_fmt "%a %d %b %Y %T"\nd_fmt "%d//%m//%Y"\nt_fmt "%T"\nam_pm "";""\nt_fmt_ampm ""\n'
        "END LC_TIME\n"
    )


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LOCPATH with one locale."""
    if sys.platform != "linux" or shutil.which("localedef") is None:
        pytest.skip("no localedef of the GNU libc here, so that no locale can be made")
    folder = tmp_path_factory.mktemp("locales")
    (folder / "charmap").write_text(charmap(), encoding="ascii")
    (folder / "source").write_text(source(), encoding="ascii")
    made = [folder / name for name in ("charmap", "source", LOCALE)]
    # Status 1 is a warning: the source has no category but the one that matters.
    done = subprocess.run(
        ["localedef", "--no-archive", "-c", "--quiet", "-f", made[0], "-i", made[1], made[2]],  # noqa: S607  # wherever libc has it
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert (made[2] / "LC_TIME").exists(), done.stderr
    return folder


def foreign(locales: Path, zone: str = "UTC0") -> dict[str, str]:
    """The variables of a process in that language and zone."""
    return {"LOCPATH": str(locales), "LC_ALL": LOCALE, "TZ": zone}


def speaking(code: str, *arguments: str, env: Mapping[str, str], home: Path) -> str:
    """Stdout of a fresh interpreter that took its language from the environment, as Qt does."""
    done = subprocess.run(
        [sys.executable, "-c", SPEAKS_IT + code, *arguments],
        env=environment(home, **env),
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("zone", ZONES)
def test_every_weekday_and_month_is_english(locales: Path, zone: str, tmp_path: Path) -> None:
    start = datetime(2026, 1, 1, 23, 59, 59, tzinfo=UTC)
    moments = [start + timedelta(days=31 * number) for number in range(12)]
    seconds = json.dumps([at.timestamp() for at in moments])
    shown = speaking(STAMPS, seconds, env=foreign(locales, ZONES[zone]), home=tmp_path)
    rows: list[dict[str, Any]] = json.loads(shown)
    (offset,) = {row["offset"] for row in rows}
    assert offset == OFFSETS[zone]
    for row, at in zip(rows, moments, strict=True):
        names = f"{WEEKDAYS[at.isoweekday() % 7]} {MONTHS[at.month - 1]} {at.day:02}"
        assert row["strftime"] == names, "the locale is not in use"
        assert row["ours"] == timestamp(at)
        assert read_stamp(row["ours"]) == at
        assert row["ours"].isascii()
    assert len({row["ours"].split()[1] for row in rows}) == 12


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer() as running:
        yield running


@pytest.mark.parametrize(("zone", "path"), [("Kolkata", "admin"), ("Kiritimati", "public")])
def test_a_whole_sign_in(
    server: PracticeServer, locales: Path, zone: str, path: str, tmp_path: Path
) -> None:
    pool = announcement(server)
    user = USERS[0].to_json() | {"auth_flow": "USER_SRP_AUTH"}
    recipe = write_recipe(tmp_path, pool, user)
    text = recipe.read_text(encoding="utf-8")
    recipe.write_text(
        text.replace("[request]\n", f'[request]\npath = "{path}"\n'), encoding="utf-8"
    )
    env = foreign(locales, ZONES[zone]) | secrets_of(pool, user)
    done = json.loads(speaking(PROGRAM, "run", str(recipe), "--json", env=env, home=tmp_path))
    assert (done["outcome"], done["challenges"]) == ("signed_in", ["PASSWORD_VERIFIER"])


def test_a_client_that_asks_the_locale_would_be_refused(locales: Path, tmp_path: Path) -> None:
    """The control: the locale reaches a client that uses strftime, and the pool notices."""
    stamp = speaking(CONTROL, env=foreign(locales), home=tmp_path).strip()
    assert stamp.split()[0] in WEEKDAYS
    assert stamp.split()[1] in MONTHS
    assert read_stamp(stamp) is None
