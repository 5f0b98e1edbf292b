import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commission', '0011_kind_of_a_departure'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job', models.CharField(max_length=40, unique=True, verbose_name='job')),
                ('ran_at', models.DateTimeField(verbose_name='ran last')),
            ],
            options={
                'verbose_name': 'run of a job',
                'verbose_name_plural': 'runs of jobs',
            },
        ),
        migrations.CreateModel(
            name='OutgoingMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('subject', models.CharField(max_length=300, verbose_name='subject')),
                ('text', models.TextField(verbose_name='text')),
                ('html', models.TextField(verbose_name='text as a page')),
                ('queued_at', models.DateTimeField(verbose_name='queued')),
                ('state', models.CharField(choices=[('queued', 'queued'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed, to be tried again'), ('withheld', 'withheld'), ('dead', 'undeliverable')], default='queued', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, choices=[('moved', 'the term was moved'), ('not_owed', "the work was done, or is no longer this person's"), ('overtaken', 'a later reminder of the same term took its place'), ('nothing_left', 'nothing was left to remind of'), ('bad_address', 'the address of the account is none that mail can go to'), ('refused', 'the mail server refused it for good'), ('gave_up', 'it was tried too often')], max_length=20, verbose_name='reason')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('not_before', models.DateTimeField(verbose_name='not before')),
                ('claim', models.UUIDField(blank=True, null=True, unique=True, verbose_name='claim')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='claimed')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('last_error', models.CharField(blank=True, max_length=100, verbose_name='last error')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read on the portal')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['-queued_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='term')),
                ('matter_type', models.CharField(blank=True, max_length=60, verbose_name='kind of matter')),
                ('matter_id', models.BigIntegerField(blank=True, null=True, verbose_name='matter')),
                ('offset', models.CharField(choices=[('week', '7 days before'), ('three_days', '72 hours before'), ('day', '24 hours before'), ('hours', '3 hours before'), ('passed', 'term passed'), ('to_secretary', 'term passed, to the secretary'), ('to_chair', 'term passed, to the chair')], max_length=20, verbose_name='when')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('send_at', models.DateTimeField(verbose_name='to be sent')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('queued', 'on its way'), ('withheld', 'withheld'), ('done', 'sent')], default='planned', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, choices=[('moved', 'the term was moved'), ('not_owed', "the work was done, or is no longer this person's"), ('overtaken', 'a later reminder of the same term took its place'), ('nothing_left', 'nothing was left to remind of'), ('bad_address', 'the address of the account is none that mail can go to'), ('refused', 'the mail server refused it for good'), ('gave_up', 'it was tried too often')], max_length=20, verbose_name='reason')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='commission.election', verbose_name='election')),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='commission.outgoingmessage', verbose_name='message')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
                'ordering': ['due_at', 'send_at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='outgoingmessage',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'sending', 'failed'])), fields=['not_before', 'id'], name='messages_that_wait'),
        ),
        migrations.AddIndex(
            model_name='outgoingmessage',
            index=models.Index(fields=['recipient', '-queued_at'], name='messages_of_a_person'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmessage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', False), ('claimed_at__isnull', False), ('state', 'sending')), models.Q(models.Q(('state', 'sending'), _negated=True), ('claim__isnull', True), ('claimed_at__isnull', True)), _connector='OR'), name='message_claimed_while_sending'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmessage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='sent_message_has_its_moment'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmessage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['withheld', 'dead']), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state__in', ['withheld', 'dead']), _negated=True), ('reason', '')), _connector='OR'), name='unsent_message_has_its_reason'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(condition=models.Q(('state', 'planned')), fields=['send_at'], name='reminders_that_wait'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(fields=['due_at'], name='reminders_by_due_time'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('election', 'code', 'matter_type', 'matter_id', 'offset', 'recipient', 'due_at'), name='reminded_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('matter_id__isnull', True), ('matter_type', '')), models.Q(models.Q(('matter_type', ''), _negated=True), ('matter_id__isnull', False)), _connector='OR'), name='matter_of_a_reminder_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withheld'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state', 'withheld'), _negated=True), ('reason', '')), _connector='OR'), name='withheld_reminder_has_its_reason'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('message__isnull', False), ('state__in', ['queued', 'done'])), models.Q(('message__isnull', True), ('state', 'planned')), ('state', 'withheld'), _connector='OR'), name='reminder_on_its_way_has_a_message'),
        ),
    ]
