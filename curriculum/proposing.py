"""The curriculum that has a model: a wish is split into sub-goals, rules pursue each, and what they give up goes back to the model as a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from curriculum.architect import Architect, Undrawn
from curriculum.architecture.parts import Design
from curriculum.decomposition import Building, Decomposition, SubGoal, described, goal_of
from curriculum.errands import wood_at_hand
from curriculum.progress import Attempt, Curriculum, GiveUp, Progress
from curriculum.pursuing import Part, anchored, next_task, ordered, part_of, reached
from curriculum.request import Request, Wish
from curriculum.splitting import Failed, Tell, Unsplit, split
from worldsim.goals import Task
from worldsim.state import State
from worldsim.world import Ask

if TYPE_CHECKING:
    import networkx

#: How often a wish is split anew because a sub-goal was given up.
SPLITS = 3


class Plan(msgspec.Struct, frozen=True, eq=False):
    """A wish as it is pursued since `since`, all that had been tried by then. `parts`: in an order in which they can be done."""

    since: tuple[Attempt, ...]
    parts: tuple[Part, ...]
    tick: int  #: when it was made
    failed: tuple[Failed, ...]  #: the sub-goals of earlier plans that were given up
    why: str = ""  #: why there is no plan; then there are no parts


class LanguageCurriculum(Curriculum):
    """Wishes by a model, all else by rules. A pure function of what it is given, up to a cache of the model's answers."""

    name = "language"

    def __init__(self, rules: Curriculum, ask: Ask | None, architect: Architect | None, tell: Tell) -> None:
        """`ask` None: nobody splits, a wish is one building. `architect` None: nothing is drawn, and a plan with a building is sent back."""
        self.rules = rules
        self.ask = ask
        self.architect = architect
        self.tell = tell
        self._plans: dict[str, list[Plan]] = {}
        self._passed: tuple[State, frozenset[str]] | None = None  #: the state of the last proposal, and the sub-goals that were reached then
        self._designs: dict[tuple[str, int], Design] = {}  #: by brief, and which one of that brief in a plan

    def propose(self, request: Request, state: State, progress: Progress) -> Task | GiveUp | None:
        """The next task of the first sub-goal that is not reached; None when all are. GiveUp tells the whole story. Raises BudgetSpent."""
        if not isinstance(request, Wish):
            return self.rules.propose(request, state, progress)
        while True:
            plan = self._plan(request.sentence, state, progress)
            if plan.why:
                return GiveUp(_story(plan.failed, plan.why))
            answer = self._first(plan, state, progress)
            if not isinstance(answer, Failed):
                return answer
            self._plans[request.sentence].append(self._replanned(request.sentence, plan, answer, state, progress))

    def plan(self, request: Request, state: State) -> networkx.DiGraph[str]:
        """The DAG of all tasks that are foreseen for all sub-goals: those of one after those of what it needs."""
        if not isinstance(request, Wish):
            return self.rules.plan(request, state)
        import networkx

        proposed = self._passed is not None and self._passed[0] is state and request.sentence in self._plans
        plan = self._plans[request.sentence][-1] if proposed else self._plan(request.sentence, state, Progress())
        graph: networkx.DiGraph[str] = networkx.DiGraph()
        ends: dict[str, list[str]] = {}
        passed = self._passed[1] if self._passed and self._passed[0] is state else frozenset()
        for part in plan.parts:
            if part.name in passed or reached(part, plan.parts, state, Progress()):
                continue
            foreseen = part_of(part, state, self.rules)
            names = {name: name if name not in graph else f"{name} ({part.name})" for name in foreseen}
            graph.add_nodes_from((names[name], {"task": task}) for name, task in foreseen.nodes(data="task"))
            graph.add_edges_from((names[a], names[b]) for a, b in foreseen.edges)
            before = [end for need in part.needs for end in ends.get(need, ())]
            graph.add_edges_from((end, names[name]) for name, degree in foreseen.in_degree() if not degree for end in before)
            ends[part.name] = [names[name] for name, degree in foreseen.out_degree() if not degree] or before
        return graph

    def refusal(self, wish: Wish, state: State) -> str:
        """Why a wish cannot be pursued, in a line; '' if it can: it is split, and its buildings are drawn."""
        return self._plan(wish.sentence, state, Progress()).why

    def _first(self, plan: Plan, state: State, progress: Progress) -> Task | Failed | None:
        since = Progress(progress.history[len(plan.since) :])
        passed: list[str] = []
        for part in (anchored(part, plan.parts, progress) for part in plan.parts):
            self._passed = state, frozenset(passed)
            if reached(part, plan.parts, state, since):
                passed.append(part.name)
                continue
            answer = next_task(part, state, progress, since, self.rules)
            if isinstance(answer, GiveUp):
                before = tuple(other.wanted for other in plan.parts if other.name in part.needs)
                return Failed(part.name, part.wanted, before, answer.why)
            if answer is not None:
                return answer
            passed.append(part.name)
        self._passed = state, frozenset(passed)
        return None

    def _plan(self, wish: str, state: State, progress: Progress) -> Plan:
        """The last plan that was made in this history; the first one is made now, and anew when the same is wished for at another time."""
        plans = self._plans.setdefault(wish, [])
        for plan in reversed(plans):
            if progress.history[: len(plan.since)] == plan.since and (progress.history or plan.tick == state.tick):
                return plan
        plans.append(self._made(wish, state, progress, (), ()))
        return plans[-1]

    def _replanned(self, wish: str, plan: Plan, failure: Failed, state: State, progress: Progress) -> Plan:
        failed = (*plan.failed, failure)
        if self.ask is None or len(failed) > SPLITS:
            return Plan(progress.history, (), state.tick, failed, f"{len(failed)} plans were tried")
        passed = self._passed[1] if self._passed else frozenset()  # it was just tried
        done = [f"{part.name}: {described(part.wanted)}" for part in plan.parts if part.name in passed]
        return self._made(wish, state, progress, tuple(done), failed)

    def _made(self, wish: str, state: State, progress: Progress, done: tuple[str, ...], failed: tuple[Failed, ...]) -> Plan:
        def draw(whole: Decomposition) -> list[str]:
            return self._drawn(whole, state)

        if self.ask is None:
            made: Decomposition | Unsplit = Decomposition(sub_goals=(SubGoal(name="building", goal=Building(brief=wish)),))
            if isinstance(made, Decomposition) and (wrong := draw(made)):
                made = Unsplit(wrong[0])
        else:
            made = split(wish, state, self.ask, self.tell, draw, done, failed)
        if isinstance(made, Unsplit):
            return Plan(progress.history, (), state.tick, failed, made.why)
        parts = []
        for number, sub in enumerate(ordered(made), start=1):
            goal = goal_of(sub.goal, state)
            label = f"{sub.name} ({number} of {len(made.sub_goals)})"
            design = self._designs.get(_brief(sub, made)) if isinstance(sub.goal, Building) else None
            parts.append(Part.of(sub.name, label, sub.needs, sub.goal, goal, design, state))
        return Plan(progress.history, tuple(parts), state.tick, failed)

    def _drawn(self, whole: Decomposition, state: State) -> list[str]:
        """Draw every building that is not drawn yet; which cannot be drawn, a line each."""
        wrong = []
        for sub in ordered(whole):
            if not isinstance(sub.goal, Building) or (key := _brief(sub, whole)) in self._designs:
                continue
            if self.architect is None:
                return [f"{sub.name!r}: nobody is there to draw a building: ask for things that are carried, found or placed instead"]
            design = self.architect.design(sub.goal.brief, wood_at_hand(state), state.tick)
            if isinstance(design, Undrawn):
                wrong.append(f"{sub.name!r} cannot be drawn ({design.why}): ask for a simpler building, in other words")
            else:
                self._designs[key] = msgspec.structs.replace(design, name=self._unused(design.name))
        return wrong

    def _unused(self, name: str) -> str:
        """A building is known by its name: two of one plan must not share it."""
        used, number = {design.name for design in self._designs.values()}, 1
        while (own := name if number == 1 else f"{name} {number}") in used:
            number += 1
        return own


def _brief(sub: SubGoal, whole: Decomposition) -> tuple[str, int]:
    same = [other.name for other in whole.sub_goals if other.goal == sub.goal]
    return (sub.goal.brief if isinstance(sub.goal, Building) else "", same.index(sub.name))


def _story(failed: tuple[Failed, ...], why: str) -> str:
    told = [f"plan {number} failed at {one.name!r}: {one.why}" for number, one in enumerate(failed, start=1)]
    return "; ".join([*told, why])
