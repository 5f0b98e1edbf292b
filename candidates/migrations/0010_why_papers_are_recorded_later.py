from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0009_ballot_approved_anew'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='delay',
            field=models.TextField(blank=True, verbose_name='why it was recorded later'),
        ),
    ]
