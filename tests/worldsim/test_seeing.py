"""Foresight of what will be seen, and pictures of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import gymnasium
import numpy as np

from worldsim.actions import Mine, MoveTo, Wait
from worldsim.env.dreamed import DreamedWorld
from worldsim.env.imagined import ImaginedEnv
from worldsim.env.land import land
from worldsim.facts import Facts
from worldsim.models import Rules
from worldsim.seeing.foresight import View, foresee, observe
from worldsim.seeing.picture import HEIGHT, WIDTH, overview, picture
from worldsim.seeing.scoring import measure
from worldsim.space import Pos, Vec
from worldsim.state import State
from worldsim.transitions import TransitionWriter

Land = Callable[..., State]
#: Colours as they are shown in the middle of a picture: red, green, blue.
Colour = np.ndarray[tuple[int], np.dtype[np.uint8]]


def ahead(state: State, known: Facts) -> Colour:
    """Just above the horizon."""
    return picture(state, known)[HEIGHT // 2 - 4, WIDTH // 2]  # type: ignore[no-any-return]


def test_the_sky_is_blue_and_a_wall_before_the_eyes_is_not(land: Land, known: Facts) -> None:
    red, _, blue = ahead(land(), known).tolist()
    assert blue > red + 50
    wall = {(x, y, -3): "stone" for x in range(-6, 7) for y in range(64, 72)}
    grey = ahead(land(wall), known).tolist()
    assert max(grey) - min(grey) <= 2
    assert 50 < grey[0] < 130
    brown = ahead(land(dict.fromkeys(wall, "oak_planks")), known).tolist()
    assert brown[0] > brown[1] > brown[2]


def test_a_wall_is_where_one_looks(land: Land, known: Facts) -> None:
    """Yaw grows counter-clockwise from north: a quarter turn looks west."""
    west = land({(-3, y, z): "stone" for z in range(-6, 7) for y in range(64, 72)})
    assert ahead(west, known)[2] > 150
    body = west.body.__class__(**{name: getattr(west.body, name) for name in west.body.__struct_fields__} | {"yaw": np.pi / 2})
    turned = west.__class__(**{name: getattr(west, name) for name in west.__struct_fields__} | {"body": body})
    assert ahead(turned, known)[2] < 130
    edge = picture(west, known)[HEIGHT // 2 - 4]  # looking north, the wall is on the left
    assert edge[2, 2] < 130 < edge[-3, 2]


def test_what_was_never_seen_is_dark(land: Land, known: Facts) -> None:
    state = land({(x, 63, z): None for x in range(-20, 21) for z in range(-20, 0)})
    assert picture(state, known)[HEIGHT - 2, WIDTH // 2].max() < 140  # soil under the missing turf, or nothing
    nothing = State(tick=0, body=state.body, blocks=type(state.blocks)(known.palette))
    assert picture(nothing, known)[HEIGHT - 2, WIDTH // 2].max() < 30


def test_a_map_shows_the_land_from_above_with_the_body_in_its_middle(land: Land, known: Facts) -> None:
    drawn = overview(land({(5, 64, 0): "stone"}), known, radius=8, scale=2)
    assert drawn.shape == (34, 34, 3)
    assert drawn[16, 16].tolist() == [230, 40, 40]
    green, grey = drawn[2, 2].tolist(), drawn[16, 26].tolist()
    assert green[1] > green[0] > green[2]
    assert max(grey) - min(grey) <= 2


def test_an_environment_shows_pictures_and_the_same_ones_again() -> None:
    env = gymnasium.make("worldsim.env:lucidcraft/Imagined-v0", render_mode="rgb_array")
    frames = []
    for _ in range(2):
        env.reset(seed=4)
        frames.append(env.render())
    assert isinstance(frames[0], np.ndarray)
    assert (frames[0].shape, frames[0].dtype) == ((HEIGHT, WIDTH, 3), np.uint8)
    assert len(np.unique(frames[0].reshape(-1, 3), axis=0)) > 20
    assert np.array_equal(frames[0], frames[1])


def test_nothing_new_is_foreseen_of_standing_still(known: Facts, rules: Rules) -> None:
    state = land(5, known).state
    seen = foresee(state, Wait(20), rules.predict(state, [Wait(20)])[0], known)
    assert seen.revealed == ()
    assert seen.observed.tick > state.tick


def test_what_lies_behind_a_block_that_is_dug_is_foreseen(known: Facts, rules: Rules) -> None:
    made = land(1, known, {"terrain": "flat", "spawn": [0, 64, 0]})
    turf = Mine(Pos(1, 63, 0))
    seen = foresee(made.state, turf, rules.predict(made.state, [turf])[0], known)
    assert (Pos(1, 62, 0), "dirt") in [(each.pos, each.block) for each in seen.revealed]
    assert all(made.state.blocks.name(each.pos) is None for each in seen.revealed)


def test_a_walk_shows_the_land_going_on(known: Facts, rules: Rules) -> None:
    """On the flat land all that is foreseen is so: 32 blocks are seen, and 6 more to the east after 6 steps."""
    made = land(1, known, {"terrain": "flat", "spawn": [0, 64, 0]})
    walk = MoveTo(Pos(6, 64, 0))
    seen = foresee(made.state, walk, rules.predict(made.state, [walk])[0], known)
    assert {each.block for each in seen.revealed} == {"grass_block", "air"}
    assert (Pos(38, 63, 0), "grass_block") in [(each.pos, each.block) for each in seen.revealed]
    assert all(made.there.name(each.pos) == each.block for each in seen.revealed)
    env = ImaginedEnv(start={"terrain": "flat", "spawn": [6, 64, 0]})
    env.reset(seed=1)
    assert env.state is not None
    fresh = {each.pos for each in seen.revealed}
    assert all(env.state.blocks.name(pos) is not None for pos in fresh)


def test_a_look_from_elsewhere(known: Facts) -> None:
    made = land(1, known, {"terrain": "flat", "spawn": [0, 64, 0]})
    seen = observe(made.state, View(Vec(10.5, 65.62, 0.5)), known, made.state, air=False)
    assert {each.block for each in seen.revealed} == {"grass_block"}
    assert max(each.pos.x for each in seen.revealed) == 42


def test_foresight_is_scored_on_what_was_recorded(known: Facts, rules: Rules, tmp_path: Path) -> None:
    made = land(1, known, {"terrain": "flat", "spawn": [0, 64, 0]})
    world = DreamedWorld(rules, made.state, made.there, known, seed=1, land=True)
    writer = TransitionWriter(tmp_path)
    walk = MoveTo(Pos(6, 64, 0))
    writer.append("flat", made.state, walk, world.act(walk), world.observe())
    writer.close()
    score = measure(tmp_path, every=1)
    assert (score.n, score.rules.blocks_f1, score.foreseen.blocks_f1) == (1, 0.0, 1.0)
