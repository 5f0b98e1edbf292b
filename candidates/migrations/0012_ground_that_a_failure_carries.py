from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0011_how_a_candidacy_began_and_ended'),
    ]

    operations = [
        migrations.AddField(
            model_name='deficiency',
            name='ground',
            field=models.CharField(blank=True, max_length=40, verbose_name='ground for which it was noted'),
        ),
    ]
