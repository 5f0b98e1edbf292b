import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0002_elections_and_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditChain',
            fields=[
                ('home', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='audit_chain', serialize=False, to='commission.commission', verbose_name='commission')),
                ('length', models.PositiveBigIntegerField(default=0, verbose_name='events')),
                ('head', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64, verbose_name='last hash')),
                ('seal', models.CharField(default='', max_length=64, verbose_name='seal')),
            ],
            options={
                'verbose_name': 'audit chain',
                'verbose_name_plural': 'audit chains',
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveBigIntegerField(verbose_name='number in the chain')),
                ('kind', models.CharField(max_length=60, verbose_name='event')),
                ('role', models.CharField(max_length=20, verbose_name='in the role')),
                ('subject_type', models.CharField(max_length=60, verbose_name='kind of subject')),
                ('subject_id', models.BigIntegerField(verbose_name='subject')),
                ('happened_at', models.DateTimeField(verbose_name='happened')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                ('data', models.JSONField(verbose_name='data')),
                ('previous_hash', models.CharField(max_length=64, verbose_name='hash of the event before')),
                ('hash', models.CharField(max_length=64, verbose_name='hash')),
                ('seal', models.CharField(max_length=64, verbose_name='seal')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='audit_events', to='commission.commission', verbose_name='commission')),
            ],
            options={
                'verbose_name': 'audit event',
                'verbose_name_plural': 'audit events',
                'ordering': ['home', 'sequence'],
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='audit_by_subject')],
                'constraints': [models.UniqueConstraint(fields=('home', 'sequence'), name='audit_sequence_once')],
            },
        ),
    ]
