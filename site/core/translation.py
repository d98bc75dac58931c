"""Which columns of the shared models exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from core.models import CustomDocument, CustomImage, SafetyAlert, SiteSettings


@register(CustomImage)
class CustomImageOptions(TranslationOptions):
    """Image."""

    fields = ("title", "description")
    required_languages = ("en",)


@register(CustomDocument)
class CustomDocumentOptions(TranslationOptions):
    """Document."""

    fields = ("title", "description")
    required_languages = ("en",)


@register(SiteSettings)
class SiteSettingsOptions(TranslationOptions):
    """Words of the site."""

    fields = ("site_name", "tagline", "demo_notice", "acknowledgement", "names_notice")
    required_languages = {"en": ("site_name",), "default": ()}


@register(SafetyAlert)
class SafetyAlertOptions(TranslationOptions):
    """Safety alert."""

    fields = ("text",)
    required_languages = ("en",)
