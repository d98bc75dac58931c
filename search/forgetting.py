"""What the search keeps in the cache is forgotten when staff change what it was made of."""

from collections.abc import Callable

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from search import lexicon_data, promotions, synonyms
from search.models import Promotion, Synonyms
from vocabulary.loading import entries_stored


def connect() -> None:
    """Connect the handlers; called once when the application is ready."""
    makers: tuple[tuple[type[Model], Callable[..., None]], ...] = (
        (Synonyms, synonyms.forget),
        (Promotion, promotions.forget),
        *((model, lexicon_data.forget) for model in lexicon_data.MODELS),
    )
    for model, forget in makers:
        for signal in (post_save, post_delete):
            signal.connect(forget, sender=model, dispatch_uid=f"search.forgetting.{model.__name__}")
    for model in lexicon_data.MODELS:
        entries_stored.connect(lexicon_data.forget, sender=model, dispatch_uid=f"search.forgetting.stored.{model.__name__}")
