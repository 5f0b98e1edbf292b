from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("commission", "0012_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="calendar_number",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="number of the calendar's address"),
        ),
    ]
