"""The shared models: lowest first."""

from core.models.media import CustomDocument, CustomImage, CustomRendition
from core.models.site import SafetyAlert, SiteSettings

from core.models.base import BasePage, IndexMixin  # isort: skip  # builds on the media models

__all__ = ["BasePage", "CustomDocument", "CustomImage", "CustomRendition", "IndexMixin", "SafetyAlert", "SiteSettings"]
