import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import candidates.workflow


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('commission', '0002_elections_and_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted, not taken yet'), ('under_verification', 'Under verification'), ('correction_requested', 'Waits for correction'), ('ready_for_decision', 'Ready for decision'), ('registered', 'Registered'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('cancelled', 'Registration cancelled'), ('lapsed', 'Lapsed')], default=candidates.workflow.State['DRAFT'], max_length=30, verbose_name='state')),
                ('way', models.CharField(choices=[('self', 'Self-nomination'), ('party', 'Nominated by a party'), ('superior_akim', 'Nominated by the superior akim')], max_length=20, verbose_name='way of nomination')),
                ('channel', models.CharField(choices=[('portal', 'through the portal'), ('paper', 'on paper')], max_length=10, verbose_name='handed in')),
                ('name_published', models.BooleanField(default=True, verbose_name='the name was published')),
                ('family_name_kk', models.CharField(blank=True, max_length=100, verbose_name='family name (kk)')),
                ('family_name_ru', models.CharField(blank=True, max_length=100, verbose_name='family name (ru)')),
                ('family_name_en', models.CharField(blank=True, max_length=100, verbose_name='family name (Latin)')),
                ('given_name_kk', models.CharField(blank=True, max_length=100, verbose_name='given name (kk)')),
                ('given_name_ru', models.CharField(blank=True, max_length=100, verbose_name='given name (ru)')),
                ('given_name_en', models.CharField(blank=True, max_length=100, verbose_name='given name (Latin)')),
                ('patronymic_kk', models.CharField(blank=True, max_length=100, verbose_name='patronymic (kk)')),
                ('patronymic_ru', models.CharField(blank=True, max_length=100, verbose_name='patronymic (ru)')),
                ('patronymic_en', models.CharField(blank=True, max_length=100, verbose_name='patronymic (Latin)')),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='date of birth')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of birth')),
                ('citizenship', models.CharField(blank=True, max_length=2, verbose_name='citizenship')),
                ('iin_sealed', models.BinaryField(blank=True, default=b'', verbose_name='identity number')),
                ('iin_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('education', models.CharField(blank=True, max_length=300, verbose_name='education')),
                ('occupation_kk', models.CharField(blank=True, max_length=300, verbose_name='occupation (kk)')),
                ('occupation_ru', models.CharField(blank=True, max_length=300, verbose_name='occupation (ru)')),
                ('occupation_en', models.CharField(blank=True, max_length=300, verbose_name='occupation (en)')),
                ('workplace', models.CharField(blank=True, max_length=300, verbose_name='place of work')),
                ('party_membership', models.CharField(blank=True, max_length=100, verbose_name='party membership')),
                ('convictions', models.TextField(blank=True, verbose_name='convictions')),
                ('declared_at', models.DateTimeField(blank=True, null=True, verbose_name='declaration signed')),
                ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='received')),
                ('precision', models.CharField(choices=[('moment', 'to the minute'), ('day', 'the day is known, the hour was not published'), ('unknown', 'the day was not published')], default='moment', max_length=10, verbose_name='how exactly the moment is known')),
                ('receipt', models.CharField(blank=True, max_length=40, verbose_name='receipt')),
                ('submission_sha256', models.CharField(blank=True, max_length=64, verbose_name='hash of the submission')),
                ('correction_due_at', models.DateTimeField(blank=True, null=True, verbose_name='correction due')),
                ('sent_back_reason', models.TextField(blank=True, verbose_name='reason for sending back')),
                ('registered_at', models.DateTimeField(blank=True, null=True, verbose_name='registered')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('applicant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('concluded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verification concluded by')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verification confirmed by')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='commission.election', verbose_name='election')),
            ],
            options={
                'verbose_name': 'nomination',
                'verbose_name_plural': 'nominations',
                'ordering': ['election', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Proxy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('registered_at', models.DateTimeField(verbose_name='registered')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proxies', to='candidates.nomination', verbose_name='nomination')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proxies', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'proxy',
                'verbose_name_plural': 'proxies',
            },
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.UniqueConstraint(fields=('election', 'number'), name='nomination_number_once'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', [candidates.workflow.State['CORRECTION_REQUESTED'], candidates.workflow.State['DRAFT'], candidates.workflow.State['READY_FOR_DECISION'], candidates.workflow.State['REGISTERED'], candidates.workflow.State['SUBMITTED'], candidates.workflow.State['UNDER_VERIFICATION']]), models.Q(('iin_hash', ''), _negated=True)), fields=('election', 'iin_hash'), name='one_live_nomination_a_person'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.UniqueConstraint(condition=models.Q(('applicant__isnull', False), ('state__in', [candidates.workflow.State['CORRECTION_REQUESTED'], candidates.workflow.State['DRAFT'], candidates.workflow.State['READY_FOR_DECISION'], candidates.workflow.State['REGISTERED'], candidates.workflow.State['SUBMITTED'], candidates.workflow.State['UNDER_VERIFICATION']])), fields=('election', 'applicant'), name='one_live_nomination_an_account'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [candidates.workflow.State['DRAFT'], candidates.workflow.State['LAPSED']]), ('received_at__isnull', False), _connector='OR'), name='submitted_has_receipt_time'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.CheckConstraint(condition=models.Q(('concluded_by__isnull', True), ('confirmed_by__isnull', True), models.Q(('concluded_by', models.F('confirmed_by')), _negated=True), _connector='OR'), name='verified_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='proxy',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('nomination', 'user'), name='proxy_once'),
        ),
    ]
