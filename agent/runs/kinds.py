"""What a column is: its kind, its unit, its meaning."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["text", "whole", "number", "flag", "maybe", "time"]
TEXT: Kind = "text"  #: str; '' where there is nothing to say
WHOLE: Kind = "whole"  #: int64, never missing
NUMBER: Kind = "number"  #: float64; NaN where it is missing
FLAG: Kind = "flag"  #: bool, never missing
MAYBE: Kind = "maybe"  #: pandas' boolean; NA where it is missing
TIME: Kind = "time"  #: datetime64, UTC

#: As pandas calls them, for the documents.
DTYPES: dict[Kind, str] = {"text": "str", "whole": "int64", "number": "float64", "flag": "bool", "maybe": "boolean", "time": "datetime64[UTC]"}


class Column(msgspec.Struct, frozen=True):
    """One column of a table."""

    name: str
    kind: Kind
    unit: str  #: '' for names, counts and flags
    means: str


class Table(msgspec.Struct, frozen=True):
    """One table. `row` says what one line of it is."""

    name: str
    row: str
    columns: tuple[Column, ...]


RUN = Column("run", TEXT, "", "name of the run's folder; joins all tables")
TASK = Column("task", WHOLE, "", "number of the task within the run, from 1; 0: before the first")
STEP = Column("step", WHOLE, "", "number of the action within the run, from 1; with `run` it joins the tables of steps")
TICK = Column("tick", WHOLE, "ticks", "of the world, 1/20 s")
VERB = Column("verb", TEXT, "", "kind of action: mine | place | craft ...")
ACTION = Column("action", TEXT, "", "the call: place('oak_planks', (3, 64, 2))")
