"""Screens of the templates for new pages: to choose one, to keep a page as one, to list and rename them."""

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from core.i18n import language_name, locale_code
from newsroom.models import PageTemplate
from newsroom.page_templates import templates
from newsroom.page_templates.shipped import SHIPPED
from translation_desk.errors import BadValueError, DeskError
from translation_desk.permissions import can_see, is_manager
from translation_desk.screen import in_language

TITLE = gettext_lazy("Templates for pages")


class TemplateForm(forms.Form):
    """What a template is called."""

    name = forms.CharField(label=pgettext_lazy("of a template", "Name"), max_length=100)
    description = forms.CharField(
        label=gettext_lazy("Description"), max_length=200, required=False, help_text=gettext_lazy("When to use it.")
    )


class KeepForm(TemplateForm):
    """What a page is kept as."""

    replace = forms.BooleanField(label=gettext_lazy("Replace the template of this name, if there is one"), required=False)


class TemplatesView(WagtailAdminTemplateMixin, TemplateView):
    """All templates, those that come with the portal apart."""

    template_name = "newsroom/page_templates/index.html"
    page_title = TITLE
    header_icon = "copy"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in everybody with a role."""
        if not can_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the templates."""
        rows = PageTemplate.objects.select_related("kept_by").defer("content").order_by("page_type", "name")
        return super().get_context_data(
            kept=[(row, templates.type_name(row.page_type), _language(row)) for row in rows],
            shipped=[(each.name, capfirst(each.model.get_verbose_name())) for each in SHIPPED.values()],
            may_keep=is_manager(self.request.user),
            keep_label=KeepView.button,
            **kwargs,
        )


def _language(row: PageTemplate) -> str:
    return capfirst(language_name(locale_code(row.locale_id)))


class ChooseView(WagtailAdminTemplateMixin, TemplateView):
    """The templates from which a page below another may begin."""

    template_name = "newsroom/page_templates/choose.html"
    page_title = gettext_lazy("Begin from a template")
    header_icon = "copy"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the page above; refuse who may add nothing below it."""
        super().setup(request, *args, **kwargs)
        self.parent = get_object_or_404(Page.objects.filter(depth__gt=1), pk=kwargs["parent_id"]).specific
        if not (request.user.is_authenticated and self.parent.permissions_for_user(request.user).can_add_subpage()):
            raise PermissionDenied

    def get_page_subtitle(self) -> str:
        """Name the page above."""
        return str(self.parent.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the page above."""
        above = {"url": reverse("wagtailadmin_explore", args=[self.parent.pk]), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the templates, and the empty form of each type."""
        asked = self.request.GET.get("type", "")
        creatable = [model for model in self.parent.creatable_subpage_models() if model.can_create_at(self.parent)]
        chosen = [model for model in creatable if model._meta.label_lower == asked] or creatable
        return super().get_context_data(
            offers=templates.offers(self.parent, chosen),
            blank=[(capfirst(model.get_verbose_name()), templates.blank_url(self.parent, model)) for model in chosen],
            marked=in_language(locale_code(self.parent.locale_id)),
            **kwargs,
        )


class TemplateFormView(WagtailAdminTemplateMixin, FormView, ABC):
    """A form about a template; for managers."""

    template_name = "newsroom/page_templates/form.html"
    header_icon = "copy"
    button: Any
    explanation: Any = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the templates."""
        above = {"url": reverse("newsroom:templates"), "label": TITLE}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Do it, or say beside the field why not."""
        try:
            told = self.carry_out(form.cleaned_data)
        except BadValueError as error:
            form.add_error(error.field, str(error))
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            messages.success(self.request, told)
            return redirect("newsroom:templates")
        return self.form_invalid(form)

    @abstractmethod
    def carry_out(self, values: dict[str, Any]) -> str:
        """Do what the form is for and return what is said of it. Raises DeskError."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the screen."""
        return super().get_context_data(button=self.button, explanation=self.explanation, **kwargs)


class KeepView(TemplateFormView):
    """Keeps a page as a template."""

    page_title = gettext_lazy("Keep as a template")
    form_class = KeepForm
    button = gettext_lazy("Keep as a template")
    explanation = gettext_lazy(
        "Kept are the summary, the text without its files, choices, topics and countries, as they stand in the newest draft. Not "
        "kept are title, address, dates, numbers, images and files. Put [… and ] around what is to be written anew: “What is "
        "missing” then reminds whoever uses the template."
    )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the page; refuse who may not keep it."""
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=kwargs["page_id"]).specific
        if not templates.may_keep(request.user, self.page):
            raise PermissionDenied

    def get_page_subtitle(self) -> str:
        """Name the page."""
        return str(self.page.get_admin_display_title())

    def carry_out(self, values: dict[str, Any]) -> str:
        """Keep the page."""
        row = templates.keep(self.request.user, self.page, values["name"], values["description"], replace=values["replace"])
        return _("“%(name)s” is kept as a template.") % {"name": row.name}


class RenameView(TemplateFormView):
    """Changes what a template is called."""

    page_title = gettext_lazy("Change the template")
    form_class = TemplateForm
    button = pgettext_lazy("translation desk", "Save")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse everybody but managers."""
        super().setup(request, *args, **kwargs)
        if not is_manager(request.user):
            raise PermissionDenied

    @cached_property
    def row(self) -> PageTemplate:
        """The template."""
        return get_object_or_404(PageTemplate, pk=self.kwargs["template_id"])

    def get_initial(self) -> dict[str, Any]:
        """Show what it is called now."""
        return {"name": self.row.name, "description": self.row.description}

    def carry_out(self, values: dict[str, Any]) -> str:
        """Rename it."""
        templates.rename(self.request.user, self.row, values["name"], values["description"])
        return _("“%(name)s” was changed.") % {"name": self.row.name}


@require_POST
def remove(request: HttpRequest, template_id: int) -> HttpResponse:
    """Remove a template."""
    if not is_manager(request.user):
        raise PermissionDenied
    row = get_object_or_404(PageTemplate, pk=template_id)
    templates.remove(request.user, row)
    messages.success(request, _("“%(name)s” was removed. Pages made from it stay as they are.") % {"name": row.name})
    return redirect("newsroom:templates")


urlpatterns: list[URLPattern] = [
    path("templates/", TemplatesView.as_view(), name="templates"),
    path("templates/choose/<int:parent_id>/", ChooseView.as_view(), name="choose_template"),
    path("templates/keep/<int:page_id>/", KeepView.as_view(), name="keep_template"),
    path("templates/<int:template_id>/", RenameView.as_view(), name="template"),
    path("templates/<int:template_id>/remove/", remove, name="remove_template"),
]
