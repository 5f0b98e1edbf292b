import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0002_verification'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ground',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='ground')),
                ('article', models.CharField(blank=True, max_length=100, verbose_name='article')),
                ('as_published', models.BooleanField(default=False, verbose_name='as published')),
                ('stated_kk', models.CharField(blank=True, max_length=300, verbose_name='words of the published record, in Kazakh')),
                ('stated_ru', models.CharField(blank=True, max_length=300, verbose_name='words of the published record, in Russian')),
                ('stated_en', models.CharField(blank=True, max_length=300, verbose_name='words of the published record, in English')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='commission.decision', verbose_name='decision')),
                ('deficiency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='candidates.deficiency', verbose_name='failure')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='candidates.nomination', verbose_name='nomination')),
            ],
            options={
                'verbose_name': 'ground',
                'verbose_name_plural': 'grounds',
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body_kk', models.CharField(max_length=300, verbose_name='body in Kazakh')),
                ('body_ru', models.CharField(max_length=300, verbose_name='body in Russian')),
                ('body_en', models.CharField(blank=True, max_length=300, verbose_name='body in English')),
                ('filed_at', models.DateTimeField(blank=True, null=True, verbose_name='filed')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('outcome', models.CharField(choices=[('pending', 'under appeal'), ('upheld', 'appeal upheld'), ('rejected', 'appeal rejected')], default='pending', max_length=20, verbose_name='outcome')),
                ('reference', models.CharField(blank=True, max_length=100, verbose_name='reference')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='commission.decision', verbose_name='decision appealed')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='candidates.nomination', verbose_name='nomination')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
                'ordering': ['id'],
            },
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.CheckConstraint(condition=models.Q(('as_published', True), models.Q(('deficiency__isnull', False), models.Q(('article', ''), _negated=True)), _connector='OR'), name='ground_rests_on_a_failure'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'pending'), ('decided_at__isnull', False), _connector='OR'), name='appeal_outcome_has_a_day'),
        ),
    ]
