from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0017_deposit_confirmed_and_settled_whole'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='ground',
            options={'ordering': ['id'], 'verbose_name': 'ground', 'verbose_name_plural': 'grounds'},
        ),
    ]
