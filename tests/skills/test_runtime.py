"""A program in the sandbox: what it asks for, how it ends, and what cannot hurt."""

from __future__ import annotations

import os
import signal

import msgspec
import pytest

from skills import Entry, Limits, Read, ViewCall, drive, replay, rest, run, sandbox, start
from worldsim.actions import Craft, MoveTo, Place, Wait
from worldsim.change import Outcome
from worldsim.errors import MachineryError, SandboxDead
from worldsim.space import Pos, Vec
from worldsim.world import PlayResult


def test_a_program_asks_views_and_acts(gather_some, logs):
    result = run(gather_some, logs)
    assert result == PlayResult(ok=True, note="", calls=10)  # four counts, three times nearest and mine
    assert [action.pos for action in logs.acted] == [Pos(2, 64, 0), Pos(2, 65, 0), Pos(-4, 64, 0)]


def test_the_world_is_observed_once_between_two_actions(gather_some, logs):
    run(gather_some, logs)
    assert logs.observed == 4


def test_fail_ends_the_program_whatever_it_catches(program, logs):
    body = "try:\n    fail('no way')\nexcept BaseException:\n    pass\nreturn True"
    assert run(program(body, "from world import fail"), logs) == PlayResult(ok=False, note="no way")


def test_what_it_printed_last_says_why_it_gave_up(program, logs):
    assert run(program("print('one')\nprint('two logs are missing')\nreturn False"), logs).note == "two logs are missing"


def test_an_action_gives_a_plain_dict(program, logs):
    body = "result = mine([2, 64, 0])\nprint(sorted(result.items()))\nagain = mine([2, 64, 0])\nprint(again['reason'])\nreturn again['ok']"
    execution = start(program(body, "from world import mine"))
    assert not drive(execution, logs).ok
    assert execution.printed == ("[('gained', {'oak_log': 1}), ('note', ''), ('ok', True), ('reason', None), ('ticks', 60)]\nnothing_there\n")


def test_what_was_lost_is_not_gained(program, logs):
    execution = start(program("print(craft('oak_planks')['gained'])\nreturn True", "from world import craft"))
    drive(execution, logs)
    assert execution.printed == "{'oak_planks': 1}\n"


def test_positions_and_defaults_become_actions(program, logs):
    body = "move_to([1, 64, -2])\ncraft('torch', grid=['coal', None, 'stick', None])\nplace('oak_door', [0, 64, 1], facing='west')\nreturn True"
    run(program(body, "from world import craft, move_to, place"), logs)
    assert logs.acted == [
        MoveTo(Pos(1, 64, -2)),
        Craft("torch", grid=("coal", None, "stick", None)),
        Place("oak_door", Pos(0, 64, 1), facing="west"),
    ]


@pytest.mark.parametrize(
    ("body", "note"),
    [
        ("x: dict[str, int] = {}\nreturn x['log'] > 0", "KeyError: log (main, line 5)"),
        ("return 1 / 0 > 0", "ZeroDivisionError: division by zero (main, line 4)"),
        ("assert False, 'never'", "AssertionError: never (main, line 4)"),
        ("mine(None)", "TypeError: mine: Expected `array`, got `null` - at `$.pos` (main, line 4)"),
        ("mine([1, 2])", "TypeError: mine: Expected `array` of at least length 3, got 2 - at `$.pos` (main, line 4)"),
        ("block_at([1, 2])", "TypeError: block_at, argument pos: Expected `array` of length >= 3 (main, line 4)"),
        ("find('oak_log')", "TypeError: find, argument names: Expected `array`, got `str` (main, line 4)"),
        ("mine([1, 2, 3], deep=1)", "TypeError: mine takes pos, found 1 arguments and ['deep'] (main, line 4)"),
        ("return 7", "expected True or False from main, found 7"),
        ("return nowhere", "NameError: name 'nowhere' is not defined (main, line 4)"),
        ("import socket", "ModuleNotFoundError: No module named 'socket' (main, line 4)"),
        ("import os\nos.system('true')", "AttributeError: module 'os' has no attribute 'system' (main, line 5)"),
    ],
)
def test_what_goes_wrong_in_a_program_is_its_result(program, logs, body, note):
    result = run(program(body, "from world import block_at, find, mine"), logs)
    assert not result.ok
    assert result.note.startswith(note)


def test_a_program_sees_no_file(program, logs):
    assert "PermissionError" in run(program("return len(open('/etc/passwd').read()) > 0"), logs).note
    assert "PermissionError" in run(program("from pathlib import Path\nreturn Path('/etc').exists()"), logs).note


def test_a_program_sees_no_clock_and_no_dice_of_its_own(program, logs):
    body = "import random, time\nprint(random.random(), time.time())\ntime.sleep(3600)\nreturn True"
    printed = []
    for _ in range(2):
        execution = start(program(body))
        drive(execution, logs)
        printed.append(execution.printed)
    assert printed[0] == printed[1] == "0.32383276483316237 1767225600.0\n"  # random.seed(7) of CPython; 2026-01-01


def test_an_endless_loop_is_stopped(program, logs):
    result = run(program("while True:\n    pass"), logs, limits=Limits(turn_s=0.2))
    assert not result.ok
    assert "time limit" in result.note


def test_an_endless_loop_of_calls_is_stopped(program, logs):
    result = run(program("while True:\n    count('oak_log')", "from world import count"), logs, limits=Limits(calls=50))
    assert result == PlayResult(ok=False, note="stopped after 50 calls", calls=50)


def test_a_memory_bomb_is_stopped(program, logs):
    assert "memory" in run(program("x = 'a' * 10**9\nreturn True"), logs).note


def test_a_flood_of_print_is_cut(program, logs):
    execution = start(program("for i in range(10000):\n    print('spam', i)\nreturn True"), Limits(printed=100))
    assert drive(execution, logs).ok
    assert len(execution.printed) == 100
    assert execution.printed.endswith("spam 9999\n")


def test_the_sandbox_goes_on_after_all_that(gather_some, logs, program):
    run(program("while True:\n    pass"), logs, limits=Limits(turn_s=0.1))
    assert run(gather_some, logs).ok


def test_a_dead_worker_is_our_trouble_and_the_next_run_gets_another(gather_some, logs):
    execution = start(gather_some)
    os.kill(execution._session.worker_pid, signal.SIGKILL)
    with pytest.raises(SandboxDead):
        execution.fork()
    execution = start(gather_some)
    os.kill(execution._session.worker_pid, signal.SIGKILL)
    with pytest.raises(SandboxDead):
        drive(execution, logs)
    assert run(gather_some, logs).ok


def test_a_worker_does_not_hear_ctrl_c(gather_some, logs):
    with start(gather_some) as execution:
        os.kill(execution._session.worker_pid, signal.SIGINT)
        assert drive(execution, logs).ok


def test_a_program_that_waits_may_be_dropped_after_its_worker_died(gather_some):
    with start(gather_some) as execution:
        os.kill(execution._session.worker_pid, signal.SIGKILL)


def test_stepping_shows_what_is_pending(gather_some, logs):
    with start(gather_some) as execution:
        assert execution.pending == ViewCall("count", ("oak_log",))
        execution.answer(Read("count", ("oak_log",), 3))
        assert execution.pending is None
        assert execution.result == PlayResult(ok=True, calls=1)


def test_a_fork_goes_its_own_way(gather_some, logs):
    with start(gather_some) as execution:
        frozen = execution.fork()
        endings = []
        for carried in (3, 0):
            with frozen.thaw() as branch:
                branch.answer(Read("count", ("oak_log",), carried))
                endings.append(branch.pending)
        assert endings == [None, ViewCall("nearest", (["oak_log"], 64))]
        assert execution.pending == ViewCall("count", ("oak_log",))  # untouched


def test_a_fork_knows_its_lines(program):
    with start(program("wait(1)\nraise ValueError('late')", "from world import wait")) as execution:
        frozen = execution.fork()
        with frozen.thaw() as branch:
            branch.answer(Outcome(action=Wait(1), status="done", end=Vec(0, 64, 0), ticks=1))
            assert branch.result == PlayResult(ok=False, note="ValueError: late (main, line 5)", calls=1)


def test_the_rest_is_played_from_the_pending_action(gather_some, logs):
    with start(gather_some) as execution:
        for answer in (Read("count", ("oak_log",), 0), Read("nearest", (["oak_log"], 64), [2, 64, 0])):
            execution.answer(answer)
        play = rest(execution)
        assert execution.pending is not None
    for _ in range(2):  # a play is played any number of times, also after the execution is gone
        world = type(logs)(logs.cells, {"oak_log": 1})
        assert play(world).ok
        assert [action.pos for action in world.acted] == [Pos(2, 64, 0), Pos(2, 65, 0)]


def test_the_rest_of_what_has_ended_is_its_result(gather_some, logs):
    execution = start(gather_some)
    result = drive(execution, logs)
    assert rest(execution)(logs) is result


def test_a_journal_brings_a_program_back(gather_some, logs):
    journal: list[Entry] = []
    run(gather_some, logs, journal=journal.append)
    on_disk = msgspec.json.decode(msgspec.json.encode([entry for entry in journal if isinstance(entry, Read)]), type=list[Read])
    back = [on_disk.pop(0) if isinstance(entry, Read) else entry for entry in journal]
    with replay(gather_some, back[:3]) as execution:
        assert execution.pending == ViewCall("count", ("oak_log",))
        assert execution.calls == 3
        fresh = type(logs)({Pos(2, 65, 0): "oak_log", Pos(-4, 64, 0): "oak_log"}, {"oak_log": 1})
        assert drive(execution, fresh).ok
    again: list[Entry] = []
    with replay(gather_some, back) as execution:
        assert execution.result == PlayResult(ok=True, calls=10)
    assert again == []


def test_the_same_answers_give_the_same_calls(program, logs):
    body = """\
for i in range(100):
    spot = random.choice([[2, 64, 0], [5, 64, 0], [9, 64, 9]])
    if random.random() < 0.5:
        mine(spot)
    else:
        move_to(spot)
return True"""
    dice = program(body, "import random\nfrom world import mine, move_to")
    journals: list[list[Entry]] = [[], []]
    for journal in journals:
        run(dice, type(logs)(logs.cells), journal=journal.append)
    assert len(journals[0]) == 100
    assert journals[0] == journals[1]


def test_a_foreign_journal_is_refused(gather_some):
    with pytest.raises(MachineryError, match="entry 1"):
        replay(gather_some, [Read("health", (), 20.0)])


def test_no_session_is_left_behind(gather_some, logs):
    for _ in range(3 * sandbox.MAX_PROCESSES):  # a leak would wait for a free worker until the checkout times out
        execution = start(gather_some)
        execution.close()
        execution.close()
