"""What search engines read: schema.org data of a page as one graph."""

from typing import TYPE_CHECKING, Any

from core.menus import MenuItem, portal

if TYPE_CHECKING:
    from core.models import BasePage


def graph(page: "BasePage", trail: list[MenuItem], origin: str) -> dict[str, Any]:
    """Return the graph: the page itself, the way to it, and the organization behind the portal."""
    around = portal(page.language.code)
    organization = {
        "@type": "Organization",
        "@id": f"{origin}/#organization",
        "name": around.words["site_name"].text,
        "url": f"{origin}{around.home_url}",
    }
    thing: dict[str, Any] = {
        "@type": page.schema_type,
        "@id": f"{origin}{page.public_url}",
        "name": page.title,
        "description": page.summary,
        "url": f"{origin}{page.public_url}",
        "inLanguage": page.language.tag,
        "publisher": {"@id": organization["@id"]},
        **page.structured_data(),
    }
    if page.last_published_at:
        thing["dateModified"] = page.last_published_at.date().isoformat()
    items = [thing, organization]
    if trail:
        steps = [*trail, MenuItem(page.title, page.public_url, page.slug)]
        items.append(
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": place, "name": step.title, "item": f"{origin}{step.url}"}
                    for place, step in enumerate(steps, start=1)
                ],
            }
        )
    return {"@context": "https://schema.org", "@graph": items}
