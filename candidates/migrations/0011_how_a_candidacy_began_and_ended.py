import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0010_why_papers_are_recorded_later'),
        ('commission', '0008_outages'),
    ]

    operations = [
        migrations.AddField(
            model_name='nomination',
            name='recalled',
            field=models.BooleanField(default=False, verbose_name='recalled by the party'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='registered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registered', to='commission.decision', verbose_name='registered by decision'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='reinstated_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='reinstated'),
        ),
    ]
