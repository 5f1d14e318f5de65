"""Records of earlier versions, brought to today's form.

Only this module knows the earlier forms. It derives what they lack from rule ids and answers. It
keeps every stored sentence and parses none.
"""

import re
from copy import deepcopy
from datetime import date
from typing import Any

from scores.engine.record import Record
from scores.engine.vocabulary import OTHER_IMG_GROUP, PERCENT_MEASURES
from scores.wording.values import say_day


def in_todays_form(record: Record) -> Record:
    """A copy of a record in today's form; a record already in that form is returned unchanged."""
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
    """Whether version 1.0 or 1.1 wrote the record: neither named a form."""
    return "form" not in record


def _whose(record: Record) -> Record:
    """The group, specialty and outcome of the benchmark, from the rung that it was found on."""
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
    """The time of a figure with its ISO days spelled out; a Match year stays as it is."""
    return ISO_DAY.sub(lambda found: say_day(date.fromisoformat(found.group())), cycle)
