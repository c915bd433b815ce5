"""What a run would ask of its models, and what that would cost, said before anything is spent. An estimate: nothing is asked.

What is measured: prompts (their files, and what of the situation goes into them) and schemas, as they are now, and the size of replies, in runs with
a planted model (docs/models.md); a token is about four characters of English or JSON. What is assumed: how often a role is asked. Not counted: what a
model thinks before it answers, replies that do not fit and are asked for again, and dreams of what nobody foresees.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from rich.table import Table

from agent.display import Display
from agent.dry import Plan
from agent.models.prices import price_of
from agent.models.schema import strict_schema
from agent.roles import ROLES, player
from agent.settings import Settings
from curriculum.request import Request, Wish
from worldsim.actions import Wait
from worldsim.facts import facts
from worldsim.prompting import prompt
from worldsim.situation import carried, nearby
from worldsim.state import State

#: Characters of a token.
_TOKEN = 4
#: Characters of a reply. imagine, write, repair, critic: as measured (`python -m benchmarks.ablation`; docs/models.md has the figures): a step, three
#: drafts, a sentence or two. propose, architect: what the planted model says, the mean of all that it knows. read: two laws, assumed.
_REPLIES = {"imagine": 290, "author": 0, "read": 1_600, "propose": 500, "write": 3_700, "repair": 3_800, "architect": 500, "critic": 300}
#: Of what is told beside that, as measured likewise: the land around, a brief, a goal, a failure, two sources; for laws: what a law may ask.
_TOLD = {"imagine": 1_500, "author": 0, "read": 4_500, "propose": 200, "write": 5_000, "repair": 5_000, "architect": 200, "critic": 400}


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """What one role would take. `cost`: US dollars, None where the price is unknown. Tokens and cost are those of all `calls` together."""

    role: str
    model: str
    calls: int  #: expected
    most: int | None  #: as its rounds are limited; None: only by the caps
    tokens_in: int
    tokens_out: int
    cost: float | None


def estimate(settings: Settings, request: Request, state: State, plan: Plan | None = None) -> list[Use]:
    """What each role that somebody plays would take for `request`, from here. `plan`: as it was dreamed. Raises UsageError for a bad price."""
    found = []
    for role in ROLES:
        if (who := player(settings, role)) is None:
            continue
        calls, most = _calls(role, settings, request, plan)
        tokens_in, tokens_out = calls * _asked(role, settings, state) // _TOKEN, calls * _REPLIES[role] // _TOKEN
        price = price_of(who.model)
        cost = 0.0 if not calls else None if price is None else price.of(tokens_in, tokens_out)
        found.append(Use(role=role, model=who.model, calls=calls, most=most, tokens_in=tokens_in, tokens_out=tokens_out, cost=cost))
    return found


def show_estimate(display: Display, uses: list[Use]) -> None:
    """The estimate as a table, with a word on what it is."""
    table = Table("role", "model", "calls", "at most", "tokens in", "tokens out", "US dollars", box=None, padding=(0, 2))
    for use in uses:
        most = "as capped" if use.most is None else str(use.most)
        dollars = "unknown" if use.cost is None else f"{use.cost:.4f}"
        table.add_row(use.role, use.model, str(use.calls), most, str(use.tokens_in), str(use.tokens_out), dollars)
    display.console.print(table)
    tokens, cost = sum(use.tokens_in + use.tokens_out for use in uses), sum(use.cost or 0.0 for use in uses)
    unknown = "" if all(use.cost is not None for use in uses) else ", and what is unknown"
    display.say(f"an estimate: {sum(use.calls for use in uses)} calls, {tokens} tokens, ${cost:.4f}{unknown}; no model was asked", "bold")


def _calls(role: str, settings: Settings, request: Request, plan: Plan | None) -> tuple[int, int | None]:
    """How often it would be asked, as we expect, and at most."""
    wish = isinstance(request, Wish)
    match role:
        case "imagine":
            steps = round(sum(step.actions for step in plan.steps)) if plan else 0
            asked = settings.imagine == "llm" or (settings.imagine == "hybrid" and settings.laws != "all")
            return (2 * steps * (settings.rollouts or 1) if asked else 0), None  # each action is dreamed, and predicted once more before it is done
        case "read":
            return int(settings.notes is not None), 3 * (settings.notes is not None)
        case "propose":
            goals = settings.iterations if settings.explore else int(wish)
            return goals, 9 * goals
        case "architect":
            return int(wish), 12 if wish else 0
        case "write":
            return 2 * wish, None
        case "repair":
            return 2 * wish, None
        case "critic":
            return 1, settings.max_replans + 1  # most measured runs that dream by laws asked none, those without dreams three
    return 0, 0


def _asked(role: str, settings: Settings, state: State) -> int:
    """Characters of one question, its schema included."""
    around = sum(len(line) + 1 for line in (*carried(state), *nearby(state)))
    return _template(role, settings, state) + schema_size(role) + _TOLD[role] + (around if role in ("propose", "write", "repair") else 0)


def _template(role: str, settings: Settings, state: State) -> int:
    match role:
        case "imagine":
            from worldsim.language.llm import prompt_of

            return len(prompt_of(state, [Wait(1)], facts()))
        case "propose" | "architect":
            return len(prompt("curriculum", role).text)
        case "write" | "repair":
            from skills.sandbox import STUB

            return len(prompt("skills", role).text) + len(STUB.read_text())
        case "critic":
            return len(prompt("agent", role).text)
        case "read" if settings.notes is not None:
            return Path(settings.notes).stat().st_size if Path(settings.notes).is_file() else 0
    return 0


def schema_size(role: str) -> int:
    """Characters of the schema that goes with a question; 0 where it is not known here."""
    from agent.critic import Explanation
    from curriculum.architecture.parts import Design
    from curriculum.decomposition import Decomposition
    from skills.drafts import Drafts
    from worldsim.language.replies import Steps

    replies: dict[str, type] = {
        "imagine": Steps, "propose": Decomposition, "architect": Design, "write": Drafts, "repair": Drafts, "critic": Explanation,
    }  # fmt: skip
    return len(msgspec.json.encode(strict_schema(replies[role]))) if role in replies else 0
