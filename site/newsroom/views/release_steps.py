"""Steps with a whole release: order its translations, release it, call it off, roll it back; take a page out of it."""

from functools import cached_property
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _, ngettext, pgettext, pgettext_lazy
from wagtail.admin import messages

from newsroom.models import ReleaseItem
from newsroom.releases import composing, going_live, progress, rolling_back
from newsroom.releases.forms import CallOffForm, FateForm, OrderForm, RollBackForm
from newsroom.views.releases import StepView, address


class WholeView(StepView):
    """A step with a release: what it does, a form, one button."""

    explanation: Any = ""
    button: Any = ""
    serious = False

    def get_page_subtitle(self) -> str:
        """Name the release."""
        return self.release.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the step says of itself."""
        said = {"explanation": self.explanation, "button": self.button, "serious": self.serious}
        return super().get_context_data(release=self.release, back=address(self.release), **said, **kwargs)


class OrderView(WholeView):
    """Order the translations that the pages lack."""

    page_title = pgettext_lazy("release", "Order translations")
    form_class = OrderForm
    button = pgettext_lazy("release", "Order translations")

    @property
    def explanation(self) -> str:
        """Say what is ordered."""
        return _(
            "This orders the languages of the release that a page lacks, or that lack changes of its English."
            " The English has to be live or approved. The translators are told."
        )

    def carry_out(self, data: dict[str, Any]) -> str:
        """Order them and tell what could not be ordered."""
        ordered = composing.order(self.request.user, self.release, due=data["due"], note=data["note"])
        number = len(ordered.jobs)
        if number:
            told = ngettext("%(count)d translation was ordered.", "%(count)d translations were ordered.", number)
            messages.success(self.request, told % {"count": number})
        elif not ordered.refused:
            messages.info(self.request, _("Everything is ordered already."))
        for title, reason in ordered.refused:
            messages.warning(self.request, _("Not ordered: “%(page)s”. %(reason)s") % {"page": title, "reason": reason})
        return address(self.release)


class ReleaseNowView(WholeView):
    """Publish a release at once."""

    page_title = pgettext_lazy("release", "Release now")
    form_class = forms.Form
    template_name = "newsroom/releases/now.html"
    button = pgettext_lazy("release", "Release now")

    @property
    def explanation(self) -> str:
        """Say what happens."""
        return _("All of this goes live in the same moment, or none of it. Visitors see no state in between.")

    def carry_out(self, data: dict[str, Any]) -> str:
        """Publish it."""
        if going_live.release_now(self.request.user, self.release).is_open:
            told = _("The release is large: it goes live in the background within minutes. Reload this page to see it.")
            messages.info(self.request, told)
        else:
            messages.success(self.request, _("The release is live."))
        return address(self.release)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List what goes live, and what is announced as coming."""
        return super().get_context_data(progress=progress.of(self.release), **kwargs)


class CallOffView(WholeView):
    """Dissolve a release."""

    page_title = pgettext_lazy("release", "Call the release off")
    form_class = CallOffForm
    button = pgettext_lazy("release", "Call the release off")
    serious = True

    @property
    def explanation(self) -> str:
        """Say what happens."""
        return _(
            "The pages wait for this release no more. Work that is under way goes on. Orders go on unless drafts are chosen."
        )

    def carry_out(self, data: dict[str, Any]) -> str:
        """Call it off."""
        as_drafts = data["fate"] == FateForm.DRAFTS
        composing.call_off(self.request.user, self.release, data["reason"], as_drafts=as_drafts)
        messages.success(self.request, _("The release is called off."))
        return address(self.release)


class RollBackView(WholeView):
    """Put before visitors again what they read before a release."""

    page_title = pgettext_lazy("release", "Roll the release back")
    form_class = RollBackForm
    template_name = "newsroom/releases/roll_back.html"
    button = pgettext_lazy("release", "Roll the release back")
    serious = True

    @property
    def explanation(self) -> str:
        """Say what happens."""
        return _(
            "In one moment, pages that were new go offline in all languages, and changed ones show again what visitors read"
            " before. The released texts stay as drafts and in the translation memory."
        )

    @cached_property
    def effects(self) -> list[rolling_back.Effect]:
        """What rolling back does."""
        return rolling_back.effects(self.release)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer to leave pages out where some have gone on."""
        return {**super().get_form_kwargs(), "hindered": any(effect.hindrance for effect in self.effects)}

    def carry_out(self, data: dict[str, Any]) -> str:
        """Roll it back."""
        leave_out = data.get("leave_out", False)
        rolling_back.roll_back(self.request.user, self.release, data["reason"], leave_out=leave_out)
        messages.success(self.request, _("The release is rolled back."))
        return address(self.release)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List the effects."""
        return super().get_context_data(effects=self.effects, **kwargs)


class RemoveView(WholeView):
    """Take a page out of a release."""

    page_title = pgettext_lazy("release", "Take the page out")
    form_class = FateForm
    button = pgettext_lazy("release", "Take the page out")

    @cached_property
    def item(self) -> ReleaseItem:
        """The page of the release."""
        return get_object_or_404(ReleaseItem.objects.select_related("release"), pk=self.kwargs["item_id"], release=self.release)

    @property
    def explanation(self) -> str:
        """Say what happens."""
        return _("“%(page)s” waits for this release no more. Work that is under way goes on.") % {"page": self.item.title}

    def carry_out(self, data: dict[str, Any]) -> str:
        """Take it out."""
        composing.remove(self.request.user, self.item, as_drafts=data["fate"] == FateForm.DRAFTS)
        messages.success(self.request, pgettext("release", "The page is taken out."))
        return address(self.release)


urlpatterns: list[URLPattern] = [
    path("releases/<int:release_id>/order/", OrderView.as_view(), name="release_order"),
    path("releases/<int:release_id>/now/", ReleaseNowView.as_view(), name="release_now"),
    path("releases/<int:release_id>/call-off/", CallOffView.as_view(), name="release_call_off"),
    path("releases/<int:release_id>/roll-back/", RollBackView.as_view(), name="release_roll_back"),
    path("releases/<int:release_id>/pages/<int:item_id>/take-out/", RemoveView.as_view(), name="release_take_out"),
]
