"""The lexicon is forgotten when staff change what it was made of."""

from django.db.models.signals import post_delete, post_save

from search import lexicon_data
from vocabulary.loading import entries_stored


def connect() -> None:
    """Connect the handlers; called once when the application is ready."""
    for model in lexicon_data.MODELS:
        for signal in (post_save, post_delete, entries_stored):
            signal.connect(lexicon_data.forget, sender=model, dispatch_uid=f"search.forgetting.{model.__name__}")
