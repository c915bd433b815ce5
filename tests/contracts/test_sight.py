"""What comes in sight in a dream is what the bridge's own eyes would see: the same cells, of the same blocks, from the same place."""

from __future__ import annotations

import base64
import json
import subprocess
import zlib

import numpy as np
import pytest

from bridge.node import JS, node_binary
from worldsim.blocks import UNKNOWN, Blocks, SectionKey
from worldsim.env.land import land
from worldsim.facts import facts
from worldsim.seeing.grid import dense
from worldsim.seeing.sight import SHAPE, corner, reveal
from worldsim.space import Pos, Vec

# Sections as the bridge's terrain gives them, the bridge's own openEyes, and one look.
SCRIPT = """
const { openEyes } = require('./bot/sight')
const data = require('minecraft-data')('1.19.4')
const { sections, eyes } = JSON.parse(require('fs').readFileSync(0, 'utf8'))
const cells = new Map(sections.map(([x, y, z, text]) => [[x, y, z].join(), new Uint16Array(new Uint8Array(Buffer.from(text, 'base64')).buffer)]))
const terrain = { version: 1, section: (x, y, z) => cells.get([x, y, z].join()) ?? null }
const [x, y, z] = eyes
const bot = { registry: data, entity: { position: { x, y: y - 1.62, z }, eyeHeight: 1.62 }, on () {} }
const sight = openEyes(bot, terrain, () => '')
sight.look()
process.stdout.write(JSON.stringify(sight.update().sections))
"""


@pytest.mark.parametrize(("number", "off"), [(5, Vec(0.1, 0.0, 0.2)), (9, Vec(6.7, 1.3, -4.1)), (11, Vec(-3.5, -6.0, 2.5))])
def test_a_dreamer_sees_what_the_bridge_would_see(number: int, off: Vec) -> None:
    known = facts()
    made = land(number, known)
    eyes = made.state.body.eyes
    eyes = Vec(eyes.x + off.x, eyes.y + off.y, eyes.z + off.z)  # the last one lies in the rock
    seen, count, _ = reveal(made.there, Blocks(known.palette), eyes, known)
    sections = [[*key, base64.b64encode(cells.astype("<u2").tobytes()).decode()] for key, cells in made.there.sections()]
    asked = json.dumps({"sections": sections, "eyes": [eyes.x, eyes.y, eyes.z]})
    ran = subprocess.run([node_binary(), "-e", SCRIPT], cwd=JS, input=asked, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    told = {SectionKey(*key): np.frombuffer(zlib.decompress(base64.b64decode(text), -15), "<u2") for *key, text in json.loads(ran.stdout)}
    theirs = Blocks(known.palette, told)
    low = corner(eyes)
    mine, bridge = dense(seen, low, SHAPE), dense(theirs, low, SHAPE)
    assert count == int((bridge != UNKNOWN).sum())
    assert np.array_equal(mine, bridge)


def test_unknown_is_not_seen_through() -> None:
    known = facts()
    made = land(5, known)
    eyes = made.state.body.eyes
    beside = Pos(eyes.cell.x + 1, eyes.cell.y, eyes.cell.z)
    assert made.state.blocks.name(beside) == "air"
    assert reveal(made.there.with_cells({beside: UNKNOWN}), Blocks(known.palette), eyes, known).blocks.name(beside) is None
