import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0005_timetable_entry_precision'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True, verbose_name='key in the store')),
                ('media_type', models.CharField(choices=[('application/pdf', 'PDF'), ('image/jpeg', 'JPEG'), ('image/png', 'PNG')], max_length=20, verbose_name='kind of file')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('pages', models.PositiveSmallIntegerField(verbose_name='pages')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('title', models.CharField(blank=True, max_length=255, verbose_name='name given by the person')),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='commission.commission', verbose_name='commission')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commission.storedfile', verbose_name='scan of the signed decision'),
        ),
    ]
