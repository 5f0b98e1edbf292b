import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Commission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='address name')),
                ('name_kk', models.CharField(max_length=300, verbose_name='name in Kazakh')),
                ('name_ru', models.CharField(max_length=300, verbose_name='name in Russian')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='name in English')),
                ('level', models.CharField(choices=[('central', 'Central election commission'), ('regional', 'Regional election commission'), ('territorial', 'Territorial election commission'), ('precinct', 'Precinct election commission')], max_length=20, verbose_name='level')),
                ('time_zone', models.CharField(default='Asia/Almaty', max_length=50, verbose_name='time zone')),
                ('seats', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(30)], verbose_name='members by law')),
                ('chair_kk', models.CharField(blank=True, max_length=200, verbose_name='chair, in Kazakh')),
                ('chair_ru', models.CharField(blank=True, max_length=200, verbose_name='chair, in Russian')),
                ('chair_en', models.CharField(blank=True, max_length=200, verbose_name='chair, in English')),
                ('address_kk', models.CharField(blank=True, max_length=300, verbose_name='address in Kazakh')),
                ('address_ru', models.CharField(blank=True, max_length=300, verbose_name='address in Russian')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subordinates', to='commission.commission', verbose_name='superior commission')),
            ],
            options={
                'verbose_name': 'commission',
                'verbose_name_plural': 'commissions',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('full_name', models.CharField(blank=True, max_length=200, verbose_name='full name')),
                ('language', models.CharField(choices=[('kk', 'Қазақша'), ('ru', 'Русский'), ('en', 'English')], default='kk', max_length=2, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('chair', 'Chair'), ('deputy', 'Deputy chair'), ('secretary', 'Secretary'), ('member', 'Member'), ('registrar', 'Registrar'), ('clerk', 'Clerk'), ('auditor', 'Auditor'), ('administrator', 'Administrator'), ('recorder', 'Recorder of a published record')], max_length=20, verbose_name='role')),
                ('since', models.DateTimeField(verbose_name='from')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('appointed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='appointed by')),
                ('commission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='commission.commission', verbose_name='commission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
            },
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('user', 'commission', 'role'), name='membership_held_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='membership_ends_after_start'),
        ),
    ]
