import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0007_sessions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField(verbose_name='began')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('words_kk', models.CharField(max_length=500, verbose_name='what happened, in Kazakh')),
                ('words_ru', models.CharField(max_length=500, verbose_name='what happened, in Russian')),
                ('noted_at', models.DateTimeField(verbose_name='noted')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outages', to='commission.decision', verbose_name='cited by')),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outages', to='commission.commission', verbose_name='commission')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by')),
            ],
            options={
                'verbose_name': 'outage',
                'verbose_name_plural': 'outages',
                'ordering': ['-began_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gt', models.F('began_at')), _connector='OR'), name='outage_ends_after_it_began')],
            },
        ),
    ]
