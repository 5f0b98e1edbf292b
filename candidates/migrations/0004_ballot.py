import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0003_grounds_and_appeals'),
    ]

    operations = [
        migrations.CreateModel(
            name='BallotOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('candidate', 'candidate'), ('against_all', 'against all')], max_length=20, verbose_name='kind')),
                ('position', models.PositiveSmallIntegerField(verbose_name='line')),
                ('struck_out_at', models.DateTimeField(blank=True, null=True, verbose_name='struck out')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballot_options', to='commission.decision', verbose_name='decision')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballot_options', to='commission.election', verbose_name='election')),
                ('nomination', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ballot_option', to='candidates.nomination', verbose_name='candidate')),
            ],
            options={
                'verbose_name': 'ballot line',
                'verbose_name_plural': 'ballot lines',
                'ordering': ['election', 'position'],
            },
        ),
        migrations.AddConstraint(
            model_name='ballotoption',
            constraint=models.UniqueConstraint(fields=('election', 'position'), name='ballot_position_once'),
        ),
        migrations.AddConstraint(
            model_name='ballotoption',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'against_all')), fields=('election',), name='against_all_once'),
        ),
        migrations.AddConstraint(
            model_name='ballotoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'candidate'), ('nomination__isnull', False)), models.Q(('kind', 'against_all'), ('nomination__isnull', True)), _connector='OR'), name='ballot_line_is_a_candidate_or_against_all'),
        ),
    ]
