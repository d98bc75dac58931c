"""Words that are one word to a reader, and words that only look alike."""

from itertools import pairwise

from linguistics import tokens_of


def one_word(forms: str, language: str) -> bool:
    """Say whether all forms, parted by spaces, have the same tokens."""
    found = {form: tokens_of(form, language) for form in forms.split()}
    return len(set(found.values())) == 1 or print(found)


def other_words(words: str, language: str) -> bool:
    """Say whether words that stand side by side have no token in common."""
    found = {word: tokens_of(word, language) for word in words.split()}
    return all(set(first).isdisjoint(second) for first, second in pairwise(found.values())) or print(found)
