"""An imagined world that is seen as the real one is: what was dug open, or walked up to, comes in sight.

`there` is all that may come in sight: a made-up land as a whole, or what is known of a real place, beyond which nothing is. What an action does is
for the model to say; only exploring is done in the land itself, where there is one, because no law can know what lies there.
"""

from __future__ import annotations

import msgspec

from worldsim.actions import Action, Explore
from worldsim.blocks import UNKNOWN, Blocks
from worldsim.change import Outcome
from worldsim.facts import Facts
from worldsim.imagined import ImaginedWorld
from worldsim.judging import state_ids
from worldsim.laws.exploring import STEP
from worldsim.prediction import Branch, Leaf, Prediction, Quantiles
from worldsim.seeing.sight import Look, reveal
from worldsim.space import Pos, Vec
from worldsim.state import State
from worldsim.walking.ground import ground_of
from worldsim.walking.paths import Path, find_path, node_of
from worldsim.walking.targets import near
from worldsim.world import WorldModel

#: How far an exploring walk goes, and how far between two looks, in blocks.
_FARTHEST, _LEG = 64, 8
#: What counts as having walked without a target, in blocks.
_WALKED = 16
_NODES = 4000
#: How near it comes to each of the places on its line.
_NEAR = 4


class DreamedWorld(ImaginedWorld):
    """`land`: whether `there` goes on beyond what is known, so that it can be explored."""

    def __init__(self, model: WorldModel, state: State, there: Blocks, known: Facts, seed: int, land: bool) -> None:
        super().__init__(model, state, seed=seed, known=known)
        self._there = there
        self._land = land
        self._from, self._at = state.body.eyes.cell, there  # from where, and at what, the last look was

    def act(self, action: Action) -> Outcome:
        """Ask the model, throw the dice, go there and look around. Raises only what the model raises (ModelDown)."""
        if self._land and isinstance(action, Explore):
            return self._explore(action)
        outcome = super().act(action)
        if self._land and self.hypothetical:
            # What a law guesses to lie behind a block comes in sight as it is.
            there = {pos: self._there.state(pos) for pos in self.hypothetical}
            self._state = msgspec.structs.replace(self._state, blocks=self._state.blocks.with_cells(there))
            self.hypothetical.clear()
        altered = [change.pos for change in (*outcome.change.blocks, *outcome.env.blocks)]
        if altered:
            states = {pos: self._state.blocks.state(pos) for pos in altered}
            self._there = self._there.with_cells({pos: state for pos, state in states.items() if state != UNKNOWN})
        return msgspec.structs.replace(outcome, discovered=outcome.discovered + self._look().found)

    def _look(self) -> Look:
        eyes = self._state.body.eyes
        if self._from == eyes.cell and self._at is self._there:
            return Look(self._state.blocks, 0, frozenset())  # nothing new to see
        self._from, self._at = eyes.cell, self._there
        look = reveal(self._there, self._state.blocks, eyes, self._facts)
        if look.blocks is not self._state.blocks:
            self._state = msgspec.structs.replace(self._state, blocks=look.blocks)
        return look

    def _explore(self, action: Explore) -> Outcome:
        """Walk on in the heading, looking around every few blocks, until a target comes in sight or there is no way on."""
        start, ticks, found = self._state, 0, 0
        dx, dz = STEP[action.heading]
        wanted = set(state_ids(start.blocks.palette, action.targets).tolist())
        status, note = "failed", "no way on"
        for leg in range(_LEG, _FARTHEST + 1, _LEG):
            here = start.body.pos.cell
            path = self._way(Pos(here.x + leg * dx, self._state.body.pos.cell.y, here.z + leg * dz))
            if path is None:
                continue  # perhaps the next one can be reached around what is in the way
            ticks += round(path.ticks)
            self._walk_to(path, round(path.ticks))
            look = self._look()
            found += look.found
            if not wanted.isdisjoint(look.kinds):
                status, note = "done", ""
                break
            note = "no target came in sight"
        walked = start.body.pos.distance(self._state.body.pos)
        if not action.targets and walked >= _WALKED:
            status, note = "done", ""
        done = status == "done"
        end = self._state.body.pos
        branch = Branch(p=1.0, status="done" if done else "failed", reason=None if done else "not_found", note=note, end=end)
        sources = (Leaf("position", "physics"), Leaf("ticks", "physics"), Leaf("p_success", "law"))
        self.predictions.append(Prediction(action=action, branches=(branch,), ticks=Quantiles(ticks, ticks, ticks), sources=sources))
        outcome = Outcome(action=action, status=branch.status, reason=branch.reason, note=note, end=end, ticks=ticks, discovered=found)
        self.outcomes.append(outcome)
        return outcome

    def _way(self, goal: Pos) -> Path | None:
        """To within a few blocks of a place; None if there is none."""
        body = self._state.body
        ground = ground_of(self._state.blocks)
        for dy in (0, _NEAR, -_NEAR):
            target = near(goal.offset(0, dy, 0), _NEAR)
            path = find_path(ground, node_of(ground, body.pos), target, unknown=False, most_nodes=_NODES)
            if path is not None and path.certain:
                return path
        return None

    def _walk_to(self, path: Path, ticks: int) -> None:
        x, y, z = path.end
        state = self._state
        end = Vec(x + 0.5, ground_of(state.blocks).feet(x, y, z), z + 0.5)
        body = msgspec.structs.replace(state.body, pos=end, vel=Vec(0.0, 0.0, 0.0), in_liquid=state.blocks.name(end.cell) == "water")
        self._state = msgspec.structs.replace(state, tick=state.tick + ticks, time_of_day=(state.time_of_day + ticks) % 24000, body=body)
