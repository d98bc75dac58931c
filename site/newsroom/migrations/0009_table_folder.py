from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0008_links_wanted"),
    ]

    operations = [
        migrations.AddField(
            model_name="tableimport",
            name="folder",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The folder on the server in which its files lie, below the one that is set there.",
                max_length=500,
            ),
        ),
    ]
