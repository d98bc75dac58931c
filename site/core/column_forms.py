"""Forms of rows with a column per language: what is typed into a column goes to the gate, never into the row."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from core import columns
from core.columns import ColumnState


class HeldColumns(forms.ModelForm):
    """Keeps typed texts back as `core.columns` says. Everything else of the form is saved as ever.

    A text that waits for approval stands in its field, so that the next person goes on from there; typing the live text again
    takes the proposal back. Columns of languages that are not the person's are shown and cannot be changed.
    """

    facts_are_guarded = True
    """Whether what belongs to no language is for those who keep the facts only, or for whoever may open the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model: Any = self._meta.model
        own = columns.columns_of(model)
        self.columns: dict[str, Any] = {name: own[name] for name in self.fields if name in own}
        self.live: dict[str, str | None] = {name: getattr(self.instance, name) for name in self.columns}
        self.column_states: dict[str, ColumnState] = {}
        gate = columns.gate()
        if gate is None:
            return
        writer = self.writer()
        if self.instance.pk:
            self.column_states.update(gate.states(self.instance))
        for name, column in self.columns.items():
            state = self.column_states.get(name)
            if not gate.may_write(writer, column.language):
                self.fields[name].disabled = True
                self.fields[name].required = False
            elif state is not None and state.waiting is not None:
                self.initial[name] = state.waiting
        if self.facts_are_guarded and not gate.may_write_facts(writer):
            for name, field in self.fields.items():
                field.disabled = field.disabled or name not in self.columns

    def writer(self) -> Any:
        """Return who fills in the form; None may change no column."""
        return getattr(self, "for_user", None)

    def _post_clean(self) -> None:
        """Check the row with the texts that were typed, then give it its live ones back, whoever will save it and how."""
        super()._post_clean()  # type: ignore[misc]  # Django's, of which the stubs do not know
        if columns.gate() is None:
            return
        for name, text in self.live.items():
            setattr(self.instance, name, text)
        if not self.errors:
            typed = {name: self.cleaned_data[name] or "" for name in self.columns if name in self.changed_data}
            columns.hold(self.instance, typed, self.writer())


class ColumnForm(HeldColumns, WagtailAdminModelForm):
    """The form of a vocabulary, of settings and of alerts."""
