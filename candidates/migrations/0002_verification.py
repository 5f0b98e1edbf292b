import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0001_nominations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='check')),
                ('after_registration', models.BooleanField(default=False, verbose_name='after registration')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('result', models.CharField(choices=[('pending', 'no result yet'), ('passed', 'passed'), ('failed', 'failed'), ('not_applicable', 'not applicable')], default='pending', max_length=20, verbose_name='result')),
                ('reference', models.CharField(blank=True, max_length=100, verbose_name='reference')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('recorded_at', models.DateTimeField(blank=True, null=True, verbose_name='recorded')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'check',
                'verbose_name_plural': 'checks',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Deficiency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.CharField(max_length=100, verbose_name='article')),
                ('description', models.TextField(verbose_name='what is wanting')),
                ('curable', models.BooleanField(verbose_name='can be corrected')),
                ('noted_at', models.DateTimeField(verbose_name='noted')),
                ('notified_at', models.DateTimeField(blank=True, null=True, verbose_name='candidate notified')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('check_failed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deficiencies', to='candidates.check', verbose_name='failed check')),
            ],
            options={
                'verbose_name': 'deficiency',
                'verbose_name_plural': 'deficiencies',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='deficiency',
            name='nomination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deficiencies', to='candidates.nomination', verbose_name='nomination'),
        ),
        migrations.AddField(
            model_name='check',
            name='nomination',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='candidates.nomination', verbose_name='nomination'),
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='paper')),
                ('provided_at', models.DateTimeField(blank=True, null=True, verbose_name='handed in')),
                ('channel', models.CharField(blank=True, choices=[('portal', 'through the portal'), ('paper', 'on paper')], max_length=10, verbose_name='how')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='candidates.nomination', verbose_name='nomination')),
            ],
            options={
                'verbose_name': 'paper',
                'verbose_name_plural': 'papers',
            },
        ),
        migrations.AddField(
            model_name='deficiency',
            name='paper',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deficiencies', to='candidates.paper', verbose_name='paper'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.UniqueConstraint(fields=('nomination', 'code'), name='check_once'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.CheckConstraint(condition=models.Q(('result', 'pending'), models.Q(('recorded_at__isnull', False), ('recorded_by__isnull', False)), _connector='OR'), name='check_result_has_author'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(fields=('nomination', 'code'), name='paper_once'),
        ),
        migrations.AddConstraint(
            model_name='deficiency',
            constraint=models.CheckConstraint(condition=models.Q(('article', ''), _negated=True), name='deficiency_has_article'),
        ),
        migrations.AddConstraint(
            model_name='deficiency',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), ('notified_at__isnull', False), _connector='OR'), name='answered_after_notice'),
        ),
    ]
