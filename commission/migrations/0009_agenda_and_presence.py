from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import Q

OPEN = Q(decision__isnull=True, rejected_at__isnull=True, taken_off_at__isnull=True)


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0008_outages'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='agendaitem', name='item_decided_or_rejected'),
        migrations.AddField(
            model_name='agendaitem',
            name='taken_off_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='taken off the agenda'),
        ),
        # no session was held before this: the default meets no row
        migrations.AddField(
            model_name='attendance',
            name='came_at',
            field=models.DateTimeField(default=datetime(2025, 1, 1, tzinfo=UTC), verbose_name='came'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='attendance',
            name='left_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='left'),
        ),
        migrations.AddField(
            model_name='session',
            name='called_off_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='called off'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(
                condition=OPEN & ~Q(matter_type=''), fields=('kind', 'matter_type', 'matter_id'), name='matter_on_one_agenda'
            ),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(
                condition=OPEN
                | Q(decision__isnull=False, rejected_at__isnull=True, taken_off_at__isnull=True)
                | Q(decision__isnull=True, rejected_at__isnull=False, taken_off_at__isnull=True)
                | Q(decision__isnull=True, rejected_at__isnull=True, taken_off_at__isnull=False),
                name='item_has_one_outcome',
            ),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(called_off_at__isnull=True), name='session_opened_or_called_off'
            ),
        ),
    ]
