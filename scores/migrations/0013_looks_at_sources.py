"""A source names the one that took its place; in drafts each has the day it was looked at.

Drafts were copied from an edition that leaves most of these days out: theirs was the day of that
edition. Written down, it stays what it is when the draft is dated anew.
"""

from django.db import migrations, models


def date_sources_of_drafts(apps, schema_editor):
    Edition = apps.get_model("scores", "Edition")
    for draft in Edition.objects.exclude(status="published"):
        begun = draft.events.filter(what="begun").order_by("at").first()
        base = begun.against if begun and begun.against else draft
        draft.sources.filter(checked_on=None).update(checked_on=base.as_of)


class Migration(migrations.Migration):

    dependencies = [
        ('scores', '0012_deleted_forms'),
    ]

    operations = [
        migrations.AddField(
            model_name='source',
            name='replaced_by',
            field=models.SlugField(blank=True, help_text='The source that took its place: then this one is retired, and looked at no more', max_length=60),
        ),
        migrations.RunPython(date_sources_of_drafts, migrations.RunPython.noop),
    ]
