"""What a planted author knows: right laws as programs, and for each the bugs it may write into it."""

from __future__ import annotations

from functools import cache

import msgspec


class Bug(msgspec.Struct, frozen=True):
    """A mistake in a program: where it says `right`, which it does exactly once, it is made to say `wrong`."""

    name: str
    right: str
    wrong: str


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A law as it should be. `bugs` are tried in this order; each makes the law contradict what happens."""

    name: str
    says: str
    source: str
    bugs: tuple[Bug, ...]
    narrow: tuple[str, str] | None = None  #: what to replace by what, to be silent where the law is not sure


def with_bugs(law: Known, names: tuple[str, ...]) -> str:
    """Its source with these bugs in it. Of two that change the same words only the first stands."""
    source = law.source
    for name in names:
        bug = next(bug for bug in law.bugs if bug.name == name)
        source = source.replace(bug.right, bug.wrong)
    return source


def narrowed(law: Known) -> str:
    """Its source, saying less: for a world that is not quite as the law has it."""
    return law.source.replace(*law.narrow) if law.narrow else law.source


@cache
def knowledge() -> dict[str, tuple[Known, ...]]:
    """The laws by family."""
    from agent.models.planted import crafting, digging, mining, moving, placing, simple

    return {"crafting": crafting.LAWS, "mining": (*digging.LAWS, *mining.LAWS), "placing": placing.LAWS, "moving": moving.LAWS, **simple.LAWS}
