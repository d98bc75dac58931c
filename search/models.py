"""The document table of the search and what staff and readers add to it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGE: dict[str, Any] = {"max_length": 10, "choices": settings.LANGUAGES}


class SearchDocument(models.Model):
    """A live, public page as the search knows it: the texts to show, the facts of a result, the tokens to compare.

    A translation is a page of its own, so there is one row per page and language. Nothing that only some may see ever enters.
    """

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="search_document")
    language = models.CharField(max_length=10)
    translation_key = models.UUIDField(db_index=True)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    """Text of the page below its summary, one paragraph per line."""
    files_text = models.TextField(blank=True)
    """Text of the files that the page carries in its language."""
    files_language = models.CharField(max_length=10, blank=True)
    """Language of `files_text` where it is not the page's."""
    facts = models.JSONField(default=dict)
    """What a result prints beside title and passage: see `search.facts.Facts`."""
    date = models.DateField(null=True)
    """Day that results are sorted by; the first of January where only the year is known. Years to filter by are facet values."""
    title_tokens = models.TextField(blank=True)
    topic_tokens = models.TextField(blank=True)
    """Names of its topics and countries in all six languages."""
    body_tokens = models.TextField(blank=True)
    """Summary, facts, body and files, in the order of reading, as far as positions count."""
    further_tokens = models.TextField(blank=True)
    """Tokens of very long files that the body has no room for: each once, sorted, without neighbours."""
    analyser = models.PositiveSmallIntegerField()
    """Version of the analyser that made the tokens."""
    fingerprint = models.CharField(max_length=64)
    """Of everything above: a page that says the same is not written again."""
    indexed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = (models.Index(fields=("language", "-date"), name="search_language_date"),)
        verbose_name = _("document of the search")
        verbose_name_plural = _("documents of the search")

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class FacetValue(models.Model):
    """A value that results are filtered by: a stable code, never a name."""

    facet = models.CharField(max_length=20)
    code = models.CharField(max_length=100)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("facet", "code"), name="one_value_of_a_facet"),)

    def __str__(self) -> str:
        return f"{self.facet}={self.code}"


class DocumentFacet(models.Model):
    """A document has a value of a facet."""

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="facets", db_index=False)
    value = models.ForeignKey(FacetValue, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        # Each index answers a question by itself: the values of many documents, the documents of a value.
        constraints = (models.UniqueConstraint(fields=("document", "value"), name="one_facet_value_of_a_document"),)
        indexes = (models.Index(fields=("value", "document"), name="search_value_document"),)

    def __str__(self) -> str:
        return f"{self.document_id}: {self.value_id}"


class CarriedFile(models.Model):
    """A document names a file among its facts, or holds the file's text: when the file changes, so does the document."""

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="carried", db_index=False)
    file = models.ForeignKey(settings.WAGTAILDOCS_DOCUMENT_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("document", "file"), name="one_file_once_a_document"),)

    def __str__(self) -> str:
        return f"{self.document_id}: {self.file_id}"


class FileText(models.Model):
    """The text of an uploaded file, read once per content of the file."""

    class State(models.TextChoices):
        """How reading went."""

        READ = "read", _("read")
        EMPTY = "empty", _("no text, probably scanned")
        LOCKED = "locked", _("protected by a password")
        FAILED = "failed", _("could not be read")

    document = models.OneToOneField(settings.WAGTAILDOCS_DOCUMENT_MODEL, on_delete=models.CASCADE, related_name="file_text")
    file_hash = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State)
    text = models.TextField(blank=True)
    error = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"


class KnownWord(models.Model):
    """A word that documents of a language contain; misspelt queries are corrected to these."""

    language = models.CharField(max_length=10)
    key = models.CharField(max_length=60)
    """As `linguistics.key` gives it: without accents, not stemmed."""
    surface = models.CharField(max_length=60)
    """As it is most often written."""
    documents = models.PositiveIntegerField()
    """Number of documents that contain it."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("language", "key"), name="one_known_word_of_a_language"),)

    def __str__(self) -> str:
        return f"{self.surface} ({self.language})"


class Completion(models.Model):
    """A title or the name of a topic or term, offered while somebody types."""

    language = models.CharField(max_length=10)
    key = models.CharField(max_length=255)
    """As `linguistics.key` gives it, from one of the places where a prefix may begin."""
    text = models.CharField(max_length=255)
    weight = models.PositiveSmallIntegerField(default=0)
    """Names of topics and terms before titles; the start of a text before its middle."""
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="+")
    """Page whose title it is; empty for topics and terms."""

    class Meta:
        # PostgreSQL needs these classes to look up prefixes whatever the collation; SQLite, which has none of them, does not.
        indexes = (
            models.Index(
                fields=("language", "key"), name="search_completion_key", opclasses=("varchar_pattern_ops", "varchar_pattern_ops")
            ),
        )

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"


class Synonyms(models.Model):
    """Words of one language that mean the same for somebody who searches."""

    language = models.CharField(_("language"), **LANGUAGE)
    words = models.TextField(
        _("words"),
        max_length=1000,
        help_text=_("One word or phrase per line, at least two. A search for one of them finds the others too."),
    )

    class Meta:
        ordering = ("language", "words")
        verbose_name = _("synonyms for the search")
        verbose_name_plural = _("synonyms for the search")

    def __str__(self) -> str:
        return " = ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """The words, one by one."""
        return [line.strip() for line in self.words.splitlines() if line.strip()]


class Promotion(models.Model):
    """A page that staff want first for certain queries. It is promoted in its own language, so it names none."""

    page = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    queries = models.TextField(
        _("queries"),
        max_length=1000,
        help_text=_("One query per line, in the language of the page. Endings, accents and the order of words do not matter."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Where a query has several promoted pages, the smallest number comes first.")
    )

    class Meta:
        ordering = ("order", "pk")
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")

    def __str__(self) -> str:
        return f"{', '.join(self.lines)} → {self.page}"

    @property
    def lines(self) -> list[str]:
        """The queries, one by one."""
        return [line.strip() for line in self.queries.splitlines() if line.strip()]


class FruitlessQuery(models.Model):
    """What was searched without a result: words, language, day and how often; nothing of who asked."""

    language = models.CharField(_("language"), **LANGUAGE)
    query = models.CharField(_("query"), max_length=100)
    day = models.DateField(_("day"), db_index=True)
    times = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("language", "query", "day"), name="one_fruitless_query_a_day"),)
        verbose_name = _("query without results")
        verbose_name_plural = _("queries without results")
        permissions: ClassVar = [("view_report", _("Can see the report of queries without results"))]

    def __str__(self) -> str:
        return self.query
