"""Every kind of fault, planted in a draft, is found and named at its row and field."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from scores import models
from scores.editions.checks import faults_of
from scores.editions.checks.readers import (
    PARAMETERS,
    POLICIES,
    SETTINGS,
    SETTINGS_AHEAD,
    claims_of_factors,
)
from scores.editions.registry import KIND_OF_TABLE
from scores.engine.answers import FACTORS, Answers, AnswersRefused, Factor, Reading
from scores.engine.match.bands import check as check_bands
from scores.engine.practice.evidence import Evidence
from scores.engine.practice.model import forecast
from scores.engine.practice.readings import PRIORS, SURVEYED_FORMS, Model, Sitting
from scores.engine.result import derive
from scores.engine.vocabulary import EXAMS
from scores.models import CONTENT, Edition
from scores.wording.choices import FACTOR_TITLES, factor_choices
from tests.editions import LABELS, load_edition
from tests.engine.edition import newest_label, read_fixture
from tests.engine.reports import read_all
from tests.small_edition import AS_OF, insert_small

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def inserted(around_the_module):
    insert_small("2027.1").sources.update(checked_on=AS_OF)


@pytest.fixture
def draft(inserted, db):
    return Draft(Edition.objects.get(label="2027.1"))


class Draft:
    """A copy of an edition, to be spoiled where no form would look."""

    def __init__(self, edition):
        self.edition = edition

    def rows(self, table, **which):
        model = getattr(models, table)
        return model.objects.filter(**{model.identity[0]: self.edition.label}, **which)

    def change(self, table, which, **values):
        row = self.rows(table, **which).first()
        assert type(row).objects.filter(pk=row.pk).update(**values) == 1

    def elsewhere(self, table, slug):
        return getattr(models, table).objects.get(edition__label="2025.1", slug=slug)


@pytest.mark.parametrize("label", [*LABELS, newest_label()])
def test_published_editions_are_without_fault(db, label):
    if label not in LABELS:
        load_edition(label)

    assert faults_of(Edition.objects.get(label=label)) == []


# What a check finds: how to spoil a draft, and where and how the fault is named


def use_source_of_another_edition(draft):
    draft.change("PassRate", {"examinees": "US DO"}, source=draft.elsewhere("Source", "house"))


def add_source_of_another_edition(draft):
    draft.rows("Policy", slug="seven-years").get().also.add(draft.elsewhere("Source", "house"))


def use_specialty_of_another_edition(draft):
    dermatology = draft.elsewhere("Specialty", "dermatology")
    draft.change("Competitiveness", {"specialty__slug": "dermatology"}, specialty=dermatology)


def use_test_of_another_edition(draft):
    draft.change("PracticeTestBand", {"low": 65}, test=draft.elsewhere("PracticeTest", "free120"))


def lead_with_worse_evidence(draft):
    house = draft.rows("Source", slug="house").get()
    draft.change("PassingStandard", {"score": 218}, source=house)


def name_a_source_twice(draft):
    policy = draft.rows("Policy", slug="seven-years").get()
    policy.also.add(policy.source)


def leave_a_title_blank(draft):
    draft.change("Source", {"slug": "house"}, title="")


def write_a_wrong_address(draft):
    draft.change("Source", {"slug": "house"}, url="see the report")


def count_too_many_people(draft):
    draft.change("NormTable", {"n": 67824}, n=67_824_000)


def count_nobody(draft):
    draft.change("MatchScore", {"n": 356}, n=0)


def cross_quartiles(draft):
    draft.change("MatchScore", {"n": 356}, q1=270, median=None, mean=258)


def miscount_a_percentage(draft):
    draft.change("SpecialtyMatchRate", {"specialty__slug": "anesthesiology"}, percent="37.7")


def resolve_with_a_blank(draft):
    draft.change("Claim", {"slug": "pct-245-50"}, resolution=" ")


def set_below_zero(draft):
    draft.change("HouseSetting", {"slug": "spread_sd"}, value=-14)


def call_two_specialties_the_same(draft):
    draft.change("Specialty", {"slug": "psychiatry"}, name="neurology")


def observe_the_future(draft):
    draft.change("MatchScore", {"n": 356}, cycle="2027")


def shorten_a_year(draft):
    draft.change("GroupMatchRate", {"percent": "70.0"}, cycle="26")


def turn_a_period_round(draft):
    draft.change("ScoreBandMatchRate", {"cycles": "2020-2024"}, cycles="2024-2020")


def average_the_future(draft):
    draft.change("ScoreDistribution", {"until": 2026}, until=2027)


def norm_the_future(draft):
    draft.change("NormTable", {"n": 67824}, window_to=date(2027, 6, 30))


def begin_before_usmle(draft):
    draft.change("PassingStandard", {"exam": "step1", "score": 194}, effective_from="1918-01-01")


def date_in_another_age(draft):
    draft.change("KeyDate", {"event": "SOAP"}, last_day=date(2062, 3, 19))


def break_the_chain(draft):
    draft.change("PassingStandard", {"score": 218}, previous_score=209)


def begin_out_of_order(draft):
    draft.change("PassingStandard", {"score": 218}, effective_from="2021-07-01")


def let_a_percentile_fall(draft):
    draft.change("NormPoint", {"table__n": 67824, "score": 250}, percentile=20)


def cut_the_lower_end(draft):
    draft.rows("NormPoint", table__n=67824, score__lt=215).delete()


def cut_the_upper_end(draft):
    draft.rows("NormPoint", table__n=67824, score__gt=270).delete()


def leave_one_point(draft):
    draft.rows("NormPoint", table__n=67824, score__gt=155).delete()


def overlap_match_rates(draft):
    draft.change("ScoreBandMatchRate", {"high": 199, "n": 1}, high=225)


def overlap_practice_bands(draft):
    draft.change("PracticeTestBand", {"test__slug": "free120", "low": 65}, high=70)


def add_an_unread_setting(draft):
    draft.change("HouseSetting", {"slug": "small_n"}, slug="tiny_n")


def add_an_unread_parameter(draft):
    draft.change("ProjectionParameter", {"slug": "growth"}, slug="nose")


def drop_a_setting(draft):
    draft.rows("HouseSetting", slug="small_n").delete()


def drop_a_parameter(draft):
    draft.rows("ProjectionParameter", slug="growth").delete()


def drop_a_policy(draft):
    draft.rows("Policy", slug="attempts-a-year").delete()


def drop_the_number_of_a_policy(draft):
    draft.change("Policy", {"slug": "attempt-limit"}, number=None)


def drop_a_claim(draft):
    draft.rows("Claim", slug="down-letters").delete()


def drop_the_pass_marks_of_an_exam(draft):
    draft.rows("PassingStandard", exam="step3").delete()


def swap_the_ends_of_the_verdict(draft):
    draft.change("HouseSetting", {"slug": "verdict_low"}, value=80)


def change_the_range_that_pages_name(draft):
    draft.change("HouseSetting", {"slug": "interval_level"}, value=90)


def unpublish_nothing_but_alter(draft):
    Edition.objects.filter(pk=draft.edition.pk).update(status="published", digest="0" * 64)


PLANTED = [
    (use_source_of_another_edition, "pass rate", "source", "“house” belongs to another edition."),
    (add_source_of_another_edition, "policy", "also", "“house” belongs to another edition."),
    (
        use_specialty_of_another_edition,
        "competitiveness",
        "specialty",
        "“dermatology” belongs to another edition.",
    ),
    (
        use_test_of_another_edition,
        "practice test band",
        "test",
        "“free120” belongs to another edition.",
    ),
    (
        lead_with_worse_evidence,
        "passing standard",
        "source",
        "is better evidence (official-transcribed) than “house” (house): name it as the source.",
    ),
    (name_a_source_twice, "policy", "also", "is named twice."),
    (leave_a_title_blank, "source", "title", "This field cannot be blank."),
    (write_a_wrong_address, "source", "url", "Enter a valid URL."),
    (count_too_many_people, "norm table", "n", "67824000 are more people than there are."),
    (count_nobody, "match score", "n", "A figure of nobody"),
    (cross_quartiles, "match score", "q1", "270 lies above the third quartile, 266."),
    (
        miscount_a_percentage,
        "specialty match rate",
        "percent",
        "89 of 230 are 38.7 percent, not 37.7.",
    ),
    (resolve_with_a_blank, "claim", "resolution", "A claim that is contradicted needs"),
    (set_below_zero, "house setting", "value", "A house setting is above zero."),
    (call_two_specialties_the_same, "specialty", "name", "is the name of “neurology” too."),
    (
        observe_the_future,
        "match score",
        "cycle",
        "“2027” is not a time up to 2026: the edition is as of",
    ),
    (shorten_a_year, "group match rate", "cycle", "“26” is not written as a year"),
    (turn_a_period_round, "score band match rate", "cycles", "“2024-2020” is not a time"),
    (average_the_future, "score distribution", "until", "2027 is not a year up to 2026."),
    (norm_the_future, "norm table", "window_to", "The window ends after 2026-11-22"),
    (
        begin_before_usmle,
        "passing standard",
        "effective_from",
        "1918-01-01 does not lie between 1992-01-01 and 2032-12-31.",
    ),
    (date_in_another_age, "key date", "last_day", "2062-03-19 does not lie between"),
    (
        break_the_chain,
        "passing standard",
        "previous_score",
        "It says 209; the one before it, from 2022-07-01, is 214.",
    ),
    (begin_out_of_order, "passing standard", "previous_score", "It says 214; the one before it"),
    (let_a_percentile_fall, "norm point", "percentile", "20 at 250 is lower than 32 at 245."),
    (cut_the_lower_end, "norm point", "percentile", "The lowest point of a table reads 0"),
    (cut_the_upper_end, "norm point", "percentile", "The highest point of a table reads 100"),
    (leave_one_point, "norm table", "", "A norm table needs two points or more."),
    (overlap_match_rates, "score band match rate", "low", "It overlaps the band 225 or less."),
    (overlap_practice_bands, "practice test band", "low", "It overlaps the band 65 to 70."),
    (add_an_unread_setting, "house setting", "slug", "No rule reads it."),
    (drop_a_setting, "house setting", "", "“small_n” is missing: a rule reads it."),
    (add_an_unread_parameter, "projection parameter", "slug", "No rule reads it."),
    (drop_a_parameter, "projection parameter", "", "“growth” is missing: a rule reads it."),
    (drop_a_policy, "policy", "", "“attempts-a-year” is missing: a rule reads it."),
    (drop_the_number_of_a_policy, "policy", "number", "A rule reads this number."),
    (drop_a_claim, "claim", "", "“down-letters” is missing: a rule reads it."),
    (
        drop_the_pass_marks_of_an_exam,
        "passing standard",
        "",
        "There is none with exam “step3”.",
    ),
    (
        swap_the_ends_of_the_verdict,
        "house setting",
        "value",
        "It has to lie below house setting “verdict_high”.",
    ),
    (
        change_the_range_that_pages_name,
        "house setting",
        "value",
        "Pages call it by its value, so it has to be 80.",
    ),
    (unpublish_nothing_but_alter, "edition", "digest", "it was altered since."),
]


@pytest.mark.parametrize(
    ("spoil", "table", "field", "says"), PLANTED, ids=lambda part: getattr(part, "__name__", None)
)
def test_planted_fault_is_found(draft, spoil, table, field, says):
    spoil(draft)

    found = [
        fault
        for fault in faults_of(Edition.objects.get(pk=draft.edition.pk))
        if (fault.table, fault.field) == (table, field) and says in fault.says
    ]

    assert found


def test_fault_names_its_row(draft):
    draft.change("MatchScore", {"n": 356}, n=0)

    (fault,) = faults_of(draft.edition)

    row = models.MatchScore.objects.get(pk=fault.pk)
    assert row.n == 0
    assert str(fault) == (
        f"match score Dermatology · 2026 · US MD seniors · matched · {row.source}: n: "
        "A figure of nobody; leave it empty where it is not stated."
    )


def test_rows_of_too_few_people_are_no_fault(draft):
    draft.change("MatchScore", {"n": 356}, n=3)

    assert faults_of(draft.edition) == []


# What the database refuses by itself


@pytest.mark.parametrize(
    ("table", "which", "values"),
    [
        ("PassRate", {}, {"source": None}),
        ("MatchScore", {"n": 356}, {"median": 301}),
        ("MatchScore", {"n": 356}, {"median": 0}),
        ("MatchScore", {"n": 356}, {"q1": 260}),
        ("MatchScore", {"n": 356}, {"median": None, "mean": None}),
        ("PassRate", {}, {"percent": 101}),
        ("GroupMatchRate", {}, {"percent": Decimal("-0.1")}),
        ("NormPoint", {}, {"percentile": 101}),
        ("NormTable", {"n": 67824}, {"window_from": date(2026, 7, 1)}),
        ("KeyDate", {"event": "SOAP"}, {"last_day": date(2026, 3, 15)}),
        ("PassingStandard", {"score": 218}, {"effective_from": date(2022, 7, 1)}),
        ("SpecialtyMatchRate", {}, {"ranked_first": 1}),
        ("ScoreBandMatchRate", {"low": 250}, {"n": 0}),
        ("Claim", {"slug": "pct-245-50"}, {"resolution": ""}),
        ("PracticeTestBand", {}, {"p25_actual": 299}),
    ],
)
def test_database_refuses(draft, table, which, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.change(table, which, **values)


# Everything is read, and nothing read may be missing


TODAY = date(2026, 11, 22)


REPORTS = read_all(read_fixture("2026.2"))


def run_every_rule(edition):
    """Answers for which every rule of the engine has something to say."""
    tests = tuple(
        Reading(test.slug, 60 if test.unit == "percent" else 255, date(2026, 11, 1))
        for test in edition.practice_tests.values()
    )
    course = tuple(Reading("nbme14", 250, date(2026, month, 1)) for month in (9, 10, 11))
    planning = Answers(
        specialty="dermatology",
        group="us-md-senior",
        exam_date=date(2026, 12, 1),
        readings=tests,
    )
    img = replace(planning, group="non-us-img", aim="strong", readings=course)
    attempts = (date(2026, 1, 5), date(2026, 4, 5), date(2026, 8, 5))
    weak = ("failed-exam", "little-us-experience")
    strong = ("exceptional-letters", "strong-research", "strong-grades")
    for answers in (
        planning,
        replace(planning, readings=tuple(replace(each, taken=None) for each in tests)),
        replace(planning, readings=tests[:1], exam_date=date(2020, 5, 1)),
        replace(planning, factors=strong, specialty="pediatrics"),
        replace(planning, group="us-do-senior", specialty="orthopaedic-surgery", aim="strong"),
        img,
        replace(img, factors=weak),
        replace(img, situation="scored", actual_score=220),
        replace(img, situation="failed", attempt_dates=attempts),
        replace(img, situation="failed", attempt_dates=(*attempts, date(2026, 11, 5))),
        *(Answers(exam=exam) for exam in EXAMS if exam != "step2ck"),
    ):
        derive(edition, answers, today=TODAY)
    for year in (2018, 2026):
        for prior in PRIORS:
            forecast(Model.of(edition, prior, year), [Sitting("average", 250), *OF_2018])
    Evidence(Model.of(edition, "posters"), REPORTS).of(REPORTS[:5])
    check_bands(edition)


OF_2018 = tuple(Sitting(test, 250) for test in SURVEYED_FORMS)

MAY_LACK = {
    *("ask_percent_under", "most_readings", "old_score_from"),
    *("offset_nbme09", "offset_uwsa2", "offset_uwsa3"),
}
"""What a rule reads where it is there: questions asked since 2026.2, and offsets of their own."""


def without(table, name):
    return {key: row for key, row in table.items() if key != name}


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("settings", SETTINGS),
        ("parameters", PARAMETERS),
        ("policies", POLICIES),
        ("claims", claims_of_factors()),
    ],
)
def test_rules_read_what_an_edition_is_required_to_hold(table, names):
    edition = read_fixture("2026.2")
    run_every_rule(edition)

    names = [name for name, span in names.items() if span.holds("2026.2") and name not in MAY_LACK]
    rows = getattr(edition, table)
    poorer = {name: replace(edition, **{table: without(rows, name)}) for name in names}

    assert {name: missed_by_rules(edition) for name, edition in poorer.items()} == {
        name: name for name in names
    }


def missed_by_rules(edition):
    """The id that a rule asks for in vain, None where none does."""
    try:
        run_every_rule(edition)
    except KeyError as error:
        return error.args[0]
    except AnswersRefused as refused:  # without its claim there is no such factor
        return FACTORS[refused.problems[0].value].claim


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("settings", SETTINGS),
        ("parameters", PARAMETERS),
        ("policies", POLICIES),
        ("claims", claims_of_factors()),
    ],
)
def test_rules_read_nothing_else_by_name(table, names):
    edition = read_fixture("2026.2")
    rows = getattr(edition, table)
    needed = {name: rows[name] for name, span in names.items() if span.holds("2026.2")}

    run_every_rule(replace(edition, **{table: needed}))


def test_every_table_has_a_reader():
    assert set(KIND_OF_TABLE) == set(CONTENT)


# Rules and published editions do not lock each other


@pytest.fixture
def later_factor(monkeypatch):
    """A factor that editions have from that of the draft on, on a claim of its own."""
    monkeypatch.setitem(FACTORS, "a-later-one", Factor(-1, "a-later-claim", since="2027.1"))
    monkeypatch.setitem(FACTOR_TITLES, "a-later-one", "Something later")
    return Answers(specialty="dermatology", group="us-md-senior", factors=("a-later-one",))


def test_later_factor_leaves_published_editions_valid(db, later_factor):
    for edition in Edition.objects.published():
        assert faults_of(edition) == []


def test_later_factor_needs_its_claim_from_its_edition_on(draft, later_factor):
    (fault,) = faults_of(draft.edition)
    assert fault.says == "“a-later-claim” is missing: a rule reads it."

    claim = draft.rows("Claim", slug="down-letters").get()
    claim.pk, claim.slug = None, "a-later-claim"
    claim.save()

    assert faults_of(draft.edition) == []


def test_later_factor_applies_from_its_edition_on(edition_2026, later_factor):
    with pytest.raises(AnswersRefused):
        derive(edition_2026, later_factor, today=TODAY)
    assert "a-later-one" not in [name for name, *_ in factor_choices(edition_2026)]

    claim = replace(edition_2026.claims["down-letters"], slug="a-later-claim")
    claims = {**edition_2026.claims, claim.slug: claim}
    later = replace(edition_2026, label="2027.1", claims=claims)
    target = derive(later, later_factor, today=TODAY).target

    assert target.score < target.without_factors
    assert "a-later-one" in [name for name, *_ in factor_choices(later)]


def test_edition_2026_2_holds_what_the_rules_read_from_then_on():
    edition = read_fixture("2026.2")
    read = {name for name, span in PARAMETERS.items() if span.holds("2026.2")}
    asked = {name for name, span in SETTINGS.items() if span.holds("2026.2")}

    assert read == set(edition.parameters)
    assert set(edition.settings) - asked == set(SETTINGS_AHEAD)
    assert asked <= set(edition.settings)
