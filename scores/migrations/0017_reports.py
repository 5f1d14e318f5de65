"""Reports of readers, which editors and reviewers read and settle."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CODENAMES = ("view_report", "change_report")


def let_groups_settle(apps, schema_editor):
    alias = schema_editor.connection.alias
    import_module("scores.migrations.0004_groups").make_permissions(apps, alias)
    fill_groups(apps, alias)


def fill_groups(apps, alias):
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    found = permissions.filter(content_type__app_label="scores", codename__in=CODENAMES)
    for name in ("editor", "reviewer"):
        group, _ = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=name)
        group.permissions.add(*found)


class Migration(migrations.Migration):

    dependencies = [
        ('scores', '0016_ticks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('submission', models.CharField(max_length=64, unique=True)),
                ('figure', models.CharField(max_length=200, verbose_name='figure it is about')),
                ('page', models.CharField(blank=True, max_length=200)),
                ('edition', models.CharField(help_text='The current one when it was sent', max_length=20)),
                ('says', models.TextField(max_length=2000, verbose_name='what is wrong')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='where it says otherwise')),
                ('outcome', models.TextField(blank=True, help_text='With this, the report is settled', verbose_name='what came of it')),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'report of a reader',
                'verbose_name_plural': 'reports of readers',
                'ordering': ('-created_at', '-pk'),
            },
        ),
        migrations.RunPython(let_groups_settle, migrations.RunPython.noop),
    ]
