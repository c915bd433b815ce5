"""The tables of single actions: what was predicted, what happened, how the two compare, and the three side by side."""

from __future__ import annotations

from agent.runs.kinds import ACTION, FLAG, NUMBER, RUN, STEP, TASK, TEXT, TICK, VERB, WHOLE, Column, Table

#: What a prediction has a source for, in the order of their columns.
LEAVES = ("inventory", "durability", "blocks", "health", "food", "position", "container", "ticks", "p_success", "risks")

_P = Column("p_success", NUMBER, "0-1", "as predicted")
_SCORED = Column("scored", FLAG, "", "False: the prediction hung on a hypothetical site; leave it out of all metrics")
_NOVELTY = Column("novelty", NUMBER, "0-1", "how new the situation was to whoever predicted")
_OK = Column("ok", FLAG, "", "whether the action was done")
_MET = Column("met", FLAG, "", "reality is one of the predicted ways of the likelier side (success or failure), in all that was spoken about")
_EXACT = Column("exact", FLAG, "", "same status and reason as the likeliest way, every altered atom predicted, and no other")
_CHANGING = Column("changing", FLAG, "", "something was altered, the body's place included")
_SURPRISE = Column("surprise", NUMBER, "nats", "0-6.9: -log of the probability of what happened")
_COVERAGE = Column("coverage", NUMBER, "0-1", "share of the altered atoms in families that the prediction spoke about")
_TICKS = Column("ticks", WHOLE, "ticks", "how long it took")

STEPS = Table(
    "steps",
    "a real action that ended: predicted, done, compared",
    (
        RUN, TASK, STEP, TICK, VERB, ACTION,
        Column("program", TEXT, "", "the call of the program that it belongs to"),
        Column("nth", WHOLE, "", "its place within that program's actions, from 1"),
        _P,
        _OK,
        Column("reason", TEXT, "", "typed reason of a failure"),
        Column("predicted", TEXT, "", "the likeliest way: +1 oak_log, or the reason of a failure"),
        Column("happened", TEXT, "", "the same of what happened"),
        _SCORED, _MET, _EXACT, _CHANGING, _SURPRISE, _COVERAGE, _NOVELTY,
        Column("wrong", TEXT, "", "parts that were wrong, with who had said them: inventory:law ticks:physics"),
        Column("ticks_p50", NUMBER, "ticks", "how long it should take, median"),
        _TICKS,
        Column("seconds", NUMBER, "s", "wall time of the action"),
    ),
)  # fmt: skip

PREDICTIONS = Table(
    "predictions",
    "what was expected of an action, written before it was done; the last action of a killed run may be here alone",
    (
        RUN, STEP, TICK, VERB, ACTION,
        _P,
        Column("branches", WHOLE, "", "ways it may go"),
        Column("status", TEXT, "", "of the likeliest way of the likelier side: done | failed | interrupted; so are the columns up to end_z"),
        Column("reason", TEXT, "", "typed reason, if that is a failure"),
        Column("note", TEXT, "", "for people: needs 4 oak_planks, has 2"),
        Column("changed", TEXT, "", "items gained and lost, blocks altered: +1 oak_log, grass_block → air"),
        Column("items", WHOLE, "", "kinds of items gained or lost"),
        Column("blocks", WHOLE, "", "altered cells"),
        Column("health", NUMBER, "half hearts", "gained or lost"),
        Column("end_x", NUMBER, "blocks", "where the feet end, east; missing: the body stays"),
        Column("end_y", NUMBER, "blocks", "up"),
        Column("end_z", NUMBER, "blocks", "south"),
        Column("tolerance", NUMBER, "blocks", "how far the end may be off and still count as right"),
        Column("ticks_p10", NUMBER, "ticks", "one in ten is shorter"),
        Column("ticks_p50", NUMBER, "ticks", "median"),
        Column("ticks_p90", NUMBER, "ticks", "one in ten is longer"),
        Column("families", WHOLE, "", "families of atoms that it speaks about, of 7"),
        *(Column(f"source_{leaf}", TEXT, "", "who said that: law | physics | learned | statistics | llm | oracle; empty: nobody") for leaf in LEAVES),
        Column("llm_share", NUMBER, "0-1", "share of these that a language model said"),
        Column("risks", WHOLE, "", "things that may go wrong beside the purpose"),
        Column("risk_cost", NUMBER, "half hearts", "expected, of all risks"),
        Column("disputes", WHOLE, "", "leaves of which two sources said different things"),
        _NOVELTY,
        _SCORED,
    ),
)  # fmt: skip

OUTCOMES = Table(
    "outcomes",
    "what an action did",
    (
        RUN, STEP, TICK, VERB, ACTION,
        Column("status", TEXT, "", "done | failed | interrupted"),
        _OK,
        Column("reason", TEXT, "", "typed reason of a failure"),
        Column("note", TEXT, "", "for people"),
        Column("changed", TEXT, "", "items gained and lost, blocks altered, by the actor"),
        Column("items", WHOLE, "", "kinds of items gained or lost"),
        Column("blocks", WHOLE, "", "cells altered by the actor"),
        Column("health", NUMBER, "half hearts", "gained or lost by what the actor did"),
        Column("food", WHOLE, "", "points of food gained or lost, of 20"),
        Column("end_x", NUMBER, "blocks", "where the feet ended, east"),
        Column("end_y", NUMBER, "blocks", "up"),
        Column("end_z", NUMBER, "blocks", "south"),
        _TICKS,
        Column("env_changed", TEXT, "", "what the world did meanwhile"),
        Column("env_blocks", WHOLE, "", "cells altered by the world meanwhile"),
        Column("discovered", WHOLE, "", "cells that became known"),
        Column("seconds", NUMBER, "s", "wall time"),
    ),
)  # fmt: skip

COMPARISONS = Table(
    "comparisons",
    "a prediction held against what happened, atom by atom",
    (
        RUN, STEP, TICK, VERB, _SCORED, _MET, _EXACT, _CHANGING,
        Column("env_exact", FLAG, "", "what the world did meanwhile was predicted as well"),
        Column("hits", WHOLE, "", "altered atoms that were predicted"),
        Column("missed", WHOLE, "", "altered, and nobody said so"),
        Column("hallucinated", WHOLE, "", "predicted, and it did not happen"),
        Column("missed_what", TEXT, "", "those: inventory oak_sapling +1"),
        Column("hallucinated_what", TEXT, "", "those"),
        Column("wrong", TEXT, "", "parts that were wrong, with who had said them"),
        _P, _OK, _SURPRISE, _COVERAGE, _NOVELTY, _TICKS,
        Column("ticks_in", FLAG, "", "it took as long as predicted: within p10-p90"),
        Column("end_error", NUMBER, "blocks", "between the predicted end and the real one; missing: not predicted"),
        Column("motion_error", NUMBER, "blocks", "of control: how far the body was from where it was predicted, at most; missing: it is none"),
        Column("motion_right", NUMBER, "ticks", "of control: how long it was within 1e-6 blocks of that; missing: it is none"),
    ),
)  # fmt: skip
