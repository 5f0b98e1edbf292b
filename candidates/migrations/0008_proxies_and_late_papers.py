import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('candidates', '0007_letters_signatures_deposits'),
        ('stations', '0001_places'),
    ]

    operations = [
        migrations.CreateModel(
            name='NonAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('brought_at', models.DateTimeField(verbose_name='brought')),
                ('person', models.CharField(max_length=200, verbose_name='brought by')),
                ('papers', models.TextField(verbose_name='what was brought')),
            ],
            options={
                'verbose_name': 'papers not accepted',
                'verbose_name_plural': 'papers not accepted',
                'ordering': ['election', 'number'],
            },
        ),
        migrations.AlterModelOptions(
            name='proxy',
            options={'ordering': ['id'], 'verbose_name': 'proxy', 'verbose_name_plural': 'proxies'},
        ),
        migrations.RemoveConstraint(
            model_name='proxy',
            name='proxy_once',
        ),
        migrations.AddField(
            model_name='proxy',
            name='certificate_number',
            field=models.CharField(blank=True, max_length=40, verbose_name='certificate'),
        ),
        migrations.AddField(
            model_name='proxy',
            name='end',
            field=models.CharField(blank=True, choices=[('own_wish', 'own wish'), ('candidate', 'decision of the candidate'), ('candidacy', 'the candidacy ended'), ('refused', 'not registered by the commission')], max_length=20, verbose_name='why it ended'),
        ),
        migrations.AddField(
            model_name='proxy',
            name='full_name',
            field=models.CharField(blank=True, max_length=200, verbose_name='full name'),
        ),
        migrations.AddField(
            model_name='proxy',
            name='phone',
            field=models.CharField(blank=True, max_length=40, verbose_name='phone'),
        ),
        migrations.AddField(
            model_name='proxy',
            name='proposed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='proposed'),
        ),
        migrations.AddField(
            model_name='proxy',
            name='station',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proxies', to='stations.pollingstation', verbose_name='polling station'),
        ),
        migrations.AlterField(
            model_name='proxy',
            name='registered_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='registered'),
        ),
        migrations.AlterField(
            model_name='proxy',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proxies', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='proxy',
            name='consent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='candidates.documentversion', verbose_name='consent'),
        ),
        migrations.AddConstraint(
            model_name='proxy',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('user__isnull', False)), fields=('nomination', 'user'), name='proxy_once'),
        ),
        migrations.AddConstraint(
            model_name='proxy',
            constraint=models.CheckConstraint(condition=models.Q(('proposed_at__isnull', False), ('registered_at__isnull', False), _connector='OR'), name='proxy_proposed_or_registered'),
        ),
        migrations.AddField(
            model_name='nonacceptance',
            name='election',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='non_acceptances', to='commission.election', verbose_name='election'),
        ),
        migrations.AddField(
            model_name='nonacceptance',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commission.timetableentry', verbose_name='term'),
        ),
        migrations.AddField(
            model_name='nonacceptance',
            name='noted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by'),
        ),
        migrations.AddConstraint(
            model_name='nonacceptance',
            constraint=models.UniqueConstraint(fields=('election', 'number'), name='non_acceptance_number_once'),
        ),
    ]
