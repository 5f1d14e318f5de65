"""A shared goal and a variation of it, line by line."""

from datetime import date
from typing import NamedTuple

from scores.engine.record import Record
from scores.wording.summary import say_result
from scores.wording.tiles import Tile, tiles_of
from scores.wording.values import say_day
from scores.wording.why import say_chance_of

NOTHING = "–"


class Row(NamedTuple):
    name: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def variation_rows(
    before: Record,
    after: Record,
    agreed: int | None,
    chances: tuple[int | None, int | None],
) -> list[Row]:
    """The rows that compare the shared goal with its variation.

    `chances` are those of the `agreed` target before and after, in percent.
    """
    rows = [
        Row("In short", say_result(before), say_result(after)),
        Row("Exam date", _exam(before), _exam(after)),
        *_tiles(before, after),
        Row("Chance of the target", _chance(before), _chance(after)),
    ]
    if agreed is not None:
        one, two = (NOTHING if chance is None else f"{chance}%" for chance in chances)
        rows.append(Row(f"Chance of {agreed}, as agreed", one, two))
    return [row for row in rows if (row.before, row.after) != (NOTHING, NOTHING)]


def _exam(record: Record) -> str:
    text = record["inputs"]["exam_date"]
    return say_day(date.fromisoformat(text)) if text else NOTHING


def _chance(record: Record) -> str:
    chance = (record["projection"] or {}).get("p_target")
    return NOTHING if chance is None else say_chance_of(chance)


def _tiles(before: Record, after: Record) -> list[Row]:
    """A row for each tile of either record, matched by name without the score in it."""
    one, two = ({_name(tile.name): tile for tile in tiles_of(each)} for each in (before, after))
    return [
        Row(name, *(_value(tiles[name]) if name in tiles else NOTHING for tiles in (one, two)))
        for name in dict.fromkeys([*one, *two])
    ]


def _name(name: str) -> str:
    return MATCHED if name.startswith("Matched with") else name


def _value(tile: Tile) -> str:
    return f"{tile.value} ({tile.note})" if tile.note else tile.value


MATCHED = "Matched with such a score"
