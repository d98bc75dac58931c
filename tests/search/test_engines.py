"""Both engines find exactly what the expressions say. `make test` and `make test-postgres` run this on each."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from search import signals
from search.engines import Alternative, Expression, Group, Request, engine, postgresql
from search.models import SearchDocument
from tests import factories
from tests.search import rows

WORDS = ("ab", "cd", "1e5b", "кожа", "革", "制革", "جلد", "x", "fr", "2e7")
STREAMS = ("title_tokens", "topic_tokens", "body_tokens")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def shared(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Three hundred documents of few different words, so that every combination occurs."""
    with django_db_blocker.unblock(), factories.undone():
        random = Random(7)  # noqa: S311  # the same words every time, no secret

        def some(longest: int) -> str:
            return " ".join(random.choices(WORDS, k=random.randint(0, longest)))

        stored = rows.documents(
            {
                "language": random.choice(("en", "fr", "zh-hans")),
                "translation_key": UUID(int=random.randint(1, 150)),
                "title_tokens": some(3),
                "topic_tokens": some(2),
                "body_tokens": some(6),
                "further_tokens": " ".join(sorted(set(some(2).split()))),
                "date": random.choice((None, date(2020, 1, 1), date(2021, 5, 5), date(2022, 1, 1))),
            }
            for _number in range(300)
        )
        values = {name: list(rows.values(name, codes).values()) for name, codes in (("topic", "pqr"), ("year", ("2020", "2021")))}
        given = {document.pk: set(random.sample(values["topic"], random.randint(0, 2))) for document in stored}
        for document in stored:
            given[document.pk] |= set(random.sample(values["year"], random.randint(0, 1)))
        rows.give((document, value) for document in stored for value in sorted(given[document.pk]))
        yield {"documents": {document.pk: document for document in stored}, "given": given, "values": values}


def word(*tokens: str) -> Group:
    return Group((Alternative(tokens),))


def phrase(*tokens: str) -> Group:
    return Group((Alternative(tokens, phrase=True),))


def any_of(*groups: Group) -> Group:
    return Group(tuple(alternative for group in groups for alternative in group.alternatives))


def asked(*groups: Group, language: str = "en", **options: Any) -> Request:
    return Request({language: Expression(groups)}, **options)


EXPRESSIONS = [
    *((word(one),) for one in WORDS),
    *((word(one), word(other)) for one, other in combinations(WORDS[:6], 2)),
    *((word(one, other),) for one, other in combinations(WORDS[2:], 2)),
    *((phrase(one, other),) for one in WORDS[:5] for other in WORDS[:5]),
    (phrase("ab"),),
    (phrase("ab", "cd", "ab"),),
    (any_of(word("ab"), word("cd")), word("x")),
    (any_of(phrase("ab", "cd"), word("革", "制革")), word("x")),
    (any_of(word("1e5b"), phrase("кожа", "ab")), phrase("x", "fr")),
    (word("nowhere"),),
    (word("ab"), word("nowhere")),
    (word("e5b"),),
]


def contains(document: SearchDocument, alternative: Alternative) -> bool:
    streams = [getattr(document, name).split() for name in STREAMS]
    if alternative.phrase and len(alternative.tokens) > 1:
        wanted, size = list(alternative.tokens), len(alternative.tokens)
        return any(stream[at : at + size] == wanted for stream in streams for at in range(len(stream)))
    return set(alternative.tokens) <= set().union(*streams, document.further_tokens.split())


def fits(document: SearchDocument, expressions: Mapping[str, Expression]) -> bool:
    expression = expressions.get(document.language)
    if not expression or not expression.groups:
        return False
    held = [any(contains(document, one) for one in group.alternatives) for group in expression.groups]
    if expression.weights:
        return sum(weight for weight, has in zip(expression.weights, held, strict=True) if has) >= expression.enough
    return all(held)


def expected(shared: dict[str, Any], request: Request) -> set[int]:
    """What a request finds, worked out in Python."""
    found = {pk for pk, document in shared["documents"].items() if fits(document, request.expressions)}
    found = {pk for pk in found if all(shared["given"][pk] & set(ids) for ids in request.filters.values() if ids)}
    if request.without:
        keys = {shared["documents"][pk].translation_key for pk in expected(shared, request.without)}
        found = {pk for pk in found if shared["documents"][pk].translation_key not in keys}
    return found


def everything(request: Request) -> list[int]:
    return engine().find(request, limit=1000)


@pytest.mark.parametrize("language", ["en", "fr", "zh-hans"])
def test_finds_what_the_expressions_say(shared: dict[str, Any], language: str) -> None:
    for groups in EXPRESSIONS:
        request = asked(*groups, language=language)
        assert set(everything(request)) == expected(shared, request), groups


def test_counts_what_it_finds(shared: dict[str, Any]) -> None:
    requests = [asked(*groups) for groups in EXPRESSIONS]
    assert engine().counts(requests) == [len(expected(shared, request)) for request in requests]


def test_many_counts_take_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        engine().counts([asked(*groups) for groups in EXPRESSIONS[:10]])


def test_languages_have_their_own_expressions(shared: dict[str, Any]) -> None:
    for groups, others in zip(EXPRESSIONS, reversed(EXPRESSIONS), strict=True):
        request = Request({"en": Expression(groups), "fr": Expression(others), "zh-hans": Expression(())})
        assert set(everything(request)) == expected(shared, request), (groups, others)


def test_a_token_is_no_language(shared: dict[str, Any]) -> None:
    request = asked(word("fr"), language="fr")
    assert set(everything(request)) == expected(shared, request)


def test_words_that_weigh_enough(shared: dict[str, Any]) -> None:
    groups = (word("ab"), phrase("cd", "x"), word("革"))
    for enough in range(1, 10):
        request = Request({"en": Expression(groups, weights=(4, 3, 2), enough=enough)})
        assert set(everything(request)) == expected(shared, request), enough


def test_more_weight_comes_first(shared: dict[str, Any]) -> None:
    groups = (word("ab"), word("cd"), word("革"))
    found = everything(Request({"en": Expression(groups, weights=(4, 2, 1), enough=1)}))
    weights = [
        sum(
            weight
            for group, weight in zip(groups, (4, 2, 1), strict=True)
            if contains(shared["documents"][pk], *group.alternatives)
        )
        for pk in found
    ]
    assert len(set(weights)) > 3
    assert weights == sorted(weights, reverse=True)


def test_a_filter_needs_one_value_of_each_facet(shared: dict[str, Any]) -> None:
    topics, years = shared["values"]["topic"], shared["values"]["year"]
    for filters in (
        {"topic": (topics[0],)},
        {"topic": tuple(topics[:2])},
        {"topic": (topics[1],), "year": (years[0],)},
        {"year": ()},
    ):
        for groups in EXPRESSIONS[:20]:
            request = asked(*groups, filters=filters)
            assert set(everything(request)) == expected(shared, request), (groups, filters)


def test_leaves_out_every_version_of_what_another_request_finds(shared: dict[str, Any]) -> None:
    for groups, others in zip(EXPRESSIONS, EXPRESSIONS[3:], strict=False):
        request = asked(*groups, language="fr", without=asked(*others, language="en"))
        assert set(everything(request)) == expected(shared, request), (groups, others)


def test_of_the_versions_of_a_page_only_the_preferred_one(shared: dict[str, Any]) -> None:
    both = {language: Expression((word("ab"),)) for language in ("en", "fr")}
    found = everything(Request(both, versions=("fr", "en")))
    documents = [shared["documents"][pk] for pk in found]
    languages: dict[UUID, set[str]] = {}
    for pk in expected(shared, Request(both)):
        languages.setdefault(shared["documents"][pk].translation_key, set()).add(shared["documents"][pk].language)
    assert len(found) == len(languages)
    assert any(len(known) == 2 for known in languages.values())
    for document in documents:
        assert document.language == ("fr" if "fr" in languages[document.translation_key] else "en")
    assert engine().count(Request(both, versions=("fr", "en"))) == len(found)


def test_facets_count_with_the_filters_of_the_others(shared: dict[str, Any]) -> None:
    topics, years = shared["values"]["topic"], shared["values"]["year"]
    for filters in ({}, {"topic": (topics[0],)}, {"topic": (topics[0], topics[2]), "year": (years[1],)}):
        request = asked(word("ab"), filters=filters)
        found = engine().facets(request, ["topic", "year", "country"])
        assert found["country"] == {}
        for name in ("topic", "year"):
            others = {facet: ids for facet, ids in filters.items() if facet != name}
            hits = expected(shared, asked(word("ab"), filters=others))
            numbers = {value: sum(value in shared["given"][pk] for pk in hits) for value in shared["values"][name]}
            assert found[name] == {value: number for value, number in numbers.items() if number}


def test_facets_take_a_query_for_all_and_one_per_filter(shared: dict[str, Any], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        engine().facets(asked(word("ab")), ["topic", "year"])
    with django_assert_num_queries(3):
        filters = {"topic": (shared["values"]["topic"][0],), "year": (shared["values"]["year"][0],)}
        engine().facets(asked(word("ab"), filters=filters), ["topic", "year", "type"])


def test_sorts_by_date_and_puts_what_has_none_last(shared: dict[str, Any]) -> None:
    documents = [shared["documents"][pk] for pk in everything(asked(word("ab"), order="newest"))]
    dates = [document.date for document in documents]
    known = [day for day in dates if day]
    assert None in dates
    assert dates[: len(known)] == sorted(known, reverse=True)
    oldest = [shared["documents"][pk].date for pk in everything(asked(word("ab"), order="oldest"))]
    assert oldest[: len(known)] == sorted(known)


def test_pages_of_results_follow_each_other(shared: dict[str, Any]) -> None:
    for order in ("relevance", "newest"):
        request = asked(word("ab"), order=order)
        whole = everything(request)
        assert whole == [pk for start in range(0, len(whole), 7) for pk in engine().find(request, limit=7, offset=start)]


def test_a_title_scores_higher_than_a_body() -> None:
    body, title = rows.documents(
        [{"title_tokens": "q", "body_tokens": "rare " + "w " * 20}, {"title_tokens": "rare", "body_tokens": "q " + "w " * 20}]
    )
    assert everything(asked(word("rare"))) == [title.pk, body.pk]


def test_the_title_counts_also_where_very_much_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "MANY", 3)
    title, *_others, topic = rows.documents(
        [{"title_tokens": "rare"}, *[{"body_tokens": "rare rare"}] * 3, {"topic_tokens": "rare", "body_tokens": "q"}]
    )
    found, total = engine().find_and_count(asked(word("rare")), limit=2)
    assert (found, total) == ([title.pk, topic.pk], 5)


def test_nothing_asked_finds_nothing(django_assert_num_queries: Any) -> None:
    nothing = Request({"en": Expression(())})
    with django_assert_num_queries(0):
        assert engine().find(nothing, limit=10) == []
        assert engine().counts([nothing]) == [0]
        assert engine().facets(nothing, ["topic"]) == {"topic": {}}


@pytest.mark.parametrize("token", ['"', "a b", "a*", "", "x\0", "NEAR(", "a'b", "-"])
def test_only_letters_and_digits_reach_the_engine(token: str) -> None:
    with pytest.raises(ValueError, match="letters and digits"):
        engine().find(asked(word(token)), limit=10)


def test_a_change_is_found_at_once() -> None:
    (document,) = rows.documents([{"body_tokens": "first"}])
    document.body_tokens = "second"
    document.save()
    assert everything(asked(word("first"))) == []
    assert everything(asked(word("second"))) == [document.pk]


def test_a_change_of_language_is_found_at_once() -> None:
    (document,) = rows.documents([{"body_tokens": "first"}])
    SearchDocument.objects.filter(pk=document.pk).update(language="ru")
    assert everything(asked(word("first"))) == []
    assert everything(asked(word("first"), language="ru")) == [document.pk]


def test_what_is_deleted_is_found_no_more() -> None:
    document, _other, _third = rows.documents([{"body_tokens": "first"}] * 3)
    document.delete()
    assert len(everything(asked(word("first")))) == 2
    SearchDocument.objects.filter(body_tokens="first").delete()
    assert everything(asked(word("first"))) == []


def test_what_is_taken_back_leaves_no_trace() -> None:
    (document,) = rows.documents([{"body_tokens": "first"}])
    with transaction.atomic():
        rows.documents([{"body_tokens": "first"}])
        SearchDocument.objects.filter(pk=document.pk).update(body_tokens="second")
        transaction.set_rollback(True)
    assert everything(asked(word("first"))) == [document.pk]
    assert everything(asked(word("second"))) == []


def test_neighbours_are_found_anywhere_in_a_long_body() -> None:
    """PostgreSQL keeps 256 places of a token and none after the 16,383rd."""
    body = " ".join(["one two"] * 400 + ["three"] * 14_000 + ["one four"])
    (document,) = rows.documents([{"body_tokens": body}])
    assert everything(asked(phrase("one", "four"))) == [document.pk]
    assert everything(asked(phrase("two", "four"))) == []


def test_a_body_at_its_limit_is_stored() -> None:
    tokens = [f"токен{number}" for number in range(60_000)]
    rows.documents([{"body_tokens": " ".join(tokens[:14_000]), "further_tokens": " ".join(tokens[14_000:])}])
    assert len(everything(asked(word("токен59999")))) == 1


def test_tidying_up_changes_nothing() -> None:
    (document,) = rows.documents([{"body_tokens": "first"}])
    engine().tidy()
    assert everything(asked(word("first"))) == [document.pk]


def test_preparing_again_changes_nothing() -> None:
    (document,) = rows.documents([{"body_tokens": "first"}])
    signals.prepare(using="default")
    assert everything(asked(word("first"))) == [document.pk]


def test_an_index_made_otherwise_is_made_anew() -> None:
    (document,) = rows.documents([{"body_tokens": "first"}])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER search_index_changed")
        else:
            # A table whose new rows are not yet checked cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("COMMENT ON COLUMN search_searchdocument.search_vector IS 'other'")
    SearchDocument.objects.filter(pk=document.pk).update(body_tokens="second")
    if connection.vendor == "postgresql":
        connection.check_constraints()
    engine().prepare()
    assert everything(asked(word("second"))) == [document.pk]
    assert everything(asked(word("first"))) == []


def test_the_longest_query_is_no_trouble() -> None:
    """Twelve words with eight synonyms each, in six languages, and a phrase of sixty tokens."""
    tokens = tuple(f"t{number}" for number in range(60))
    (document,) = rows.documents([{"body_tokens": " ".join(tokens)}])
    groups = tuple(any_of(word(tokens[place]), *(phrase(f"a{other}", f"b{place}") for other in range(7))) for place in range(11))
    expression = Expression((*groups, phrase(*tokens)))
    languages = ("ar", "zh-hans", "en", "fr", "ru", "es")
    assert everything(Request(dict.fromkeys(languages, expression))) == [document.pk]
    weighed = Expression(expression.groups, weights=(1,) * 12, enough=6)
    assert everything(Request({"en": weighed}, without=Request({"fr": expression}))) == [document.pk]
