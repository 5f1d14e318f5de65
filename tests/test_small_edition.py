"""The small edition is an edition: what the tests find out on it holds for the others."""

from datetime import date
from itertools import product

from django.utils import timezone

from scores.editions.checks import faults_of
from scores.editions.reader import published_edition
from scores.engine.answers import Answers, Reading
from scores.engine.result import derive
from scores.engine.vocabulary import GROUPS
from scores.models import Edition
from tests.small_edition import LABEL, SPECIALTIES, small_content


def test_small_edition_is_small_and_without_fault(small_edition):
    assert len(small_content()) < 340
    assert faults_of(small_edition) == []


def test_small_edition_is_the_current_one(small_edition):
    assert Edition.objects.current(at=timezone.now()) == small_edition


def test_rules_run_on_the_small_edition(small_edition):
    readings = (Reading("nbme14", 240, date(2026, 11, 1)), Reading("free120", 74, None))
    edition = published_edition(LABEL)
    for specialty, group in product(SPECIALTIES, GROUPS):
        answers = Answers(specialty=specialty, group=group, readings=readings)

        result = derive(edition, answers, today=date(2026, 11, 30))

        assert (result.target is None) is (specialty == "urology"), (specialty, group)
        assert result.outlook.projection, (specialty, group)
