"""The groups editor and reviewer, with what they need and no more.

A table that comes later is given to them by a later migration; a test tells when one is missing.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

FIGURES = [
    "claim",
    "competitiveness",
    "groupmatchrate",
    "housesetting",
    "keydate",
    "matchscore",
    "normpoint",
    "normtable",
    "passingstandard",
    "passrate",
    "policy",
    "practicetest",
    "practicetestband",
    "projectionparameter",
    "scorebandmatchrate",
    "scoredistribution",
    "scoreprecision",
    "source",
    "specialty",
    "specialtymatchrate",
    "surveyanswer",
]
RECORDS = ["edit", "event", "publication", "release"]

READING = [f"view_{table}" for table in [*FIGURES, *RECORDS, "edition"]]
EDITING = [
    f"{verb}_{table}" for verb in ("add", "change", "delete") for table in [*FIGURES, "edition"]
]
GROUPS = {
    "editor": [*READING, *EDITING, "publish_edition"],
    "reviewer": [*READING, "review_edition"],
}


def make_groups(apps, schema_editor):
    make_permissions(apps, schema_editor.connection.alias)
    fill_groups(apps, schema_editor.connection.alias)


def make_permissions(apps, alias):
    """Django makes permissions after the last migration: too late for this one."""
    config = apps.get_app_config("scores")
    config.models_module = True
    create_permissions(config, verbosity=0, using=alias, apps=apps)
    config.models_module = None


def fill_groups(apps, alias):
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    for name, codenames in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=name)
        found = permissions.filter(content_type__app_label="scores", codename__in=codenames)
        group.permissions.set(found)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("scores", "0003_recovery_codes"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
