import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import results.workflow


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('candidates', '0004_ballot'),
        ('stations', '0001_places'),
    ]

    operations = [
        migrations.CreateModel(
            name='Protocol',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('expected', 'Expected'), ('received', 'Received, not entered'), ('first_entry_done', 'Entered once'), ('different', 'The two entries differ'), ('definitive', 'Entered twice alike'), ('accepted', 'Accepted')], default=results.workflow.State['EXPECTED'], max_length=20, verbose_name='state')),
                ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='received')),
                ('illustrative', models.BooleanField(default=False, verbose_name='illustrative')),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accepted_protocols', to='commission.decision', verbose_name='accepted by decision')),
                ('annulled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='annulled_protocols', to='commission.decision', verbose_name='annulled by decision')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='protocols', to='commission.election', verbose_name='election')),
                ('received_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='received by')),
                ('station', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='protocol', to='stations.pollingstation', verbose_name='polling station')),
            ],
            options={
                'verbose_name': 'protocol',
                'verbose_name_plural': 'protocols',
                'ordering': ['election', 'station__number'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voters_on_list', models.PositiveIntegerField(blank=True, null=True, verbose_name='Voters on the list')),
                ('ballots_received', models.PositiveIntegerField(blank=True, null=True, verbose_name='Ballots received by the precinct commission')),
                ('ballots_issued', models.PositiveIntegerField(blank=True, null=True, verbose_name='Voters who received ballots')),
                ('issued_at_station', models.PositiveIntegerField(blank=True, null=True, verbose_name='of them at the station')),
                ('issued_outside', models.PositiveIntegerField(blank=True, null=True, verbose_name='of them outside the station')),
                ('issued_absentee', models.PositiveIntegerField(blank=True, null=True, verbose_name='of them by absentee certificate')),
                ('ballots_cancelled', models.PositiveIntegerField(blank=True, null=True, verbose_name='Unused ballots, cancelled')),
                ('ballots_spoiled', models.PositiveIntegerField(blank=True, null=True, verbose_name='Spoiled ballots, replaced')),
                ('ballots_lost', models.PositiveIntegerField(blank=True, null=True, verbose_name='Lost ballots')),
                ('ballots_unaccounted', models.PositiveIntegerField(blank=True, null=True, verbose_name='Ballots not accounted for')),
                ('in_stationary_boxes', models.PositiveIntegerField(blank=True, null=True, verbose_name='Ballots in stationary boxes')),
                ('in_portable_boxes', models.PositiveIntegerField(blank=True, null=True, verbose_name='Ballots in portable boxes')),
                ('ballots_in_boxes', models.PositiveIntegerField(blank=True, null=True, verbose_name='Ballots in the boxes')),
                ('invalid', models.PositiveIntegerField(blank=True, null=True, verbose_name='Invalid ballots')),
                ('valid', models.PositiveIntegerField(blank=True, null=True, verbose_name='Valid ballots')),
                ('ordinal', models.PositiveSmallIntegerField(choices=[(1, 'first'), (2, 'second')], verbose_name='entry')),
                ('votes', models.JSONField(verbose_name='votes')),
                ('finished_at', models.DateTimeField(verbose_name='finished')),
                ('discarded', models.BooleanField(default=False, verbose_name='discarded')),
                ('clerk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by')),
                ('protocol', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='results.protocol', verbose_name='protocol')),
            ],
            options={
                'verbose_name': 'protocol entry',
                'verbose_name_plural': 'protocol entries',
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voters_on_list', models.PositiveIntegerField(blank=True, null=True, verbose_name='Voters on the list')),
                ('ballots_received', models.PositiveIntegerField(blank=True, null=True, verbose_name='Ballots received by the precinct commission')),
                ('ballots_issued', models.PositiveIntegerField(blank=True, null=True, verbose_name='Voters who received ballots')),
                ('issued_at_station', models.PositiveIntegerField(blank=True, null=True, verbose_name='of them at the station')),
                ('issued_outside', models.PositiveIntegerField(blank=True, null=True, verbose_name='of them outside the station')),
                ('issued_absentee', models.PositiveIntegerField(blank=True, null=True, verbose_name='of them by absentee certificate')),
                ('ballots_cancelled', models.PositiveIntegerField(blank=True, null=True, verbose_name='Unused ballots, cancelled')),
                ('ballots_spoiled', models.PositiveIntegerField(blank=True, null=True, verbose_name='Spoiled ballots, replaced')),
                ('ballots_lost', models.PositiveIntegerField(blank=True, null=True, verbose_name='Lost ballots')),
                ('ballots_unaccounted', models.PositiveIntegerField(blank=True, null=True, verbose_name='Ballots not accounted for')),
                ('in_stationary_boxes', models.PositiveIntegerField(blank=True, null=True, verbose_name='Ballots in stationary boxes')),
                ('in_portable_boxes', models.PositiveIntegerField(blank=True, null=True, verbose_name='Ballots in portable boxes')),
                ('ballots_in_boxes', models.PositiveIntegerField(blank=True, null=True, verbose_name='Ballots in the boxes')),
                ('invalid', models.PositiveIntegerField(blank=True, null=True, verbose_name='Invalid ballots')),
                ('valid', models.PositiveIntegerField(blank=True, null=True, verbose_name='Valid ballots')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('current', models.BooleanField(default=True, verbose_name='stands')),
                ('protocol', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='results.protocol', verbose_name='protocol')),
            ],
            options={
                'verbose_name': 'version of a protocol',
                'verbose_name_plural': 'versions of protocols',
            },
        ),
        migrations.CreateModel(
            name='VoteCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('votes', models.PositiveIntegerField(verbose_name='votes')),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vote_counts', to='candidates.ballotoption', verbose_name='ballot line')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vote_counts', to='results.version', verbose_name='version')),
            ],
            options={
                'verbose_name': 'votes',
                'verbose_name_plural': 'votes',
            },
        ),
        migrations.AddConstraint(
            model_name='protocol',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'expected'), ('received_at__isnull', False), _connector='OR'), name='received_protocol_has_a_time'),
        ),
        migrations.AddConstraint(
            model_name='protocol',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), ('accepted_by__isnull', False), _connector='OR'), name='accepted_protocol_has_a_decision'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(condition=models.Q(('discarded', False)), fields=('protocol', 'ordinal'), name='one_entry_of_each_ordinal'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(condition=models.Q(('discarded', False)), fields=('protocol', 'clerk'), name='two_entries_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('protocol', 'number'), name='version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(condition=models.Q(('current', True)), fields=('protocol',), name='one_version_stands'),
        ),
        migrations.AddConstraint(
            model_name='votecount',
            constraint=models.UniqueConstraint(fields=('version', 'option'), name='one_count_an_option'),
        ),
    ]
