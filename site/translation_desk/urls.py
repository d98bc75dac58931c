"""Addresses of the desk, all below the administration's `translations/`."""

from translation_desk.views import (
    audit,
    changes,
    column,
    columns,
    editor,
    endpoints,
    exceptions,
    matrix,
    notes,
    people,
    questions,
    queue,
    refreshes,
    review,
    staff,
    steps,
    tree,
    versions,
)

app_name = "translation_desk"
urlpatterns = [
    *queue.urlpatterns,
    *matrix.urlpatterns,
    *audit.urlpatterns,
    *changes.urlpatterns,
    *refreshes.urlpatterns,
    *staff.urlpatterns,
    *exceptions.urlpatterns,
    *questions.urlpatterns,
    *notes.urlpatterns,
    *endpoints.urlpatterns,
    *review.urlpatterns,
    *people.urlpatterns,
    *columns.urlpatterns,
    *column.urlpatterns,
    *versions.urlpatterns,
    *tree.urlpatterns,
    *editor.urlpatterns,
    *steps.urlpatterns,
]
