"""Forms of images and documents: the texts stand in one group per language instead of one long column.

Wagtail renders these forms in five places (add, edit, upload of many, choosers of images and of documents) with templates of its
own, all of which walk over the fields of the form. So the groups are made there: walking over the form gives the file first, then
one item that renders the groups, then the other fields. No template of Wagtail's is replaced.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _
from modeltranslation.fields import TranslationField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from core import document_files, picture_files, scanning
from core.column_forms import HeldColumns
from core.i18n import SOURCE_CODE, Language
from core.panels import SOURCE_FIRST, mark_column
from core.picture_fields import PictureField

ENGLISH_TITLE = f"title_{SOURCE_CODE}"


@dataclass(frozen=True, slots=True)
class LanguageFields:
    """The fields of one language."""

    language: Language
    fields: list[forms.BoundField]


class LanguageGroups(forms.BoundField):
    """Stands in a form for all fields of all languages and renders them in groups."""

    def __init__(self, form: forms.BaseForm, columns: dict[str, TranslationField]) -> None:
        super().__init__(form, forms.Field(required=False, label=_("Texts in each language")), "texts")
        self.groups = [
            LanguageFields(language, [form[name] for name, column in columns.items() if column.language == language.code])
            for language in SOURCE_FIRST
        ]

    @property
    def id_for_label(self) -> str:
        """Nothing: the label names the groups, not one input."""
        return ""

    def as_widget(self, *_args: Any, **_kwargs: Any) -> SafeString:
        """Render the groups; every field in them shows its own errors."""
        return render_to_string("core/admin/language_fields.html", {"groups": self.groups})


class LanguageForm(HeldColumns):
    """A form of a file with title and description in six languages."""

    facts_are_guarded = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.for_user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        for name, column in self.columns.items():
            mark_column(self[name], column)
        # Wagtail's uploader of many files asks for this field and sends the name of the file in it: our English title.
        self.fields["title"] = forms.CharField(required=False, max_length=self.fields[ENGLISH_TITLE].max_length)
        if "file" in self.fields:
            # Wagtail's script fills this input with the name of the file that was chosen.
            self.fields["file"].widget.attrs["data-w-sync-target-value"] = f"#{self[ENGLISH_TITLE].id_for_label}"
        self._take_title_of_upload()

    def _take_title_of_upload(self) -> None:
        upload, english = self.add_prefix("title"), self.add_prefix(ENGLISH_TITLE)
        if self.is_bound and self.data.get(upload) and english not in self.data:
            self.data = self.data.copy()
            self.data[english] = self.data[upload]

    def __iter__(self) -> Iterator[forms.BoundField]:
        """Give the file, the groups of languages, then what belongs to no language."""
        groups = LanguageGroups(self, self.columns)
        for field in super().__iter__():
            if field.name not in self.columns and field.name != "title":
                yield field
            elif field.name == ENGLISH_TITLE:
                yield groups


class ImageForm(LanguageForm, BaseImageForm):
    """The form of an image. It takes no file that is damaged, moves or acts, and stores none with traces of its maker."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = PictureField(label=field.label, required=field.required, widget=field.widget)

    def clean_file(self) -> Any:
        """Check a new file and take out what readers are not to get."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            picture_files.check_upload(file)
            scanning.check_upload(file)
        return file

    def save(self, commit: bool = True) -> Any:
        """Save as a whole: the sizes of a new file are asked for after those of the old one are deleted."""
        with transaction.atomic():
            return super().save(commit=commit)


class DocumentForm(LanguageForm, BaseDocumentForm):
    """The form of a document. It says beforehand which formats are taken, and takes no file that is something else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            extensions = [extension.upper() for extension in settings.WAGTAILDOCS_EXTENSIONS]
            field.help_text = gettext("Supported formats: %(formats)s. Maximum file size: %(size)s.") % {
                "formats": ", ".join(extensions),
                "size": field.max_upload_size_text,
            }
            field.widget.attrs["accept"] = ",".join(f".{extension}" for extension in settings.WAGTAILDOCS_EXTENSIONS)

    def clean_file(self) -> Any:
        """Check a new file; one whose format is not taken at all is refused by the model."""
        file = self.cleaned_data["file"]
        extension = PurePath(file.name or "").suffix.lower().removeprefix(".") if file else ""
        if "file" in self.changed_data and extension in settings.WAGTAILDOCS_EXTENSIONS:
            document_files.check_upload(file)
            scanning.check_upload(file)
        return file
