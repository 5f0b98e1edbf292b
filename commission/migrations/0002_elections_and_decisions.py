import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0001_commissions_and_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Election',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='address name')),
                ('office_kk', models.CharField(max_length=200, verbose_name='office in Kazakh')),
                ('office_ru', models.CharField(max_length=200, verbose_name='office in Russian')),
                ('office_en', models.CharField(blank=True, max_length=200, verbose_name='office in English')),
                ('title_kk', models.CharField(max_length=300, verbose_name='title in Kazakh')),
                ('title_ru', models.CharField(max_length=300, verbose_name='title in Russian')),
                ('title_en', models.CharField(blank=True, max_length=300, verbose_name='title in English')),
                ('territory_kk', models.CharField(max_length=200, verbose_name='territory in Kazakh')),
                ('territory_ru', models.CharField(max_length=200, verbose_name='territory in Russian')),
                ('territory_en', models.CharField(blank=True, max_length=200, verbose_name='territory in English')),
                ('called_on', models.DateField(verbose_name='called on')),
                ('polling_date', models.DateField(verbose_name='polling day')),
                ('polls_open', models.TimeField(verbose_name='polls open')),
                ('polls_close', models.TimeField(verbose_name='polls close')),
                ('rules', models.CharField(max_length=40, verbose_name='rule set')),
                ('ground', models.CharField(choices=[('term_expired', 'the term of office expired'), ('early_termination', 'early termination of powers')], max_length=30, verbose_name='ground')),
                ('state', models.CharField(choices=[('called', 'Called'), ('determined', 'Result determined'), ('completed', 'Elected akim registered'), ('void', 'Declared void')], default='called', max_length=20, verbose_name='state')),
                ('origin', models.CharField(choices=[('live', 'Run on this portal'), ('replayed', 'Replayed from the published record'), ('invented', 'Invented for demonstration')], default='live', max_length=20, verbose_name='origin')),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='elections', to='commission.commission', verbose_name='commission')),
            ],
            options={
                'verbose_name': 'election',
                'verbose_name_plural': 'elections',
                'ordering': ['-polling_date'],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='number')),
                ('adopted_at', models.DateTimeField(verbose_name='adopted')),
                ('precision', models.CharField(choices=[('moment', 'to the minute'), ('day', 'the day is known, the hour was not published'), ('unknown', 'the day was not published')], default='moment', max_length=10, verbose_name='how exactly the moment is known')),
                ('kind', models.CharField(choices=[('call', 'Calls the election'), ('timetable', 'Adopts the timetable'), ('register', 'Registers a candidate'), ('refuse', 'Refuses a registration'), ('cancel', 'Cancels a registration'), ('ballot', 'Approves the ballot'), ('protocols', 'Accepts precinct protocols'), ('determination', 'Determines the result'), ('register_elected', 'Registers the elected akim'), ('annul', 'Annuls a decision'), ('other', 'Other')], max_length=20, verbose_name='kind')),
                ('subject_kk', models.CharField(max_length=500, verbose_name='subject in Kazakh')),
                ('subject_ru', models.CharField(max_length=500, verbose_name='subject in Russian')),
                ('subject_en', models.CharField(blank=True, max_length=500, verbose_name='subject in English')),
                ('votes_published', models.BooleanField(default=True, verbose_name='the vote was published')),
                ('members_total', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='members in all')),
                ('members_present', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='members present')),
                ('votes_for', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='for')),
                ('votes_against', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='against')),
                ('abstained', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='abstained')),
                ('reasoning', models.TextField(blank=True, verbose_name='reasoning')),
                ('dissent', models.TextField(blank=True, verbose_name='separate opinion')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                ('served_at', models.DateTimeField(blank=True, null=True, verbose_name='served')),
                ('served_how', models.CharField(blank=True, max_length=200, verbose_name='how it was served')),
                ('annulled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='annuls', to='commission.decision', verbose_name='annulled by')),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='commission.commission', verbose_name='commission')),
                ('election', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='commission.election', verbose_name='election')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['adopted_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FigureSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.CharField(max_length=40, verbose_name='figure')),
                ('standing', models.CharField(choices=[('official', 'official'), ('article', 'from the source article'), ('press', 'from the press'), ('inferred', 'inferred by arithmetic'), ('illustrative', 'illustrative')], max_length=20, verbose_name='standing')),
                ('lowest', models.PositiveIntegerField(blank=True, null=True, verbose_name='lowest possible')),
                ('highest', models.PositiveIntegerField(blank=True, null=True, verbose_name='highest possible')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figure_sources', to='commission.election', verbose_name='election')),
            ],
            options={
                'verbose_name': 'source of a figure',
                'verbose_name_plural': 'sources of figures',
            },
        ),
        migrations.CreateModel(
            name='TimetableEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='entry')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='starts')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='due')),
                ('article', models.CharField(max_length=100, verbose_name='article')),
                ('responsible', models.CharField(choices=[('chair', 'Chair'), ('deputy', 'Deputy chair'), ('secretary', 'Secretary'), ('member', 'Member'), ('registrar', 'Registrar'), ('clerk', 'Clerk'), ('auditor', 'Auditor'), ('administrator', 'Administrator'), ('recorder', 'Recorder of a published record'), ('superior', 'Superior commission'), ('candidate', 'Candidate'), ('proxy', 'Proxy'), ('system', 'Timetable'), ('stranger', 'Anybody else')], max_length=20, verbose_name='responsible')),
                ('binding', models.BooleanField(default=True, verbose_name='binding')),
                ('certainty', models.CharField(choices=[('verified', 'read in the source'), ('old_edition', 'from an older edition of the law'), ('practice', 'inferred from practice'), ('memory', 'to be confirmed: no source seen'), ('not_found', 'to be confirmed: not found in the law')], max_length=20, verbose_name='certainty')),
                ('in_force', models.BooleanField(default=True, verbose_name='in force')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='timetable_entries', to='commission.decision', verbose_name='decision')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='timetable_entries', to='commission.election', verbose_name='election')),
                ('replaced_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='commission.timetableentry', verbose_name='replaced by')),
            ],
            options={
                'verbose_name': 'timetable entry',
                'verbose_name_plural': 'timetable entries',
                'ordering': ['due_at', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='election',
            constraint=models.CheckConstraint(condition=models.Q(('polls_open__lt', models.F('polls_close'))), name='polls_open_before_they_close'),
        ),
        migrations.AddConstraint(
            model_name='election',
            constraint=models.CheckConstraint(condition=models.Q(('called_on__lt', models.F('polling_date'))), name='called_before_polling_day'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('home', 'election', 'number'), name='decision_number_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('abstained__isnull', False), ('members_present__isnull', False), ('members_total__isnull', False), ('votes_against__isnull', False), ('votes_for__isnull', False), ('votes_published', True)), models.Q(('abstained', None), ('members_present', None), ('members_total', None), ('votes_against', None), ('votes_for', None), ('votes_published', False)), _connector='OR'), name='decision_vote_whole_or_unpublished'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('votes_published', True), _negated=True), ('members_present__lte', models.F('members_total')), _connector='OR'), name='decision_present_within_total'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('votes_published', True), _negated=True), ('members_present__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('votes_for'), '+', models.F('votes_against')), '+', models.F('abstained'))), _connector='OR'), name='decision_votes_within_present'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('votes_published', True), _negated=True), django.db.models.lookups.GreaterThanOrEqual(django.db.models.expressions.CombinedExpression(models.F('members_present'), '*', models.Value(3)), django.db.models.expressions.CombinedExpression(models.F('members_total'), '*', models.Value(2))), _connector='OR'), name='decision_quorum'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('votes_published', True), _negated=True), django.db.models.lookups.GreaterThan(django.db.models.expressions.CombinedExpression(models.F('votes_for'), '*', models.Value(2)), models.F('members_total')), _connector='OR'), name='decision_majority'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('annulled_by__isnull', True), models.Q(('annulled_by', models.F('id')), _negated=True), _connector='OR'), name='decision_not_annulled_by_itself'),
        ),
        migrations.AddConstraint(
            model_name='figuresource',
            constraint=models.UniqueConstraint(fields=('election', 'figure'), name='one_source_a_figure'),
        ),
        migrations.AddConstraint(
            model_name='timetableentry',
            constraint=models.UniqueConstraint(condition=models.Q(('in_force', True)), fields=('election', 'code'), name='one_entry_in_force'),
        ),
        migrations.AddConstraint(
            model_name='timetableentry',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at__isnull', True), ('due_at__isnull', True), ('starts_at__lte', models.F('due_at')), _connector='OR'), name='entry_starts_before_due'),
        ),
        migrations.AddConstraint(
            model_name='timetableentry',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at__isnull', False), ('due_at__isnull', False), _connector='OR'), name='entry_has_a_time'),
        ),
    ]
