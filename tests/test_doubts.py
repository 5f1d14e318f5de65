"""What may be right and is often a slip: each rule finds its planted example, at row and field."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from scores.editions.checks.doubts import RULES
from scores.editions.looked import about
from scores.editions.review import Review
from scores.models import (
    Claim,
    GroupMatchRate,
    KeyDate,
    MatchScore,
    PassingStandard,
    Source,
    Tick,
)
from tests.drafts import new_mark, url
from tests.pages import text_of
from tests.test_editing import do, said

pytestmark = pytest.mark.database


def standard(draft, **values):
    values = {"score": 221, "previous_score": 218, "effective_from": date(2028, 7, 1)} | values
    source = Source.objects.get(edition=draft, slug="kaplan-2026")
    return PassingStandard.objects.create(edition=draft, exam="step2ck", source=source, **values)


def match_score(draft, **found):
    return MatchScore.objects.get(edition=draft, **found)


DERMATOLOGY = {"specialty__slug": "dermatology", "group": "us-md-senior"}


def far_from_the_cycle_before(draft):
    row = match_score(draft, **DERMATOLOGY, cycle="2024", outcome="matched")
    row.pk, row.cycle, row.mean, row.n = None, "2025", 270, 300
    row.save()


def far_from_another_source(draft):
    row = match_score(draft, **DERMATOLOGY, cycle="2026", outcome="matched")
    row.pk, row.median, row.q1, row.q3 = None, 245, None, None
    row.source = Source.objects.get(edition=draft, slug="kaplan-2026")
    row.save()


def corrected_by_far(draft):
    GroupMatchRate.objects.filter(edition=draft, group="us-img").update(percent=54)


def unmatched_above_matched(draft):
    rows = MatchScore.objects.filter(edition=draft, **DERMATOLOGY, cycle="2026")
    rows.filter(outcome="unmatched").update(median=259)


def tenfold(draft):
    GroupMatchRate.objects.filter(edition=draft, group="us-img").update(n=421)


def outside_its_cycle(draft):
    rows = KeyDate.objects.filter(edition=draft, cycle="Match 2027", event="Match Day")
    rows.update(day=date(2028, 3, 19))


def out_of_order(draft):
    rows = KeyDate.objects.filter(edition=draft, cycle="Match 2027", event="Match Day")
    rows.update(day=date(2027, 2, 19))


def newer_than_the_edition(draft):
    rows = Source.objects.filter(edition=draft, slug="kaplan-2026")
    rows.update(checked_on=draft.as_of + timedelta(days=3))


def published_later_than_the_edition(draft):
    Source.objects.filter(edition=draft, slug="kaplan-2026").update(published="2027-08")


def retired_and_still_read(draft):
    rows = Source.objects.filter(edition=draft, slug="nrmp-charting-md-2026")
    assert rows.update(replaced_by="kaplan-2026") == 1


def conflicting_score(draft):
    row = match_score(draft, **DERMATOLOGY, cycle="2026", outcome="matched")
    row.pk, row.median, row.q1, row.q3 = None, 256, None, None
    row.source = Source.objects.get(edition=draft, slug="kaplan-2026")
    row.save()


def conflicting_score_beside_a_note_of_something_else(draft):
    rows = MatchScore.objects.filter(edition=draft, **DERMATOLOGY, cycle="2026", outcome="matched")
    rows.update(note="n is of all who consented.")
    conflicting_score(draft)
    rows.filter(median=256).update(note="")


def conflicting_claim(draft):
    there = Claim.objects.get(edition=draft, slug="pct-245-50")
    Claim.objects.filter(pk=there.pk).update(standing="current", resolution="", low=50, high=50)
    there.refresh_from_db()
    there.pk, there.slug, there.low, there.high = None, "pct-245-70", 70, 70
    there.save()


PLANTED = {
    "122 for 221": (
        lambda draft: standard(draft, score=122),
        ("score", "122 lies 96 points from 218, the passing score before it."),
    ),
    "a day before the newest": (
        lambda draft: standard(draft, score=217, effective_from=date(2024, 7, 1)),
        ("effective_from", "2024-07-01 comes before 2025-07-01, the newest on record."),
    ),
    "a cycle": (
        far_from_the_cycle_before,
        ("mean", "270 lies 13 points from 257, 2024 (nrmp-charting-2024)."),
    ),
    "another source": (
        far_from_another_source,
        ("median", "245 lies 13 points from 258, 2026 (nrmp-charting-md-2026)."),
    ),
    "a correction": (
        corrected_by_far,
        ("percent", "54 lies 16 percentage points from 70, what it was."),
    ),
    "unmatched above matched": (
        unmatched_above_matched,
        ("median", "259 of the unmatched lies above 258 of the matched, 2026"),
    ),
    "n tenfold": (tenfold, ("n", "421 people, and 4210 in 2026 (nrmp-results-2026).")),
    "outside its cycle": (
        outside_its_cycle,
        ("day", "2028-03-19 lies outside the season of 2027: May 2026 to June 2027."),
    ),
    "out of order": (
        out_of_order,
        ("day", "2027-02-19 comes before “rank order lists lock”, 2027-03-03."),
    ),
    "looked at later": (newer_than_the_edition, ("checked_on", "the day the draft is as of.")),
    "published later": (
        published_later_than_the_edition,
        ("published", "2027-08 comes after 2026-11-22, the day the draft is as of."),
    ),
    "retired, and still read": (
        retired_and_still_read,
        ("replaced_by", "(match scores), and are due with the new one."),
    ),
    "a conflict of scores": (
        conflicting_score,
        ("median", "Sources differ, and no note says why: 256 (kaplan-2026) against 258"),
    ),
    "a conflict beside a note": (
        conflicting_score_beside_a_note_of_something_else,
        ("median", "Sources differ, and no note says why: 256 (kaplan-2026) against 258"),
    ),
    "a conflict of claims": (conflicting_claim, ("low", "and none has a resolution.")),
}


def doubts_of(draft):
    return Review(draft, at=timezone.now()).comparison.doubts


@pytest.mark.parametrize("name", PLANTED)
def test_slip_is_doubted_at_its_row_and_field(draft, name):
    plant, (field, says) = PLANTED[name]

    plant(draft)

    found = [(doubt.field, doubt.says) for doubt in doubts_of(draft)]
    assert any(at == field and says in sentence for at, sentence in found), found


def test_every_rule_has_a_planted_example(draft):
    assert len(PLANTED) == len(RULES) + 2  # a source is newer, a conflict made, in two ways


def test_draft_that_changes_nothing_is_not_doubted(draft):
    assert doubts_of(draft) == []


def test_what_is_usual_is_not_doubted(draft):
    """A passing score three points up, and a correction of a point."""
    standard(draft)
    MatchScore.objects.filter(edition=draft, **DERMATOLOGY, cycle="2026", outcome="matched").update(
        q1=250
    )

    assert doubts_of(draft) == []


# 122 for 221: it takes the author and the reviewer to let it through, each with a reason


def enter(editor, draft, score=122):
    editor.post(url(PassingStandard, "add"), new_mark(draft, score=score))


def accept(who, draft, why):
    (doubt,) = doubts_of(draft)
    return do(who, draft, "accept", doubt=about(doubt), why=why)


SUMMARY = {"summary": "A passing score.", "words": "Announced."}


def test_author_cannot_submit_what_is_doubted_unless_it_is_ticked(editor, draft):
    enter(editor, draft)

    refused = do(editor, draft, "submit", **SUMMARY)
    page = text_of(refused)
    accept(editor, draft, "The announcement says so.")
    submitted = do(editor, draft, "submit", **SUMMARY)

    assert said(refused)[-1] == "Look at 1 warning first: tick each, and say why it is right."
    assert "122 lies 96 points from 218" in page
    assert "is submitted for review" in said(submitted)[-1]
    assert "✓ alice" in text_of(submitted)
    assert "The announcement says so." in text_of(submitted)


def test_reviewer_cannot_approve_what_is_doubted_unless_it_is_ticked(editor, reviewer, draft):
    enter(editor, draft)
    accept(editor, draft, "The announcement says so.")
    do(editor, draft, "submit", **SUMMARY)
    digest = Review(draft, at=timezone.now()).digest

    refused = do(reviewer, draft, "approve", digest=digest)
    accept(reviewer, draft, "Read it there too.")
    approved = do(reviewer, draft, "approve", digest=digest)

    assert "Look at 1 warning first" in said(refused)[-1]
    assert "is approved as it is now" in said(approved)[-1]


def test_tick_without_a_reason_is_refused(editor, draft):
    enter(editor, draft)

    refused = accept(editor, draft, " ")

    assert said(refused)[-1] == "Say of each warning that you tick why it is right."
    assert not Tick.objects.exists()


def test_tick_is_of_the_value_that_was_doubted(editor, draft):
    """Who ticked 122 has not ticked 123."""
    enter(editor, draft)
    accept(editor, draft, "The announcement says so.")
    PassingStandard.objects.filter(edition=draft, score=122).update(score=123)

    refused = do(editor, draft, "submit", **SUMMARY)

    assert "Look at 1 warning first" in said(refused)[-1]


def test_reader_of_figures_ticks_nothing(client, django_user_model, draft):
    standard(draft, score=122)
    eve = django_user_model.objects.create_user("eve", is_staff=True)
    client.force_login(eve, backend="django.contrib.auth.backends.ModelBackend")

    assert do(client, draft, "accept").status_code == 403
    assert do(client, draft, "tick").status_code == 403
    assert not Tick.objects.exists()


def test_warning_ticked_while_submitting_counts_and_nothing_typed_is_lost(editor, draft):
    corrected_by_far(draft)
    (doubt,) = Review(draft, at=timezone.now()).doubts
    typed = {"summary": "A rate.", "words": "As printed.", "doubt": [doubt.about]}

    refused = do(editor, draft, "submit", **typed).content.decode()
    submitted = do(editor, draft, "submit", **typed, **{f"why-{doubt.about}": "Table 2."})

    assert "A rate.</textarea>" in refused
    assert "As printed.</textarea>" in refused
    assert f'value="{doubt.about}" checked' in refused
    assert "is submitted for review" in said(submitted)[-1]
