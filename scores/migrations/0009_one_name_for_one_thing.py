"""Columns get the names that the engine has. Constraints do not follow a renamed column by
themselves: those that name it are taken off before and made anew after."""

from django.db import migrations, models
from django.db.models import F, Q

GROUPS = ("us-md-senior", "us-do-senior", "us-img", "non-us-img")
ON_RECORD = (*GROUPS, "us-senior-unspecified", "unspecified")


def once(name, *fields, **options):
    return models.UniqueConstraint(fields=fields, name=name, **options)


def in_groups(name, groups=GROUPS):
    return models.CheckConstraint(
        condition=Q(group__in=groups),
        name=name,
        violation_error_message="Choose group from the list.",
    )


CONSTRAINTS = {
    "matchscore": [
        once(
            "match_score_once",
            *("edition", "cycle", "group", "specialty", "outcome", "source"),
            condition=Q(specialty__isnull=False),
        ),
        once(
            "match_score_once_overall",
            *("edition", "cycle", "group", "outcome", "source"),
            condition=Q(specialty__isnull=True),
        ),
        in_groups("match_score_group", ON_RECORD),
    ],
    "scorebandmatchrate": [
        once(
            "score_band_rate_once",
            *("edition", "cycles", "group", "specialty", "low", "source"),
        ),
        once(
            "score_band_rate_one_lowest",
            *("edition", "cycles", "group", "specialty", "source"),
            condition=Q(low__isnull=True),
        ),
        in_groups("score_band_rate_group"),
    ],
    "specialtymatchrate": [
        once("specialty_rate_once", "edition", "cycle", "group", "specialty"),
        in_groups("specialty_rate_group"),
    ],
    "groupmatchrate": [
        once("group_rate_once", "edition", "cycle", "group"),
        in_groups("group_rate_group"),
    ],
}

ALL_TOGETHER_LAST = F("specialty__name").asc(nulls_last=True)
LOWEST_FIRST = F("low").asc(nulls_first=True)

ORDERS = {
    "matchscore": ("edition", "-cycle", "group", ALL_TOGETHER_LAST, "outcome", "source"),
    "scorebandmatchrate": ("edition", "-cycles", "group", ALL_TOGETHER_LAST, LOWEST_FIRST),
    "specialtymatchrate": ("edition", "-cycle", "group", "specialty"),
    "groupmatchrate": ("edition", "-cycle", "group"),
}


def rename_group(table):
    constraints = CONSTRAINTS[table]
    return [
        *(migrations.RemoveConstraint(table, constraint.name) for constraint in constraints),
        migrations.RenameField(table, "applicant_group", "group"),
        *(migrations.AddConstraint(table, constraint) for constraint in constraints),
        migrations.AlterModelOptions(table, {"ordering": ORDERS[table]}),
    ]


class Migration(migrations.Migration):
    dependencies = [("scores", "0008_percent_correct")]

    operations = [
        *(operation for table in CONSTRAINTS for operation in rename_group(table)),
        migrations.RenameField("groupmatchrate", "active", "n"),
        migrations.RenameField("projectionparameter", "population", "describes"),
    ]
