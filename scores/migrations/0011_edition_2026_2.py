from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    "applicationprofile",
    "applicationservice",
    "earlymatchrate",
    "specialtyname",
    "specialtypositions",
    "trackapplicants",
]
CODENAMES = {
    "editor": [f"{verb}_{table}" for verb in ("view", "add", "change", "delete") for table in TABLES],
    "reviewer": [f"view_{table}" for table in TABLES],
}


def let_groups_edit(apps, schema_editor):
    import_module("scores.migrations.0004_groups").make_permissions(apps, schema_editor.connection.alias)
    fill_groups(apps, schema_editor.connection.alias)


def fill_groups(apps, alias):
    """What else an operator gave to a group stays."""
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    for name, codenames in CODENAMES.items():
        group, _ = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=name)
        found = permissions.filter(content_type__app_label="scores", codename__in=codenames)
        group.permissions.add(*found)


class Migration(migrations.Migration):

    dependencies = [
        ('scores', '0010_renamed_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApplicationProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carried_back', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
                ('cycle', models.CharField(max_length=4)),
                ('group', models.CharField(choices=[('us-md-senior', 'US MD seniors'), ('us-do-senior', 'US DO seniors'), ('us-img', 'US IMGs'), ('non-us-img', 'non-US IMGs')], max_length=24, verbose_name='applicant group')),
                ('outcome', models.CharField(choices=[('matched', 'matched to the preferred specialty'), ('unmatched', 'did not match to it')], max_length=9)),
                ('n', models.PositiveIntegerField(blank=True, null=True)),
                ('contiguous_ranks', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                ('research', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                ('publications', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                ('presentations', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
            ],
            options={
                'ordering': ('edition', '-cycle', 'group', 'specialty', 'outcome'),
            },
        ),
        migrations.CreateModel(
            name='ApplicationService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carried_back', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
                ('application_service', models.CharField(choices=[('eras', 'ERAS'), ('residencycas', 'ResidencyCAS'), ('sf-match', 'SF Match'), ('nrmp', 'Main Residency Match (NRMP)'), ('sau', 'Urology Match (SAU)')], max_length=12)),
                ('match_service', models.CharField(choices=[('eras', 'ERAS'), ('residencycas', 'ResidencyCAS'), ('sf-match', 'SF Match'), ('nrmp', 'Main Residency Match (NRMP)'), ('sau', 'Urology Match (SAU)')], max_length=12)),
            ],
            options={
                'ordering': ('edition', 'specialty'),
            },
        ),
        migrations.CreateModel(
            name='EarlyMatchRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carried_back', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
                ('cycle', models.CharField(max_length=4)),
                ('group', models.CharField(choices=[('us-md-senior', 'US MD seniors'), ('us-do-senior', 'US DO seniors'), ('us-img', 'US IMGs'), ('non-us-img', 'non-US IMGs'), ('img', 'US and non-US IMGs'), ('all', 'all applicants')], max_length=24, verbose_name='applicant group')),
                ('ranked_first', models.PositiveIntegerField(blank=True, null=True)),
                ('matched', models.PositiveIntegerField(blank=True, null=True)),
                ('percent', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True)),
                ('positions', models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ('edition', '-cycle', 'group', 'specialty'),
            },
        ),
        migrations.CreateModel(
            name='SpecialtyName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carried_back', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
                ('name', models.CharField(help_text='In small letters, as people type it', max_length=60)),
            ],
            options={
                'ordering': ('edition', 'specialty', 'name'),
            },
        ),
        migrations.CreateModel(
            name='SpecialtyPositions',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carried_back', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
                ('cycle', models.CharField(max_length=4)),
                ('applicants', models.PositiveIntegerField(help_text='Of all groups, who ranked it first')),
                ('positions', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name_plural': 'specialty positions',
                'ordering': ('edition', '-cycle', 'specialty'),
            },
        ),
        migrations.CreateModel(
            name='TrackApplicants',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carried_back', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
                ('cycle', models.CharField(max_length=4)),
                ('track', models.CharField(max_length=60)),
                ('us_md_senior', models.PositiveIntegerField()),
                ('us_do_senior', models.PositiveIntegerField()),
                ('us_img', models.PositiveIntegerField()),
                ('non_us_img', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name_plural': 'track applicants',
                'ordering': ('edition', '-cycle', 'track'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='specialty',
            name='specialty_match_service',
        ),
        migrations.AddField(
            model_name='keydate',
            name='service',
            field=models.CharField(blank=True, choices=[('eras', 'ERAS'), ('residencycas', 'ResidencyCAS'), ('sf-match', 'SF Match'), ('nrmp', 'Main Residency Match (NRMP)'), ('sau', 'Urology Match (SAU)')], help_text='Whose date it is', max_length=12),
        ),
        migrations.AddField(
            model_name='matchscore',
            name='use',
            field=models.CharField(choices=[('benchmark', 'benchmark'), ('beside', 'shown beside, never a target'), ('chance', 'for the chance of matching only'), ('doubtful', 'doubtful, shown with its caution')], default='benchmark', help_text='What the rules may make of it; the note says why it is no benchmark', max_length=9),
        ),
        migrations.AddField(
            model_name='projectionparameter',
            name='is_fitted',
            field=models.BooleanField(default=False, help_text='Fitted by this site on reports'),
        ),
        migrations.AddField(
            model_name='scoredistribution',
            name='population',
            field=models.CharField(blank=True, help_text='Who was counted', max_length=200),
        ),
        migrations.AddField(
            model_name='source',
            name='allows_copying',
            field=models.BooleanField(default=False, help_text='It allows its NRMP figures to be copied; other sources do not'),
        ),
        migrations.AddField(
            model_name='specialty',
            name='is_choice',
            field=models.BooleanField(default=True, help_text='Otherwise it is found, and says what to do', verbose_name='can be chosen'),
        ),
        migrations.AddField(
            model_name='specialty',
            name='says',
            field=models.CharField(blank=True, help_text='Why no score is published, or what to choose instead; no target is derived then', max_length=200),
        ),
        migrations.AlterField(
            model_name='specialty',
            name='match_service',
            field=models.CharField(choices=[('nrmp', 'Main Residency Match (NRMP)'), ('sf-match', 'SF Match'), ('sau', 'Urology Match (SAU)')], default='nrmp', help_text='Whose calendar applies', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='matchscore',
            constraint=models.CheckConstraint(condition=models.Q(('use__in', ('benchmark', 'beside', 'chance', 'doubtful'))), name='match_score_use', violation_error_message='Choose use from the list.'),
        ),
        migrations.AddConstraint(
            model_name='specialty',
            constraint=models.CheckConstraint(condition=models.Q(('match_service__in', ('nrmp', 'sf-match', 'sau'))), name='specialty_match_service'),
        ),
        migrations.AddField(
            model_name='applicationprofile',
            name='also',
            field=models.ManyToManyField(blank=True, related_name='+', to='scores.source'),
        ),
        migrations.AddField(
            model_name='applicationprofile',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.edition'),
        ),
        migrations.AddField(
            model_name='applicationprofile',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.source'),
        ),
        migrations.AddField(
            model_name='applicationprofile',
            name='specialty',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.specialty'),
        ),
        migrations.AddField(
            model_name='applicationservice',
            name='also',
            field=models.ManyToManyField(blank=True, related_name='+', to='scores.source'),
        ),
        migrations.AddField(
            model_name='applicationservice',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.edition'),
        ),
        migrations.AddField(
            model_name='applicationservice',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.source'),
        ),
        migrations.AddField(
            model_name='applicationservice',
            name='specialty',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.specialty'),
        ),
        migrations.AddField(
            model_name='earlymatchrate',
            name='also',
            field=models.ManyToManyField(blank=True, related_name='+', to='scores.source'),
        ),
        migrations.AddField(
            model_name='earlymatchrate',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.edition'),
        ),
        migrations.AddField(
            model_name='earlymatchrate',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.source'),
        ),
        migrations.AddField(
            model_name='earlymatchrate',
            name='specialty',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.specialty'),
        ),
        migrations.AddField(
            model_name='specialtyname',
            name='also',
            field=models.ManyToManyField(blank=True, related_name='+', to='scores.source'),
        ),
        migrations.AddField(
            model_name='specialtyname',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.edition'),
        ),
        migrations.AddField(
            model_name='specialtyname',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.source'),
        ),
        migrations.AddField(
            model_name='specialtyname',
            name='specialty',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.specialty'),
        ),
        migrations.AddField(
            model_name='specialtypositions',
            name='also',
            field=models.ManyToManyField(blank=True, related_name='+', to='scores.source'),
        ),
        migrations.AddField(
            model_name='specialtypositions',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.edition'),
        ),
        migrations.AddField(
            model_name='specialtypositions',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.source'),
        ),
        migrations.AddField(
            model_name='specialtypositions',
            name='specialty',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.specialty'),
        ),
        migrations.AddField(
            model_name='trackapplicants',
            name='also',
            field=models.ManyToManyField(blank=True, related_name='+', to='scores.source'),
        ),
        migrations.AddField(
            model_name='trackapplicants',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.edition'),
        ),
        migrations.AddField(
            model_name='trackapplicants',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.source'),
        ),
        migrations.AddField(
            model_name='trackapplicants',
            name='specialty',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scores.specialty'),
        ),
        migrations.AddConstraint(
            model_name='applicationprofile',
            constraint=models.UniqueConstraint(fields=('edition', 'cycle', 'group', 'specialty', 'outcome'), name='application_profile_once'),
        ),
        migrations.AddConstraint(
            model_name='applicationprofile',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ('matched', 'unmatched'))), name='application_profile_outcome', violation_error_message='Choose outcome from the list.'),
        ),
        migrations.AddConstraint(
            model_name='applicationservice',
            constraint=models.UniqueConstraint(fields=('edition', 'specialty'), name='application_service_once'),
        ),
        migrations.AddConstraint(
            model_name='applicationservice',
            constraint=models.CheckConstraint(condition=models.Q(('application_service__in', ('eras', 'residencycas', 'sf-match', 'nrmp', 'sau'))), name='application_service_known', violation_error_message='Choose application service from the list.'),
        ),
        migrations.AddConstraint(
            model_name='applicationservice',
            constraint=models.CheckConstraint(condition=models.Q(('match_service__in', ('eras', 'residencycas', 'sf-match', 'nrmp', 'sau'))), name='application_match_known', violation_error_message='Choose match service from the list.'),
        ),
        migrations.AddConstraint(
            model_name='earlymatchrate',
            constraint=models.UniqueConstraint(fields=('edition', 'cycle', 'group', 'specialty'), name='early_match_rate_once'),
        ),
        migrations.AddConstraint(
            model_name='earlymatchrate',
            constraint=models.CheckConstraint(condition=models.Q(('group__in', ('us-md-senior', 'us-do-senior', 'us-img', 'non-us-img', 'img', 'all'))), name='early_match_rate_group', violation_error_message='Choose group from the list.'),
        ),
        migrations.AddConstraint(
            model_name='earlymatchrate',
            constraint=models.CheckConstraint(condition=models.Q(('percent__isnull', True), models.Q(('percent__gte', 0), ('percent__lte', 100)), _connector='OR'), name='early_match_rate_percent', violation_error_message='Enter percent from 0 to 100.'),
        ),
        migrations.AddConstraint(
            model_name='earlymatchrate',
            constraint=models.CheckConstraint(condition=models.Q(('matched__isnull', True), ('ranked_first__isnull', True), ('matched__lte', models.F('ranked_first')), _connector='OR'), name='early_match_rate_of_ranked', violation_error_message='Enter no more matched than applicants.'),
        ),
        migrations.AddConstraint(
            model_name='specialtyname',
            constraint=models.UniqueConstraint(fields=('edition', 'name'), name='specialty_name_once'),
        ),
        migrations.AddConstraint(
            model_name='specialtypositions',
            constraint=models.UniqueConstraint(fields=('edition', 'cycle', 'specialty'), name='specialty_positions_once'),
        ),
        migrations.AddConstraint(
            model_name='trackapplicants',
            constraint=models.UniqueConstraint(fields=('edition', 'cycle', 'track'), name='track_applicants_once'),
        ),
        migrations.RunPython(let_groups_edit, migrations.RunPython.noop),
    ]
