from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0009_agenda_and_presence'),
    ]

    operations = [
        migrations.RenameField(model_name='decision', old_name='reasoning', new_name='reasoning_kk'),
        migrations.AlterField(
            model_name='decision',
            name='reasoning_kk',
            field=models.TextField(blank=True, verbose_name='reasoning in Kazakh'),
        ),
        migrations.AddField(
            model_name='decision',
            name='reasoning_ru',
            field=models.TextField(blank=True, default='', verbose_name='reasoning in Russian'),
            preserve_default=False,
        ),
    ]
