from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0019_deficiency_in_both_languages'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='deficiency',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('description_kk', ''), _negated=True), models.Q(('description_ru', ''), _negated=True)), name='deficiency_in_both_languages'),
        ),
    ]
