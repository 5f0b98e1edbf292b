import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0006_documents_and_submissions'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuthorityRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='number of the letter')),
                ('sent_at', models.DateTimeField(verbose_name='sent')),
                ('due_at', models.DateTimeField(verbose_name='answer due')),
                ('replied_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('reply_reference', models.CharField(blank=True, max_length=100, verbose_name='number of the reply')),
                ('reply_words', models.TextField(blank=True, verbose_name='what the authority answered')),
            ],
            options={
                'verbose_name': 'request to an authority',
                'verbose_name_plural': 'requests to authorities',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Deposit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveIntegerField(verbose_name='amount in tenge')),
                ('paid_on', models.DateField(verbose_name='paid on')),
                ('reference', models.CharField(max_length=100, verbose_name='payment reference')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('outcome', models.CharField(blank=True, choices=[('returned', 'to be returned'), ('to_budget', 'goes to the budget')], max_length=20, verbose_name='outcome')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='outcome recorded')),
            ],
            options={
                'verbose_name': 'deposit',
                'verbose_name_plural': 'deposits',
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveSmallIntegerField(verbose_name='line')),
                ('signer_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('fault', models.CharField(blank=True, choices=[('duplicate', 'the same voter signed twice'), ('not_a_voter', 'not a voter of this constituency'), ('wrong_data', 'the data of the voter are wrong or missing'), ('not_personal', 'not signed by the voter in person'), ('no_date', 'the date is missing or lies outside the term'), ('not_certified', 'the sheet is not certified by the collector')], max_length=20, verbose_name='why it does not count')),
            ],
            options={
                'verbose_name': 'signature',
                'verbose_name_plural': 'signatures',
                'ordering': ['sheet', 'line'],
            },
        ),
        migrations.CreateModel(
            name='SignatureSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='sheet')),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
                ('handed_in_at', models.DateTimeField(blank=True, null=True, verbose_name='handed in')),
                ('signatures', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='signatures on it')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='checked')),
            ],
            options={
                'verbose_name': 'signature sheet',
                'verbose_name_plural': 'signature sheets',
                'ordering': ['nomination', 'number'],
            },
        ),
        migrations.AddField(
            model_name='authorityrequest',
            name='asked',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='candidates.check', verbose_name='check'),
        ),
        migrations.AddField(
            model_name='authorityrequest',
            name='nomination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='candidates.nomination', verbose_name='nomination'),
        ),
        migrations.AddField(
            model_name='authorityrequest',
            name='sent_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by'),
        ),
        migrations.AddField(
            model_name='deposit',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='deposit',
            name='nomination',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='deposit', to='candidates.nomination', verbose_name='nomination'),
        ),
        migrations.AddField(
            model_name='deposit',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='authorityrequest',
            name='reply',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='candidates.documentversion', verbose_name='reply'),
        ),
        migrations.AddField(
            model_name='signature',
            name='nomination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='candidates.nomination', verbose_name='nomination'),
        ),
        migrations.AddField(
            model_name='signaturesheet',
            name='checked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by'),
        ),
        migrations.AddField(
            model_name='signaturesheet',
            name='nomination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signature_sheets', to='candidates.nomination', verbose_name='nomination'),
        ),
        migrations.AddField(
            model_name='signature',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='candidates.signaturesheet', verbose_name='sheet'),
        ),
        migrations.AddConstraint(
            model_name='deposit',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='deposit_confirmed_by_a_second_person'),
        ),
        migrations.AddConstraint(
            model_name='authorityrequest',
            constraint=models.UniqueConstraint(fields=('asked', 'number'), name='check_asked_once_a_letter'),
        ),
        migrations.AddConstraint(
            model_name='signaturesheet',
            constraint=models.UniqueConstraint(fields=('nomination', 'number'), name='sheet_number_once'),
        ),
        migrations.AddConstraint(
            model_name='signaturesheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('handed_in_at__isnull', True), ('signatures__isnull', True)), models.Q(('handed_in_at__isnull', False), ('signatures__isnull', False)), _connector='OR'), name='sheet_handed_in_with_its_count'),
        ),
        migrations.AddConstraint(
            model_name='signaturesheet',
            constraint=models.CheckConstraint(condition=models.Q(('checked_at__isnull', True), models.Q(('checked_by__isnull', False), ('handed_in_at__isnull', False)), _connector='OR'), name='sheet_checked_after_return'),
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(fields=['signer_hash'], name='signature_by_signer'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('sheet', 'line'), name='signature_line_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('line__gte', 1)), name='signature_line_from_one'),
        ),
    ]
