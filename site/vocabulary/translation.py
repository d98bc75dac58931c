"""Which columns of the vocabularies exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from vocabulary.models import Country, DocumentType, Goal, LinkKind, Region, Term, TermSubject, Topic


@register([Region, Country, Goal, DocumentType, LinkKind, TermSubject])
class NameOptions(TranslationOptions):
    """An entry with a name."""

    fields = ("name",)
    required_languages = ("en",)


@register(Topic)
class TopicOptions(TranslationOptions):
    """A topic has a description as well."""

    fields = ("name", "description")
    required_languages = {"en": ("name",), "default": ()}


@register(Term)
class TermOptions(TranslationOptions):
    """A term and its definition."""

    fields = ("term", "definition")
    required_languages = {"en": ("term",), "default": ()}
