from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0008_proxies_and_late_papers'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='delay',
            field=models.TextField(blank=True, verbose_name='why it was recorded later'),
        ),
    ]
