"""Work in the background after an English page was published."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from translation_desk.models.background import BackgroundWork


class SourceRefresh(BackgroundWork):
    """One refresh of a page's translations; kept so that a failure is seen and can be tried again."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")

    class Meta(BackgroundWork.Meta):
        verbose_name = _("refresh of translations")
        verbose_name_plural = _("refreshes of translations")
