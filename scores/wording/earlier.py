"""Records of earlier versions in the form of today's: what they lack follows from their facts.

The one place that knows them. It goes by rule ids and by the answers, keeps every stored sentence
as it is, and takes nothing from one.
"""

import re
from copy import deepcopy
from datetime import date
from typing import Any

from scores.engine.record import Record
from scores.engine.vocabulary import OTHER_IMG_GROUP, PERCENT_MEASURES
from scores.wording.values import say_day


def in_todays_form(record: Record) -> Record:
    """A record as pages read it; one of today's form is returned as it is."""
    if not is_earlier(record):
        return record
    record = deepcopy(record)
    benchmark = record["target"].get("benchmark")
    if benchmark:
        benchmark |= _whose(record)
    for part in _parts(record):
        if "statistic" in part:
            part["when"] = _days_in_words(part["cycle"])
    for weight in record["weights"]:
        weight["is_percent"] = weight["measure"] in PERCENT_MEASURES
    return record


def is_earlier(record: Record) -> bool:
    """Whether a record is of 1.0 or 1.1, which did not name their form."""
    return "form" not in record


def _whose(record: Record) -> Record:
    """Whom the benchmark of a rung describes."""
    inputs, rung = record["inputs"], record["target"]["rung"]
    group = {
        "other-img-group": OTHER_IMG_GROUP.get(inputs["group"], ""),
        "us-md-seniors": "us-md-senior",
    }.get(rung, inputs["group"])
    specialty = "" if rung == "all-specialties" else inputs["specialty"]
    return {"group": group, "specialty": specialty, "outcome": "matched"}


def _parts(value: Any) -> list[Record]:
    """Every dict within a record."""
    found, ahead = [], [value]
    while ahead:
        part = ahead.pop()
        if isinstance(part, dict):
            found.append(part)
            ahead += part.values()
        elif isinstance(part, list):
            ahead += part
    return found


ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _days_in_words(cycle: str) -> str:
    """The time that a figure is of: a Match year as it is, a day or a window spelled out."""
    return ISO_DAY.sub(lambda found: say_day(date.fromisoformat(found.group())), cycle)
