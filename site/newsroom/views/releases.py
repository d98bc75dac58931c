"""."""

from django.urls import path
from django.http import HttpResponse

urlpatterns = [path("releases/<int:pk>/", lambda r, pk: HttpResponse(), name="release")]
