"""Addresses of the desk, all below the administration's `translations/`."""

from translation_desk.views import audit, editor, endpoints, matrix, queue, review

app_name = "translation_desk"
urlpatterns = [
    *queue.urlpatterns,
    *matrix.urlpatterns,
    *audit.urlpatterns,
    *endpoints.urlpatterns,
    *review.urlpatterns,
    *editor.urlpatterns,
]
