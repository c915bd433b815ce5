"""`--explore`: goals of its own, one after the other, near the frontier of ability; what was done, and what failed and why, is remembered."""

from __future__ import annotations

from pathlib import Path

import msgspec

from agent.doing import Keep, Tell
from agent.loop import Mind, Pursuit, pursue
from agent.settings import Settings
from curriculum.frontier import Journey, next_goal
from curriculum.proposing import LanguageCurriculum
from curriculum.request import Request
from curriculum.upkeep import Upkeep
from worldsim.errors import UsageError
from worldsim.events import Acted, Event
from worldsim.files import keep
from worldsim.state import State
from worldsim.world import World

#: In the skill library's folder: all goals that were ever tried, and all that was ever carried.
JOURNEY = "journey/goals.json"


def explore(world: World, mind: Mind, tell: Tell, keep: Keep, settings: Settings, run: str) -> Pursuit:
    """Pursue `settings.iterations` goals, each chosen when the one before it has ended. Reached if one of them is. Raises only MachineryError."""
    file = mind.library.folder / JOURNEY
    journey, counted = load(file), _Counted(tell)
    reached: list[str] = []
    for number in range(settings.iterations):
        state = world.observe()
        journey = journey.seen(state)
        request = choose_goal(state, journey, mind)
        if request is None:
            return Pursuit(bool(reached), f"nothing is left to try after {number} goals; reached: {', '.join(reached) or 'none'}")
        pursuit = pursue(request, world, mind, counted.tell, keep, settings, run, counted.steps)
        if pursuit.reached:
            reached.append(request.sentence)
        journey = journey.after(request.sentence, pursuit.reached, pursuit.why).seen(world.observe())
        save(file, journey)
    return Pursuit(bool(reached), f"{len(reached)} of {settings.iterations} goals of its own reached: {', '.join(reached) or 'none'}")


def choose_goal(state: State, journey: Journey, mind: Mind) -> Request | None:
    """The next goal: a model's where one plays propose, else the rules'. Raises BudgetSpent."""
    language = mind.curriculum.inner if isinstance(mind.curriculum, Upkeep) else mind.curriculum
    if isinstance(language, LanguageCurriculum) and language.ask is not None:
        return next_goal(state, journey, language.ask, language.refusal)
    return next_goal(state, journey)


def load(file: Path) -> Journey:
    """The journey so far; an empty one if there is no file. Raises UsageError for one that cannot be read."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Journey)
    except FileNotFoundError:
        return Journey()
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"{file}: expected the goals that were tried, found: {error}; mend it or delete it") from None


def save(file: Path, journey: Journey) -> None:
    """Write it, all or nothing. Raises RecordBroken."""
    keep(file, msgspec.json.encode(journey, order="sorted"))


class _Counted:
    """Hears every event, and knows the number of the last step: the steps of a run are numbered through."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.steps = 0

    def tell(self, event: Event) -> None:
        if isinstance(event, Acted):
            self.steps = event.step
        self._tell(event)
