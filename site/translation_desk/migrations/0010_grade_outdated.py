from django.db import migrations
from django.db.models import OuterRef, Subquery


def grade(apps, schema_editor):
    """Count what is outdated already as an update, so that its readers are told."""
    TranslationJob = apps.get_model("translation_desk", "TranslationJob")
    SourceVersion = apps.get_model("translation_desk", "SourceVersion")
    at = SourceVersion.objects.filter(pk=OuterRef("latest_version")).values("created_at")
    outdated = TranslationJob.objects.filter(target_page__live=True, live_version__isnull=False, segments_changed__gt=0)
    outdated.filter(english_since=None).update(grade=10, english_since=Subquery(at))


class Migration(migrations.Migration):
    dependencies = [("translation_desk", "0009_behind")]

    operations = [migrations.RunPython(grade, migrations.RunPython.noop)]
