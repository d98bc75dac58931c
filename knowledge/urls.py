"""Addresses of what the sections give away as files. Names of pages never hold a dot, so none of these hides a page."""

from django.urls import path, re_path

from knowledge import views

urlpatterns = [
    re_path(r"^cite/publications\.(?P<ending>bib|ris)$", views.publications, name="cite_publications"),
    re_path(r"^cite/publications/(?P<slug>[-\w]+)\.(?P<ending>bib|ris)$", views.publication, name="cite_publication"),
    path("packs/<slug:kind>/<slug:slug>.zip", views.pack, name="pack"),
]
