from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0009_table_folder'),
    ]

    operations = [
        migrations.AddField(
            model_name='expertquestion',
            name='told_at',
            field=models.DateTimeField(help_text='When whoever asked was told that its time passed without an answer.', null=True),
        ),
    ]
