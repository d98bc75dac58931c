"""Screen on which a translation or its review is given to somebody else, or taken over."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext as _, pgettext_lazy

from translation_desk import assigning
from translation_desk.errors import NotAllowedError
from translation_desk.models import TranslationJob
from translation_desk.permissions import can_manage
from translation_desk.review_forms import PeopleForm
from translation_desk.views.decisions import RELATED, DecisionView


class PeopleView(DecisionView):
    """Give translation or review to somebody else, or take them over."""

    page_title = pgettext_lazy("translation desk", "Translator and reviewer")
    button = pgettext_lazy("translation desk", "Save")
    form_class = PeopleForm

    def allowed(self, user: Any) -> bool:
        """Allow those who manage the language."""
        return can_manage(user, self.job.locale_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form its job."""
        return {**super().get_form_kwargs(), "job": self.job}

    def get_initial(self) -> dict[str, Any]:
        """Begin with who it is now."""
        return {"translator": self.job.translator_id, "reviewer": self.job.reviewer_id}

    def perform(self, form: Any) -> str:
        """Assign what changed."""
        steps = {"translator": assigning.assign, "reviewer": assigning.set_reviewer}
        for name in form.changed_data:
            for effect in steps[name](self.request.user, [self.job], form.cleaned_data[name]).refused:
                raise effect.refusal or NotAllowedError
            self.job = TranslationJob.objects.select_related(*RELATED).get(pk=self.job.pk)
        return _("Translator and reviewer of “%(title)s” are saved.") % {"title": self.job.source_title}


urlpatterns: list[URLPattern] = [path("<int:job_id>/people/", PeopleView.as_view(), name="people")]
