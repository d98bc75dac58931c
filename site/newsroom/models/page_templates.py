"""What managers keep of a page so that others begin from it."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class PageTemplate(models.Model):
    """A template for new pages of one type in one language."""

    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=200, blank=True)
    page_type = models.CharField(max_length=100, editable=False)
    """The page's model, as `app.model`."""
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+", editable=False)
    content = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    """Values of fields under `fields`, ids of vocabulary entries by relation under `links`."""
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("template for pages")
        verbose_name_plural = _("templates for pages")
        constraints = (models.UniqueConstraint(fields=("page_type", "locale", "name"), name="one_template_of_a_name"),)

    def __str__(self) -> str:
        return self.name
