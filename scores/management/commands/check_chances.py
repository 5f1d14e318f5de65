from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scores.engine.match.bands import Agreement, Checked, by_cycles, check
from scores.management.figures import add_edition, edition_named
from scores.wording.values import band_text, counted

WORST = 10
HEAD = f"{'':14}{'bands':>6}{'people':>8}{'off by':>8}{'bias':>7}{'held':>6}{'with error':>12}"


class Command(BaseCommand):
    help = (
        "Prints the chance of matching beside every recorded score band of enough people: the "
        "difference weighted by people, the bias by band, how often the 80% band holds the "
        "recorded share (alone, and with the sampling error of the recorded one), the worst bands."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_edition(parser)

    def handle(self, *, edition: str, **options: Any) -> None:
        figures = edition_named(edition)
        found = check(figures)
        if not found:
            raise CommandError(f"Edition {figures.label} has no chance of matching to check.")
        self.stdout.write("\n".join(lines_of(found)))


def lines_of(found: Sequence[Checked]) -> Iterator[str]:
    for same in by_cycles(found):
        yield f"Score bands of {same.cycles}, differences in points of percent (above 0: too rosy)"
        yield HEAD
        yield _line("all", same.overall)
        yield from (_line(band_text(*ends), agreed) for ends, agreed in same.by_band)
        worst = same.found[:WORST]
        yield f"The {len(worst)} furthest off"
        yield from map(_line_of_one, worst)


def _line_of_one(each: Checked) -> str:
    band, curve = each.band, each.estimate
    return (
        f"  {band.group} {band.specialty} {band_text(*each.ends)}: "
        f"{100 * curve.chance:.0f} ({100 * curve.low:.0f} to {100 * curve.high:.0f}) "
        f"against {100 * each.recorded:.1f} of {counted(band.n)}"
    )


def _line(name: str, found: Agreement) -> str:
    return (
        f"{name:14}{found.bands:6}{found.people:8}{100 * found.mean_difference:8.2f}"
        f"{100 * found.bias:+7.2f}{100 * found.held:5.0f}%{100 * found.held_with_error:11.0f}%"
    )
