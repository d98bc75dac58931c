from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0007_page_templates")]

    operations = [
        migrations.AddField(
            model_name="checkedlink",
            name="wanted_at",
            field=models.DateTimeField(help_text="When somebody wanted it asked at once.", null=True),
        ),
    ]
