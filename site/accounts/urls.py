"""Addresses of signing in, below that of the administration. Those that Wagtail has too stand in the place of Wagtail's.

Only these views of allauth are reachable: nobody signs up, and addresses of mail are not managed here.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from accounts import openid_views, resetting, views

urlpatterns: list[URLPattern] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/language/", set_language, name="sign_in_language"),
    path("sign-in/end-sessions/", views.EndSessionsView.as_view(), name="end_sessions"),
    path("password_reset/", account.password_reset, name="account_reset_password"),
    path("password_reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password_reset/complete/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password_reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z]+)/$",
        account.PasswordResetFromKeyView.as_view(extra_context={"hours": resetting.hours}),
        name="account_reset_password_from_key",
    ),
    path("sign-in/openid/", openid_views.begin, name="openid_begin"),
    path("sign-in/openid/back/", openid_views.back, name="openid_back"),
    path("second-factor/", factor.index, name="mfa_index"),
    path("second-factor/show/", factor.authenticate, name="mfa_authenticate"),
    path("second-factor/again/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/app/", views.SetUpAppView.as_view(), name="mfa_activate_totp"),
    path("second-factor/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("second-factor/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", views.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("second-factor/passkeys/sign-in/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("second-factor/passkeys/again/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second-factor/passkeys/<int:pk>/remove/", views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("second-factor/passkeys/<int:pk>/rename/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
]
