"""Addresses of what the sections give away as files. Names of pages never hold a dot, so none of these hides a page."""

from django.urls import path

from knowledge import views
from knowledge.citations import FORMATS
from knowledge.packs import KINDS

urlpatterns = [
    *(path(f"cite/publications.{ending}", views.publications, {"ending": ending}, "cite_publications") for ending in FORMATS),
    *(
        path(f"cite/publications/<slug:slug>.{ending}", views.publication, {"ending": ending}, "cite_publication")
        for ending in FORMATS
    ),
    *(path(f"packs/{kind}/<slug:slug>.zip", views.pack, {"kind": kind}, "pack") for kind in KINDS),
]
