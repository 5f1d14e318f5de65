import pytest

from scores.editions.diff import difference
from scores.models import HouseSetting, MatchScore, NormPoint, PassingStandard, Policy, Source

pytestmark = pytest.mark.database


def say(changes):
    return [
        (change.what, str(change), [str(field) for field in change.fields]) for change in changes
    ]


def test_copy_does_not_differ(published, draft):
    assert difference(published, draft) == []


def test_difference_shows_a_changed_field(published, draft):
    MatchScore.objects.filter(edition=draft, n=356).update(median=259, approximate=True)

    assert say(difference(published, draft)) == [
        (
            "changed",
            "match score 2026 · us-md-senior · dermatology · matched · nrmp-charting-md-2026",
            ["median 258 → 259", "approximate no → yes"],
        )
    ]


def test_difference_shows_what_is_filled_in_and_emptied(published, draft):
    MatchScore.objects.filter(edition=draft, n=356).update(n=None)
    HouseSetting.objects.filter(edition=draft, slug="aim_step").update(unit="", value="12.25")

    fields = [field for change in difference(published, draft) for field in change.fields]
    assert [str(field) for field in fields] == [
        "value 12.5 → 12.25",
        "unit ranks → nothing",
        "n 356 → nothing",
    ]


def test_difference_shows_added_and_removed_rows(published, draft):
    NormPoint.objects.filter(table__edition=draft, table__n=67824, score=155).delete()
    PassingStandard.objects.create(
        edition=draft,
        exam="step2ck",
        score=221,
        previous_score=218,
        effective_from="2028-07-01",
        source=Source.objects.get(edition=draft, slug="kaplan-2026"),
    )

    added, removed = say(difference(published, draft))

    assert added == (
        "added",
        "passing standard step2ck · 2028-07-01",
        [
            "source kaplan-2026",
            "carried back no",
            "score 221",
            "previous score 218",
            "reporting three-digit",
        ],
    )
    assert removed[:2] == ("removed", "norm point step2ck · 2023-07-01 · 2026-06-30 · 155")


def test_difference_shows_other_sources(published, draft):
    policy = Policy.objects.get(edition=draft, slug="after-last-attempt")
    policy.also.set(Source.objects.filter(edition=draft, slug__in=["house", "usmle-attempt-limit"]))
    Policy.objects.filter(pk=policy.pk).update(
        source=Source.objects.get(edition=draft, slug="kaplan-2026")
    )

    assert say(difference(published, draft)) == [
        (
            "changed",
            "policy after-last-attempt",
            [
                "source ecfmg-booklet-2024 → kaplan-2026",
                "also usmle-attempt-limit → house, usmle-attempt-limit",
            ],
        )
    ]


def test_difference_reads_each_table_once(published, draft, django_assert_max_num_queries):
    with django_assert_max_num_queries(130):
        difference(published, draft)
