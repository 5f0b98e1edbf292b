import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('results', '0001_protocols'),
    ]

    operations = [
        migrations.CreateModel(
            name='Determination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('totals', models.JSONField(verbose_name='totals')),
                ('took_office_on', models.DateField(blank=True, null=True, verbose_name='took office')),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='determination', to='commission.decision', verbose_name='decision')),
                ('elected', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='candidates.ballotoption', verbose_name='elected')),
                ('election', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='determination', to='commission.election', verbose_name='election')),
                ('registered_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registered_akim', to='commission.decision', verbose_name='akim registered by')),
            ],
            options={
                'verbose_name': 'determination',
                'verbose_name_plural': 'determinations',
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('status', models.CharField(choices=[('pre-election', 'before the election'), ('unofficial-partial', 'unofficial, not all stations'), ('unofficial-complete', 'unofficial, all stations'), ('certified', 'determined by the commission'), ('correction', 'corrected after determination')], max_length=30, verbose_name='status')),
                ('published_at', models.DateTimeField(verbose_name='published')),
                ('document', models.JSONField(verbose_name='document')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the document')),
                ('previous_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the edition before')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='commission.election', verbose_name='election')),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
                'ordering': ['election', 'number'],
                'constraints': [models.UniqueConstraint(fields=('election', 'number'), name='edition_number_once')],
            },
        ),
    ]
