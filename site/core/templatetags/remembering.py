"""Parts of pages that are the same on many pages, or each time they are shown."""

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from core.i18n import active_language
from core.remembering import remembered

register = template.Library()


class RememberNode(template.Node):
    """What stands between the two tags."""

    def __init__(self, nodelist: template.NodeList, name: str, parts: list[template.base.FilterExpression]) -> None:
        self.nodelist = nodelist
        self.name = name
        self.parts = parts

    def render(self, context: template.Context) -> SafeString:
        """Return what was rendered for the same language, day and parts since the content changed last; render it else."""
        if getattr(context.get("request"), "is_preview", False):
            return self.nodelist.render(context)
        parts = [part.resolve(context, ignore_failures=True) for part in self.parts]
        key = ("part", self.name, active_language().code, timezone.localdate(), *parts)
        return remembered(key, lambda: mark_safe(self.nodelist.render(context)))  # noqa: S308  # rendered just now


@register.tag("remember")
def remember(parser: template.base.Parser, token: template.base.Token) -> RememberNode:
    """Remember what stands up to `endremember` until the content changes: `{% remember "menu" url %}…{% endremember %}`.

    The name and the parts behind it must tell apart all that what stands between depends on, but for content, language and day.
    """
    _tag, name, *parts = token.split_contents()
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return RememberNode(nodelist, name.strip("\"'"), [parser.compile_filter(part) for part in parts])
