from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0004_ballot'),
    ]

    operations = [
        migrations.AddField(
            model_name='deficiency',
            name='answer',
            field=models.TextField(blank=True, verbose_name='answer'),
        ),
        migrations.AddField(
            model_name='deficiency',
            name='section',
            field=models.CharField(blank=True, max_length=20, verbose_name='page of the form'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='certificate_issued_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='certificate issued'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='certificate_number',
            field=models.CharField(blank=True, max_length=40, verbose_name='certificate'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='convicted',
            field=models.BooleanField(blank=True, null=True, verbose_name='ever convicted'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='married',
            field=models.BooleanField(blank=True, null=True, verbose_name='married'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='party_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='nominating party (en)'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='party_kk',
            field=models.CharField(blank=True, max_length=300, verbose_name='nominating party (kk)'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='party_representative',
            field=models.CharField(blank=True, max_length=300, verbose_name='representative of the party'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='party_ru',
            field=models.CharField(blank=True, max_length=300, verbose_name='nominating party (ru)'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='sex',
            field=models.CharField(blank=True, choices=[('woman', 'woman'), ('man', 'man')], max_length=5, verbose_name='sex'),
        ),
        migrations.AddField(
            model_name='paper',
            name='sheets',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='sheets of paper'),
        ),
    ]
