"""Files of other translation memories on their way into ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from translation_desk.models.imports import FileImport
from translation_memory.models import MemorySource


class MemoryImport(FileImport):
    """A TMX file on its way in. Its units are the memory's; this row remembers who brought them and what was found."""

    codes = models.CharField(max_length=100, help_text="The languages that are read from it, as the person may import into them.")
    source = models.OneToOneField(
        MemorySource, null=True, on_delete=models.SET_NULL, related_name="+", help_text="What its units belong to."
    )

    class Meta(FileImport.Meta):
        verbose_name = _("import into the translation memory")
        verbose_name_plural = _("imports into the translation memory")
