"""Addresses of signing in, below that of the administration. Those that Wagtail has too stand in the place of Wagtail's.

Only these views of allauth are reachable: nobody signs up, and addresses of mail are not managed here.
"""

from allauth.account import views as account
from django.urls import URLPattern, path, re_path
from django.views.i18n import set_language

from accounts.views import EndSessionsView

urlpatterns: list[URLPattern] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/language/", set_language, name="sign_in_language"),
    path("sign-in/end-sessions/", EndSessionsView.as_view(), name="end_sessions"),
    path("password_reset/", account.password_reset, name="account_reset_password"),
    path("password_reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password_reset/complete/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password_reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
