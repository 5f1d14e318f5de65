"""The start page of the admin, on all figures: what waits, what is due, what is in conflict."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from scores.editions.agenda import Agenda
from scores.editions.checks import faults_of
from scores.editions.load import clone_edition
from scores.editions.looks import note_look
from scores.editions.publish import begin_edition
from scores.models import Edition, NormTable
from tests.drafts import signed_in, url
from tests.editions import publish
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


def test_start_page_leads_to_the_calendar(alice):
    draft = begin_edition(by=alice, at=timezone.now())

    page = signed_in("alice").get("/admin/").content.decode()

    assert url(Edition, "due", draft.pk) in page


def test_new_norms_leave_overdue_what_nobody_looked_at(alice):
    """The norms of August 2027 are entered late, everything else is as it was."""
    at = datetime(2027, 9, 20, tzinfo=UTC)
    before = {upkeep.source.slug for upkeep in Agenda(at=at).overdue}
    draft = begin_edition(by=alice, at=at)
    table = NormTable.objects.filter(edition=draft, exam="step2ck").order_by("window_to").last()
    source = table.source
    source.pk, source.slug, source.checked_on = None, "usmle-interpretation-2027", at.date()
    source.save()
    table.pk, table.source = None, source
    table.window_from, table.window_to = date(2024, 7, 1), date(2027, 6, 30)
    table.save()
    note_look(edition=draft, sources=[source.pk], by=alice, at=at)
    draft.refresh_from_db()
    publish(draft)
    draft.releases.create(begins=at, reason="New norms.")

    agenda = Agenda(at=at)
    assert agenda.current == draft
    assert draft.as_of == at.date()
    assert "sketchy-2022" in before
    assert before <= {upkeep.source.slug for upkeep in agenda.overdue}


def test_source_of_a_new_edition_needs_its_day(db):
    draft = clone_edition(edition=Edition.objects.get(label="2026.1"), label="2099.1")
    assert faults_of(draft) == []

    draft.sources.filter(slug="kaplan-2026").update(checked_on=None)

    (fault,) = faults_of(draft)
    assert (fault.table, fault.field) == ("source", "checked_on")


def test_command_fails_where_a_source_is_overdue(db, alice):
    out = StringIO()
    call_command("check_freshness", stdout=out)

    assert "nothing is overdue." in out.getvalue()
    assert "usmle-interpretation-2026: norms, due by August 31, 2027" in out.getvalue()

    draft = clone_edition(edition=Edition.objects.get(label="2026.1"), label="2099.1")
    draft.sources.filter(slug="usmle-interpretation-2026").update(checked_on="2025-07-01")
    publish(draft)
    with pytest.raises(CommandError, match=r"Edition 2099\.1: 1 source is overdue\."):
        call_command("check_freshness", "--edition=2099.1", stdout=out)
    assert "norms, overdue since August 31, 2025, last looked at on July 1, 2025" in out.getvalue()
