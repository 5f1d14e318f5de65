"""The start page of the admin, on all figures: what waits, what is due, what is in conflict."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from scores.editions.agenda import Agenda
from scores.editions.publish import begin_edition
from tests.drafts import signed_in
from tests.pages import text_of

pytestmark = pytest.mark.database


def test_start_page_tells_what_waits_and_what_is_due(alice):
    draft = begin_edition(by=alice, at=timezone.now())

    page = text_of(signed_in("alice").get("/admin/"))

    assert f"{draft} draft alice, who is working on it" in page
    assert "Nothing is overdue. Next: Match reports by July 31, 2027" in page
    assert "Dermatology, mean of 2022: 251 (acemedboards-passing), 257" in page
    assert "Predicting Step 1 from a CBSSA taken several days out (tackett-2021)" in page


def test_start_page_names_what_is_overdue(db):
    agenda = Agenda(at=datetime(2027, 9, 15, tzinfo=UTC))

    kinds = {kind for upkeep in agenda.overdue for kind in upkeep.kinds}
    assert {"norms", "match-reports"} <= kinds
    assert agenda.next_due.source.slug not in {upkeep.source.slug for upkeep in agenda.overdue}
