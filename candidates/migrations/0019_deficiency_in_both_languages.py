from django.db import migrations, models
from django.db.models import F


def copy(apps, schema_editor):
    """The one text there was, which letters and decisions printed under both languages."""
    apps.get_model('candidates', 'Deficiency').objects.update(description_ru=F('description_kk'))


def join(apps, schema_editor):
    for row in apps.get_model('candidates', 'Deficiency').objects.exclude(description_ru=F('description_kk')):
        row.description_kk = f'{row.description_kk} / {row.description_ru}'
        row.save(update_fields=['description_kk'])


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0018_order_of_grounds'),
    ]

    operations = [
        migrations.RenameField(model_name='deficiency', old_name='description', new_name='description_kk'),
        migrations.AlterField(
            model_name='deficiency',
            name='description_kk',
            field=models.TextField(verbose_name='what is wanting, in Kazakh'),
        ),
        migrations.AddField(
            model_name='deficiency',
            name='description_ru',
            field=models.TextField(default='', verbose_name='what is wanting, in Russian'),
            preserve_default=False,
        ),
        migrations.RunPython(copy, join),
    ]
