"""A line of the table: what was measured, what is wanted, and whether it holds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    what: str
    measured: str
    wanted: str = ""
    holds: bool = True

    def __str__(self) -> str:
        verdict = ("yes" if self.holds else "**no**") if self.wanted else ""
        return f"| {self.what} | {self.measured} | {self.wanted} | {verdict} |"


HEAD = "| what | measured | wanted | holds |\n| --- | ---: | ---: | --- |"


def at_least(what: str, measured: float, wanted: float, form: str = "{:g}") -> Line:
    return Line(what, form.format(measured), f"≥ {form.format(wanted)}", measured >= wanted)


def at_most(what: str, measured: float, wanted: float, form: str = "{:g}") -> Line:
    return Line(what, form.format(measured), f"≤ {form.format(wanted)}", measured <= wanted)
