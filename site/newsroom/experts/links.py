"""Links with which experts answer: the id of the question and a random part, signed. Nothing in the database makes one."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from newsroom.models import ExpertQuestion

SALT = "newsroom.experts"


def token_of(question: ExpertQuestion) -> str:
    """Return what opens a question."""
    return _signer().sign(f"{question.pk}.{question.nonce}")


def address_of(question: ExpertQuestion) -> str:
    """Return the whole address, in the language of the expert."""
    with translation.override(question.language):
        return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('expert', args=[token_of(question)])}"


def find(token: str) -> ExpertQuestion | None:
    """Return the question that a token opens, in whatever state it is; None for a token that is not ours."""
    try:
        pk, nonce = _signer().unsign(token).split(".")
    except (BadSignature, ValueError):
        return None
    question = ExpertQuestion.objects.select_related("page__live_revision", "revision").filter(pk=int(pk)).first()
    return question if question is not None and constant_time_compare(question.nonce, nonce) else None


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")
