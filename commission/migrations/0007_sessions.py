import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0006_files'),
    ]

    operations = [
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('convened_for', models.DateTimeField(verbose_name='convened for')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='place')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('audit_head', models.CharField(blank=True, max_length=64, verbose_name='head of the log')),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='commission.commission', verbose_name='commission')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'ordering': ['-convened_for', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='commission.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'attendance',
                'verbose_name_plural': 'attendances',
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField(verbose_name='number on the agenda')),
                ('kind', models.CharField(choices=[('call', 'Calls the election'), ('timetable', 'Adopts the timetable'), ('register', 'Registers a candidate'), ('refuse', 'Refuses a registration'), ('cancel', 'Cancels a registration'), ('ballot', 'Approves the ballot'), ('protocols', 'Accepts precinct protocols'), ('determination', 'Determines the result'), ('register_elected', 'Registers the elected akim'), ('annul', 'Annuls a decision'), ('other', 'Other')], max_length=20, verbose_name='kind')),
                ('matter_type', models.CharField(blank=True, max_length=60, verbose_name='kind of matter')),
                ('matter_id', models.BigIntegerField(blank=True, null=True, verbose_name='matter')),
                ('draft', models.TextField(blank=True, verbose_name='draft')),
                ('rejected_at', models.DateTimeField(blank=True, null=True, verbose_name='no majority')),
                ('decision', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_item', to='commission.decision', verbose_name='decision')),
                ('election', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commission.election', verbose_name='election')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='commission.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'matter of a session',
                'verbose_name_plural': 'matters of sessions',
                'ordering': ['session', 'ordinal'],
            },
        ),
        migrations.CreateModel(
            name='MemberVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(choices=[('for', 'for'), ('against', 'against'), ('abstained', 'abstained')], max_length=10, verbose_name='vote')),
                ('dissent', models.TextField(blank=True, verbose_name='separate opinion')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='commission.agendaitem', verbose_name='matter')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member')),
            ],
            options={
                'verbose_name': 'vote',
                'verbose_name_plural': 'votes',
                'constraints': [models.UniqueConstraint(fields=('item', 'member'), name='one_vote_a_member')],
            },
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.UniqueConstraint(fields=('home', 'number'), name='session_number_once'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('opened_at__isnull', False), _connector='OR'), name='session_closed_after_opening'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('session', 'member'), name='attendance_once'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(fields=('session', 'ordinal'), name='agenda_ordinal_once'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('decision__isnull', True), ('rejected_at__isnull', True), _connector='OR'), name='item_decided_or_rejected'),
        ),
    ]
