"""Cleans text that was pasted from a word processor."""

import re
import unicodedata

INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x2060, 0xFEFF, *range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
# Line ends and other controls, halves of characters, and what is no character at all.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# What turns the direction of all that follows it, the sentence around it too.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
COMMENT_MARK = re.compile(r"\s?\[[A-Z]{1,4}\d{1,3}\]")
OFFICE_TAGS = re.compile(r"</?(?:o|w|m|v|st1):[^>]*>|<!--.*?-->", re.DOTALL)
EMPTY_PARAGRAPH = re.compile(r"<p[^>]*>(?:\s|&nbsp;|\u00a0|<br\s*/?>)*</p>")


def clean_characters(text: str) -> str:
    """Compose the characters and drop those that cannot be seen, but for joiners, which Arabic script needs."""
    return unicodedata.normalize("NFC", text).translate(INVISIBLE)


def clean_plain(text: str) -> str:
    """Clean one line of plain text: no invisible characters, no comment marks such as "[JB2]", single spaces."""
    return re.sub(r"[ \t\r\n]+", " ", COMMENT_MARK.sub("", clean_characters(text))).strip()


def clean_rich(html: str) -> str:
    """Clean the HTML of a rich text: no office tags or comments, no comment marks, no empty paragraphs."""
    return EMPTY_PARAGRAPH.sub("", COMMENT_MARK.sub("", OFFICE_TAGS.sub("", clean_characters(html))))


def clean_query(text: str) -> str:
    """Return what a visitor typed to look for, as one line that may be printed again amid other text."""
    return " ".join(UNPRINTABLE.sub(" ", TURNING.sub("", text)).split())
