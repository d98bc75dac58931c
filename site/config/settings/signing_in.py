"""Settings of signing in: how people prove who they are, how often one may try, how long a session lasts."""

from typing import Any

from config import env

ADMIN_PATH: str = env.read("ADMIN_PATH")
SESSION_HOURS: int = env.read("SESSION_HOURS")

AUTHENTICATION_BACKENDS = ["accounts.backends.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
# Wagtail's own way to a new password stays closed: `accounts.urls` has the one that counts who asks.
WAGTAIL_PASSWORD_RESET_ENABLED = False

AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# `accounts` imports libraries only, so the rule about proxies is named here.
CLIENT_ADDRESS = "core.visitors.client_address"

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # colleagues enter the addresses of the staff
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  # a class
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# By the address of the sender ("ip") and by the account that is tried ("key"). They are counted in the shared cache.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/10m/ip,5/5m/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
    "reset_password": "accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
}

# Everybody who may enter the administration; on one's own machine and in tests nobody.
MFA_REQUIRED: bool = env.read("MFA_REQUIRED")
MFA_ADAPTER = "accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are not verified here
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of phones are late by seconds
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.SetUpAppForm",
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.RenamePasskeyForm",
}

# Single sign-on: people who have an account here may prove who they are to a provider.
OIDC_SERVER: str = env.read("OIDC_SERVER").rstrip("/")
OIDC_CLIENT_ID: str = env.read("OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET: str = env.read("OIDC_CLIENT_SECRET")
OIDC_NAME: str = env.read("OIDC_NAME")
OIDC_TRUSTS_MFA: bool = env.read("OIDC_TRUSTS_MFA")
if OIDC_SERVER and not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
    raise env.ConfigurationError("OIDC_SERVER is set, so OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set too.")

SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# Only the administration can set it, and it concerns nothing else.
LANGUAGE_COOKIE_PATH = f"/{ADMIN_PATH}/"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
