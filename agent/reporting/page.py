"""The page: one HTML file, all in it, that asks nobody for anything; a policy in its head makes the browser hold it to that."""

from __future__ import annotations

import base64
from hashlib import sha256
from importlib.resources import files
from typing import Any

from agent.reporting.account import Account, Step
from agent.reporting.blame import pointed
from agent.reporting.calibration import calibration
from agent.reporting.graph import graph
from agent.reporting.markup import Markup, data, join, tag
from agent.reporting.scene import scene
from agent.reporting.story import happened, story
from agent.reporting.tables import costs, end_of, side_by_side, spec_of, tiles
from agent.reporting.words import duration, ending, expected, part, short
from agent.reporting.wrong import banner
from worldsim.actions import describe

#: Modules of the page, each after those that it imports; they are joined to one script.
_MODULES = ("look.js", "mesh.js", "place.js", "labels.js", "play.js", "view.js", "steps.js")


def page(account: Account, other: Account | None = None) -> str:
    """The whole report. `other`: a run that it is compared with."""
    style, scripts = _asset("page.css"), [_asset("three.min.js"), _joined()]
    scenes = [scene(each) for each in ([account] if other is None else [account, other])]
    contents = {
        "runs": [{"name": each.name, "scene": place} for each, place in zip([account] + ([other] if other else []), scenes, strict=True)],
        "steps": [[_row(step) for step in each.steps] for each in ([account] if other is None else [account, other])],
        "first": first.step.number if (first := pointed(account)) and first.step else None,
    }
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(style, scripts)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", f"{account.goal}: {end_of(account)} · Lucidcraft"),
        tag("link", rel="icon", href="data:,"),
        tag("style", Markup(style)),
    )
    body = tag(
        "body",
        tag("a", "Skip to the story", href="#story", class_="skip"),
        _header(account),
        tag("main", *_sections(account, other, place=scenes[0] is not None)),
        tag("footer", tag("p", f"Made from {account.name}/ by python -m agent.report. The 3D view uses three.js (MIT).")),
        tag("script", data(contents), type="application/json", id="contents"),
        *(tag("script", Markup(script)) for script in scripts),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _policy(style: str, scripts: list[str]) -> str:
    """Nothing is loaded from anywhere, and no script runs but these, by their checksums."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return f"default-src 'none'; script-src {hashes}; style-src 'sha256-{_digest(style)}'; img-src data:; base-uri 'none'; form-action 'none'"


def _digest(script: str) -> str:
    return base64.b64encode(sha256(script.encode()).digest()).decode()


def _asset(name: str) -> str:
    """A script or style of this package. A page normalises line ends, so they are normalised before they are hashed."""
    return files("agent.reporting").joinpath("assets", name).read_text(encoding="utf-8").replace("\r\n", "\n").strip()


def _joined() -> str:
    """The modules as one script, which keeps its names to itself: imports and the word `export` are left out."""
    lines = [line for name in _MODULES for line in _asset(name).split("\n") if not line.startswith("import ")]
    return "\n".join(["(() => {", "'use strict'", *(line.removeprefix("export ") for line in lines), "})()"])


def _header(account: Account) -> Markup:
    end = end_of(account)
    why = (
        account.ended.why
        if account.ended
        else f"The record breaks off after {account.summary.actions} actions: the run was killed, or still goes on."
    )
    spec = account.spec
    started = f"{spec.started[:16].replace('T', ' ')} UTC"
    facts = [started, f"seed {spec.settings.seed}", f"imagination: {account.summary.imagine}", f"Minecraft {spec.minecraft}"]
    return tag(
        "header",
        tag("p", "Lucidcraft · dream, deed, difference", class_="brand"),
        tag("h1", account.goal),
        tag("p", tag("span", end, class_=f"pill {end.replace(' ', '-')}"), " ", why, class_="end"),
        tag("p", " · ".join(facts), class_="hint"),
    )


def _sections(account: Account, other: Account | None, *, place: bool) -> list[Markup]:
    wrong = banner(account)
    parts = [tiles(account)] if wrong is None else [wrong, tiles(account)]
    parts.append(
        _section(
            "view",
            "The house" if _built(account) else "The place",
            _view(other is not None) if place else tag("p", "The record holds nothing of the place."),
        )
    )
    if other is not None:
        parts.append(_section("versus", f"Beside {other.name}", side_by_side(account, other)))
    parts += [
        _section("story", "The story", story(account)),
        _section("plan", "The goal and its tasks", graph(account)),
        _section("steps", "Every step", _steps(account)),
        _section("calibration", "Calibration", calibration(account, other)),
        _section("costs", "Costs", costs(account)),
        _section("spec", "Spec", spec_of(account)),
    ]
    names = [
        ("view", "3D"),
        ("story", "Story"),
        ("plan", "Tasks"),
        ("steps", "Steps"),
        ("calibration", "Calibration"),
        ("costs", "Costs"),
        ("spec", "Spec"),
    ]
    nav = tag("nav", *(tag("a", name, href=f"#{at}") for at, name in names), aria_label="Sections")
    return [nav, *parts]


def _section(name: str, title: str, content: Markup) -> Markup:
    return tag("section", tag("h2", title), content, id=name)


def _built(account: Account) -> bool:
    return any(attempt.task.goal.__struct_config__.tag == "built" for attempt in account.attempts)


def _view(two: bool) -> Markup:
    """The 3D view's frame; assets/view.js fills it."""
    modes = [("dream", "Dream"), ("reality", "Reality"), ("difference", "Difference")]
    switch = [
        tag("label", tag("input", type="radio", name="mode", value=value, checked=value == "reality"), tag("span", label)) for value, label in modes
    ]
    choices = [tag("fieldset", tag("legend", "What is shown", class_="unseen"), *switch, class_="switch")]
    if two:
        runs = [("0", "This run"), ("1", "The other")]
        radios = [
            tag("label", tag("input", type="radio", name="run", value=value, checked=value == "0"), tag("span", label)) for value, label in runs
        ]
        choices.append(tag("fieldset", tag("legend", "Whose", class_="unseen"), *radios, class_="switch"))
    canvas = tag("canvas", id="canvas", tabindex="0", role="img", aria_label="The place in 3D. Arrow keys turn it, plus and minus zoom, 0 resets.")
    buttons = tag(
        "div",
        tag("button", "+", type="button", id="nearer", aria_label="Zoom in"),
        tag("button", "−", type="button", id="farther", aria_label="Zoom out"),
        tag("button", "⟲", type="button", id="reset", aria_label="Look from the start again"),
        class_="zoom",
    )
    timeline = tag(
        "div",
        tag("button", "▶", type="button", id="play", aria_label="Play"),
        tag("input", type="range", id="slider", min=0, max=0, value=0, step=1, aria_label="Step"),
        tag("output", "", id="at", for_="slider"),
        tag("svg", id="marks", preserveAspectRatio="none", aria_hidden="true"),
        class_="timeline",
    )
    return join([
        tag("div", *choices, class_="controls"),
        tag("div", canvas, buttons, tag("ul", id="legend", aria_label="Colours"), tag("p", "", id="no3d", hidden=True), class_="stage"),
        timeline,
        tag("p", "", id="caption", aria_live="polite"),
        tag("p", "", id="scene-note", class_="hint"),
    ])  # fmt: skip


def _steps(account: Account) -> Markup:
    surprising = sum(step.surprising for step in account.steps)
    controls = tag(
        "div",
        tag("label", tag("input", type="checkbox", id="only"), f" only the surprising ({surprising})"),
        tag("label", tag("span", "find ", class_="unseen"), tag("input", type="search", id="find", placeholder="find in steps")),
        tag("output", "", id="shown", for_="only find"),
        class_="controls",
    )
    heads = ("step", "action", "predicted", "happened", "surprise", "")
    table = tag("table", tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))), tag("tbody", id="rows"), class_="steps")
    return join([controls, table, tag("button", "Show more", type="button", id="more", hidden=True)])


def _row(step: Step) -> dict[str, Any]:
    """A step as the page's table shows it."""
    outcome, held = step.outcome, step.comparison
    row: dict[str, Any] = {"n": step.number, "a": describe(step.action), "p": expected(step.prediction)}
    if outcome is not None:
        row["h"] = happened(step)
        row["t"] = f"{duration(outcome.ticks)} (dreamed {duration(step.prediction.ticks.p10)} to {duration(step.prediction.ticks.p90)})"
        if not outcome.env.empty:
            row["e"] = short(outcome.env)
    if held is not None:
        row |= {"s": round(held.surprise, 2), "m": held.met, "x": held.exact, "u": not held.scored}
        row["missed"] = [" ".join(atom for atom in (a.family, a.key, a.value) if atom) for a in held.missed]
        row["imagined"] = [" ".join(atom for atom in (a.family, a.key, a.value) if atom) for a in held.hallucinated]
        row["wrong"] = [f"{part(leaf.family)} (said by {leaf.source})" for leaf in held.wrong]
        if held.end_error is not None:
            row["off"] = round(held.end_error, 2)
    row["sources"] = sorted({leaf.source for leaf in step.prediction.sources})
    row["branches"] = [
        f"{branch.p:.0%} {ending(branch.status, branch.reason, branch.note)}: {short(branch.change)}" for branch in step.prediction.branches[:6]
    ]
    if step.prediction.disputes:
        row["disputes"] = [f"{one.family}: {one.believed} said {one.said}, {one.other} {one.instead}" for one in step.prediction.disputes]
    return row
