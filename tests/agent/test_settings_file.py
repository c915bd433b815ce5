"""Settings from a file: all of them, under the command line, saved with the run; never a key."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from agent.record import open_record
from agent.roles import ROLES
from agent.run import main, parser, settings
from agent.settings import Settings
from worldsim.errors import UsageError

ROOT = Path(__file__).parents[2]
KEY = "hunter2-hunter2-hunter2"

WHOLE = """
goal = "build a house"
seed = 7
warp = 10
server = "127.0.0.1:25565"
port = 0
imagine = "hybrid"
laws = "-crafting"
skills = "-has"
model = "openai:small"
base_url = "http://127.0.0.1:1/v1"
notes = "rules.txt"
cache = "replies.sqlite"
max_calls = 5
max_tokens = 6000
max_cost = 0.5
runs = "elsewhere"
library = "books"
dry_run = true
keep_open = true
max_replans = 3
rollouts = 4
gate = 0.25
explore = false
iterations = 2

[roles]
write = "openai:large"
critic = "none"

[scenario]
terrain = "flat"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "run.toml"
    path.write_text(WHOLE)
    return path


def test_every_field_may_stand_in_the_file(file: Path) -> None:
    got = settings(["--settings", str(file)])
    assert got == Settings(
        goal="build a house", seed=7, warp=10.0, server="127.0.0.1:25565", imagine="hybrid", laws="-crafting", skills="-has", model="openai:small",
        base_url="http://127.0.0.1:1/v1", notes="rules.txt", cache="replies.sqlite",
        max_calls=5, max_tokens=6000, max_cost=0.5, runs="elsewhere", library="books",
        dry_run=True, keep_open=True, max_replans=3, rollouts=4, gate=0.25, iterations=2, roles={"write": "openai:large", "critic": "none"},
        scenario={"terrain": "flat"},
    )  # fmt: skip
    named = set(re.findall(r"^\[?(\w+)", WHOLE, re.MULTILINE))
    assert set(Settings.__struct_fields__) - named == {"blueprint", "listen", "world_rules"}, "two exclude a goal, one a server"


def test_the_command_line_wins_role_by_role(file: Path) -> None:
    line = ["--seed", "9", "--no-dry-run", "--role", "critic=openai:tiny", "--max-cost", "2", "--goal", "explore"]
    got = settings(["--settings", str(file), *line])
    assert (got.seed, got.dry_run, got.keep_open, got.max_cost, got.goal) == (9, False, True, 2.0, "explore")
    assert got.roles == {"write": "openai:large", "critic": "openai:tiny"}


@pytest.mark.parametrize(
    ("text", "imagine"),
    [
        ("", "rules"),
        ('model = "openai:x"', "hybrid"),
        ('notes = "rules.txt"', "hybrid"),
        ('[roles]\nwrite = "openai:x"', "rules"),
        ('[roles]\nimagine = "openai:x"', "hybrid"),
        ('model = "openai:x"\n[roles]\nimagine = "none"', "rules"),
        ('imagine = "off"\nmodel = "openai:x"', "off"),
    ],
)
def test_who_dreams_when_nobody_says(tmp_path: Path, text: str, imagine: str) -> None:
    (tmp_path / "s.toml").write_text('goal = "explore"\n' + text)
    assert settings(["--settings", str(tmp_path / "s.toml")]).imagine == imagine


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sed = 3", "expected fields of Settings, found 'sed'; did you mean seed?"),
        ("max-cost = 3", "found 'max-cost'; did you mean max_cost?"),
        ("flavour = 3", "found 'flavour'; they are in docs/settings.md"),
        (f'OPENAI_API_KEY = "{KEY}"', "found 'OPENAI_API_KEY'; keys come from the environment, never from a file"),
        (f'api_key = "{KEY}"', "keys come from the environment, never from a file"),
        ("seed = ", "expected TOML, found: Invalid value"),
        ('seed = "seven"', "seed: expected `int`, got `str`"),
        ("warp = 0", "--warp: expected a number above 0"),
        ('skills = "-had"', "--skills: expected all | none | -KIND,... of has, built, "),
        ('[roles]\nwriter = "openai:x"', "found 'writer'; did you mean write?"),
        ("roles = 3", "expected roles to be a table, found int"),
        ("[roles]\nwrite = 3", "roles[...]: expected `str`, got `int`"),
        (f'base_url = "http://127.0.0.1:1/v1?api_key={KEY}"', "expected an address without a key"),
        (f'[roles]\nwrite = "openai:x@http://me:{KEY}@127.0.0.1:1/v1"', "expected an address without a password"),
        ("", "expected one of --goal, --explore, --blueprint and --listen, found none"),
        ('goal = "explore"\nexplore = true', "found --goal and --explore"),
        ("max_cost = nan", "--max-cost: expected 0 or more, found nan"),
        ("max_tokens = -1", "--max-tokens: expected 0 or more, found -1"),
        ("max_replans = -1", "max_replans: expected 0 or more, found -1"),
        ("gate = nan", "gate: expected a chance, 0-1, found nan"),
        ('base_url = "127.0.0.1:8080"', "--base-url: expected http://HOST:PORT/... or https://..., found '127.0.0.1:8080'"),
        (f'base_url = "me:{KEY}@127.0.0.1"', "expected an address without a key"),
        (f'base_url = "http://me:{KEY}@[/"', "--base-url: expected "),
        ('goal = "explore"\nimagine = "os:path"', "--imagine os:path: expected a class or a function 'path' in os, found <module"),
        ('goal = "explore"\nimagine = ".os:path"', "found the relative '.os:path'"),
        ("explore = true\niterations = 0", "--iterations: expected 1 or more, found 0"),
    ],
)
def test_what_is_wrong_is_one_line_and_never_a_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    (tmp_path / "s.toml").write_text(text)
    assert main(["--settings", str(tmp_path / "s.toml"), "--runs", str(tmp_path / "runs")]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert line.startswith("lucidcraft: ")
    assert said in line
    assert KEY not in line
    assert not (tmp_path / "runs").exists()


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--settings .*gone\.toml: expected settings in TOML, found: No such file or directory; "):
        settings(["--settings", str(tmp_path / "gone.toml")])
    (tmp_path / "s.toml").write_bytes(b"\x80")
    with pytest.raises(UsageError, match="expected settings in TOML, found bytes that are no text"):
        settings(["--settings", str(tmp_path / "s.toml")])


def test_all_of_it_is_saved_with_the_run_and_no_key(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    asked = settings(["--settings", str(file), "--runs", str(tmp_path / "runs")])
    record = open_record(asked)
    record.close()
    text = (record.folder / "spec.json").read_text()
    assert msgspec.convert(json.loads(text)["settings"], Settings) == asked
    assert KEY not in text


def test_the_page_tells_every_setting_with_its_default_and_the_flags_are_settings() -> None:
    page = (ROOT / "docs/settings.md").read_text()
    told = dict(re.findall(r"^\| `(\w+)` \|(.*?)\|", page, re.MULTILINE))
    defaults = {field.name: field.default for field in msgspec.structs.fields(Settings)}
    assert set(told) == set(defaults)
    for name, shown in told.items():
        if shown.strip():
            assert shown.strip(" `") == ("{}" if name in ("roles", "scenario") else json.dumps(defaults[name])), name
        else:
            assert defaults[name] in (None, "", "rules"), name
    flags = set(vars(parser().parse_args([])))
    assert flags == set(), "what is not said has its default in Settings alone"
    own = {action.dest for action in parser()._actions} - {"help", "settings", "role"}
    assert own <= set(defaults)


def test_the_help_names_every_role(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert ", ".join(ROLES) in told
