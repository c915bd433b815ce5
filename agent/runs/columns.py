"""The tables that `load` gives, column by column, as data. `python -m agent.runs columns` prints what docs/runs.md says of them."""

from __future__ import annotations

from agent.runs.columns_of_steps import COMPARISONS, OUTCOMES, PREDICTIONS, STEPS
from agent.runs.kinds import DTYPES, FLAG, MAYBE, NUMBER, RUN, TASK, TEXT, TICK, TIME, WHOLE, Column, Table

RUNS = Table(
    "runs",
    "a run",
    (
        RUN,
        Column("goal", TEXT, "", "what was asked for, in words"),
        Column("ending", TEXT, "", "reached | not reached | broken (our machinery) | stopped (Ctrl-C) | cut off (killed, or still going on)"),
        Column("reached", FLAG, "", "whether the goal was; a run that was cut off did not reach it"),
        Column("why", TEXT, "", "how it ended, in words"),
        Column("note", TEXT, "", "what is to be known of its files: an older version, a line that was cut off"),
        Column("seed", WHOLE, "", "of terrain, spawn, drops and dreams"),
        Column("imagine", TEXT, "", "who dreamed: off | rules | llm | hybrid | oracle | package.module:Class"),
        Column("model", TEXT, "", "the language model, PROVIDER:NAME; empty: none"),
        Column("laws", TEXT, "", "which laws were known: all | none | -FAMILY,..."),
        Column("server", TEXT, "", "embedded, or HOST:PORT"),
        Column("altered", FLAG, "", "whether the world's rules were altered (--world-rules)"),
        Column("cheats", WHOLE, "", "entries of the cheat ledger"),
        Column("started", TIME, "UTC", "when it began"),
        Column("commit", TEXT, "", "of the code; + when files differed from it"),
        Column("schema", WHOLE, "", "version of the record; 0: from before versions were counted"),
        Column("warp", NUMBER, "", "game time per wall time that was asked for"),
        Column("events", WHOLE, "", "whole lines of events.jsonl"),
        Column("actions", WHOLE, "", "real actions"),
        Column("met", WHOLE, "", "those that went as predicted"),
        Column("surprises", WHOLE, "", "those that did not"),
        Column("replans", WHOLE, "", "new plans"),
        Column("dreams", WHOLE, "", "dreams and second dreams of a rest"),
        Column("rejected_dreams", WHOLE, "", "those that were not acted out"),
        Column("exact_changing", NUMBER, "0-1", "share of the changing actions whose every altered atom was predicted, and no other; macro average"),
        Column("coverage", NUMBER, "0-1", "share of the altered atoms that the predictions spoke about; macro average"),
        Column("brier", NUMBER, "0-1", "mean squared error of p_success; macro average"),
        Column("llm_share", NUMBER, "0-1", "share of the predictions' leaves that a language model said"),
        Column("ticks", WHOLE, "ticks", "game time that the actions took"),
        Column("dream_s", NUMBER, "s", "wall time of all dreams"),
        Column("act_s", NUMBER, "s", "wall time of all actions"),
        Column("wall_s", NUMBER, "s", "of the whole run; missing: it was cut off"),
        Column("llm_calls", WHOLE, "", "calls to language models that were not answered from the cache"),
        Column("tokens", WHOLE, "tokens", "sent and received"),
        Column("cost", NUMBER, "USD", "of all calls; missing: a price is not known"),
        Column("blueprint_f1", NUMBER, "0-1", "of the building, over its cells; missing: nothing was built, or the run was cut off"),
        Column("motion_error", NUMBER, "blocks", "how far the body was from where it was predicted, at most; missing: no keys were held"),
        Column("skills_added", WHOLE, "", "admitted to the library"),
        Column("skills_reused", WHOLE, "", "taken from it"),
    ),
)  # fmt: skip

TASKS = Table(
    "tasks",
    "a task that was proposed, in order",
    (
        RUN,
        TASK,
        TICK,
        Column("name", TEXT, "", "what was to be done: gather 23 oak_log"),
        Column("why", TEXT, "", "why it was next, in words"),
        Column("goal", TEXT, "", "kind of its predicate: has | built | at | killed ..."),
        Column("program", TEXT, "", "the call that was chosen; empty: no dream passed"),
        Column("origin", TEXT, "", "where the program came from: seed | composed | earned | written | repaired"),
        Column("dreams", WHOLE, "", "programs that were dreamed for it"),
        Column("p_success", NUMBER, "0-1", "of the chosen dream; missing: there is none"),
        Column("ticks_dreamed", NUMBER, "ticks", "median of the chosen dream; missing: there is none"),
        Column("actions", WHOLE, "", "that were done for it"),
        Column("met", WHOLE, "", "those that went as predicted"),
        Column("ticks", WHOLE, "ticks", "game time that they took"),
        Column("first_step", NUMBER, "", "number of the first; missing: there was none"),
        Column("done", MAYBE, "", "by evidence in the world; missing: never judged"),
        Column("progress", NUMBER, "0-1", "how much of it is there; missing: never judged"),
        Column("evidence", TEXT, "", "what the judge saw"),
        Column("replanned", FLAG, "", "whether it was given up for a new plan"),
        Column("replan_why", TEXT, "", "why, in words"),
        Column("reason", TEXT, "", "typed reason of the last failure behind that"),
    ),
)  # fmt: skip

DREAMS = Table(
    "dreams",
    "a program that was dreamed, the rejected ones too",
    (
        RUN,
        TASK,
        TICK,
        Column("program", TEXT, "", "the call, with its arguments"),
        Column("origin", TEXT, "", "seed | composed | earned | written | repaired"),
        Column("chosen", FLAG, "", "whether it was acted out"),
        Column("p_success", NUMBER, "0-1", "share of the rollouts that ended well"),
        Column("low", NUMBER, "0-1", "lower end of its Wilson interval, 95 %"),
        Column("high", NUMBER, "0-1", "upper end"),
        Column("rollouts", WHOLE, "", "how often it was played through"),
        Column("actions", NUMBER, "", "mean of a rollout"),
        Column("ticks_p10", NUMBER, "ticks", "of a whole rollout: one in ten is shorter"),
        Column("ticks_p50", NUMBER, "ticks", "median"),
        Column("ticks_p90", NUMBER, "ticks", "one in ten is longer"),
        Column("failing_step", NUMBER, "", "where the first failing rollout failed; missing: none did"),
        Column("reason", TEXT, "", "typed reason of that"),
        Column("note", TEXT, "", "the same for people, or why it was rejected"),
        Column("novelty", NUMBER, "0-1", "of its most novel prediction"),
        Column("horizon", NUMBER, "", "first step that hangs on a hypothetical site; missing: none does"),
        Column("llm_leaves", WHOLE, "", "predictions in it of which a language model said a part"),
        Column("seconds", NUMBER, "s", "wall time"),
    ),
)  # fmt: skip

CALLS = Table(
    "calls",
    "a request to a language model; a repair is one of its own",
    (
        RUN,
        TASK,
        TICK,
        Column("role", TEXT, "", "imagine | propose | write | repair | architect | read | critic"),
        Column("model", TEXT, "", "PROVIDER:NAME"),
        Column("tokens_in", WHOLE, "tokens", "sent"),
        Column("tokens_out", WHOLE, "tokens", "received"),
        Column("cost", NUMBER, "USD", "0 where the price is not known"),
        Column("seconds", NUMBER, "s", "wall time"),
        Column("cached", FLAG, "", "the answer was known: no tokens, no cost"),
        Column("dialect", TEXT, "", "how the shape of the reply was asked for: json_schema | json_object | tools | prompt"),
        Column("ok", FLAG, "", "whether the reply was accepted"),
        Column("error", TEXT, "", "why not"),
        Column("prompt_hash", TEXT, "", "of what was asked"),
    ),
)  # fmt: skip

SKILLS = Table(
    "skills",
    "a change of the skill library",
    (
        RUN,
        TASK,
        TICK,
        Column("skill", TEXT, "", "its name"),
        Column("verb", TEXT, "", "added | confirmed | failed | demoted"),
        Column("note", TEXT, "", "its evidence: 2 of 2 runs good"),
        Column("source_hash", TEXT, "", "of its source"),
    ),
)  # fmt: skip

#: All tables, in the order in which they are taught.
TABLES = (RUNS, TASKS, DREAMS, STEPS, PREDICTIONS, OUTCOMES, COMPARISONS, CALLS, SKILLS)


def documented() -> str:
    """All tables in Markdown, as docs/runs.md has them."""
    parts = []
    for table in TABLES:
        parts += [f"### {table.name}", "", f"A row is {table.row}.", "", "| column | dtype | unit | meaning |", "|---|---|---|---|"]
        parts += [f"| `{c.name}` | {DTYPES[c.kind]} | {c.unit or '-'} | {c.means.replace('|', chr(92) + '|')} |" for c in table.columns] + [""]
    return "\n".join(parts).strip()
