import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0005_person_and_pages'),
        ('commission', '0006_files'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('paper', 'paper of the nomination'), ('withdrawal', 'statement of withdrawal'), ('party_minutes', 'minutes of the party'), ('reply', 'reply of an authority'), ('court_act', 'act of a court or of the superior commission'), ('consent', 'consent of a proxy'), ('other', 'other document')], default='paper', max_length=20, verbose_name='kind')),
                ('ordinal', models.PositiveSmallIntegerField(verbose_name='version')),
                ('channel', models.CharField(choices=[('portal', 'through the portal'), ('paper', 'on paper')], max_length=10, verbose_name='how')),
                ('received_at', models.DateTimeField(verbose_name='received')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('submission', 'papers of the nomination'), ('supplement', 'corrected papers')], max_length=20, verbose_name='kind')),
                ('channel', models.CharField(choices=[('portal', 'through the portal'), ('paper', 'on paper')], max_length=10, verbose_name='how')),
                ('receipt', models.CharField(max_length=40, verbose_name='receipt')),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('sha256', models.CharField(max_length=64, verbose_name='hash of the whole')),
                ('items', models.JSONField(default=list, verbose_name='items')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='receipt sent')),
            ],
            options={
                'verbose_name': 'submission',
                'verbose_name_plural': 'submissions',
                'ordering': ['nomination', 'ordinal'],
            },
        ),
        migrations.AddField(
            model_name='appeal',
            name='decide_by',
            field=models.DateTimeField(blank=True, null=True, verbose_name='to be decided by'),
        ),
        migrations.AddField(
            model_name='documentversion',
            name='file',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='document', to='commission.storedfile', verbose_name='file'),
        ),
        migrations.AddField(
            model_name='documentversion',
            name='nomination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='candidates.nomination', verbose_name='nomination'),
        ),
        migrations.AddField(
            model_name='documentversion',
            name='paper',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='candidates.paper', verbose_name='paper'),
        ),
        migrations.AddField(
            model_name='documentversion',
            name='received_from',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='act',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='candidates.documentversion', verbose_name='act of the body'),
        ),
        migrations.AddField(
            model_name='submission',
            name='nomination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='candidates.nomination', verbose_name='nomination'),
        ),
        migrations.AddConstraint(
            model_name='documentversion',
            constraint=models.UniqueConstraint(condition=models.Q(('paper__isnull', False)), fields=('paper', 'ordinal'), name='paper_version_once'),
        ),
        migrations.AddConstraint(
            model_name='documentversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'paper'), ('paper__isnull', False)), models.Q(models.Q(('kind', 'paper'), _negated=True), ('paper__isnull', True)), _connector='OR'), name='document_of_a_paper'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('nomination', 'ordinal'), name='submission_once'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('receipt',), name='receipt_once'),
        ),
    ]
