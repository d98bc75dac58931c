"""Markdown of the content files becomes the HTML that Wagtail stores."""

import pytest

from demo.markdown import problems, to_html


def html(source: str) -> str:
    return to_html(source, {"topics/effluent": 7}.get)


def test_text_lists_and_emphasis():
    source = "One **strong** word & *another*,\nnext line.\n\n- first\n- second\n"
    assert html(source) == "<p>One <b>strong</b> word &amp; <i>another</i>, next line.</p><ul><li>first</li><li>second</li></ul>"


def test_links_to_pages_carry_the_id_of_the_english_page():
    assert html("See [effluent](page:topics/effluent).") == '<p>See <a linktype="page" id="7">effluent</a>.</p>'
    assert (
        html("See [there](https://example.org/?a=1&b=2).") == '<p>See <a href="https://example.org/?a=1&amp;b=2">there</a>.</p>'
    )


def test_the_tag_bdi_is_allowed_and_taken_off():
    source = '见<bdi lang="en">UNIDO</bdi>网站。'
    assert problems(source) == []
    assert html(source) == "<p>见UNIDO网站。</p>"


def test_lines_of_chinese_join_without_a_space():
    assert html("第一行，\n第二行") == "<p>第一行，第二行</p>"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("# Title", "heading is not allowed in running text"),
        ("a <span>b</span>", "the tag <span> is not allowed"),
        ("> quoted", "blockquote is not allowed in running text"),
        ("`code`", "code inline is not allowed in running text"),
        ("[a](/en/topics/)", "the link “/en/topics/” is neither a page nor a web address"),
        ("**安全。**后文", "the Markdown near “**安全。**后文” is not understood"),
    ],
)
def test_what_cannot_be_stored_is_named(source, sentence):
    assert sentence in problems(source)
