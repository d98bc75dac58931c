"""Page types and messages of the front of the portal."""

from home.models.contact import ContactMessage, ContactPage
from home.models.links import LinkDirectoryPage, LinkItem
from home.models.standing import HomePage, SiteMapPage, StandardPage

__all__ = ["ContactMessage", "ContactPage", "HomePage", "LinkDirectoryPage", "LinkItem", "SiteMapPage", "StandardPage"]
