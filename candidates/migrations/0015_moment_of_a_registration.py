from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0014_departure_decided'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['registered', 'cancelled']), _negated=True), ('registered_at__isnull', False), _connector='OR'), name='registered_has_its_moment'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.CheckConstraint(condition=models.Q(('registered_by__isnull', True), ('registered_at__isnull', False), _connector='OR'), name='registered_by_has_its_moment'),
        ),
    ]
