from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0015_moment_of_a_registration'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='check',
            name='check_result_has_author',
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recorded_at__isnull', True), ('recorded_by__isnull', True), ('result', 'pending')), models.Q(models.Q(('result', 'pending'), _negated=True), ('recorded_at__isnull', False), ('recorded_by__isnull', False)), _connector='OR'), name='check_result_has_author'),
        ),
    ]
