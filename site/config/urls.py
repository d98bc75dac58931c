"""Addresses of the project. Everything a visitor reads lies below the prefix of its language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from config.api import api
from core import routing, sitemaps, views
from home.contact import send_message
from knowledge import feeds

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.entrance, name="entrance"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_contact, name="security_contact"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path(f"{settings.ADMIN_PATH}/", include("accounts.urls")),
    path(f"{settings.ADMIN_PATH}/", include("core.admin_urls")),
    path(f"{settings.ADMIN_PATH}/", include("translation_desk.door_urls")),
    path(f"{settings.ADMIN_PATH}/", include("newsroom.door_urls")),
    path(f"{settings.ADMIN_PATH}/", include(admin_urls)),
    path("documents/", include([re_path(r"^(\d+)/(.*)$", views.document, name="wagtaildocs_serve"), *document_urls.urlpatterns])),
    path("api/v2/", api.urls),
    *i18n_patterns(
        path("ask-for-page/", views.ask_for_page, name="ask_for_page"),
        path("low-data/", views.switch_low_data, name="low_data"),
        path("send-message/", send_message, name="send_message"),
        path("search/", include("search.urls")),
        path("", include("knowledge.urls")),
        path("expert/", include("newsroom.expert_urls")),
        path("feeds/publications/", feeds.PublicationFeed(), name="publication_feed"),
        path("feeds/news/", feeds.ArticleFeed(), name="article_feed"),
        path("feeds/glossary/", feeds.GlossaryFeed(), name="glossary_feed"),
        # Wagtail's sign-in for private pages, which neither counts nor asks for a second factor.
        path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
        # Before our own look at the page tree, which would find no page there.
        path(
            "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
            views.password_of_page,
            name="wagtailcore_authenticate_with_password",
        ),
        re_path(wagtail_urls.serve_pattern, routing.serve, name="wagtail_serve"),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]

if settings.SERVE_MEDIA:
    urlpatterns.insert(0, path("media/<path:path>", views.upload))

handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
