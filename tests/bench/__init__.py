"""Figures of the translation desk beside those of stock wagtail-localize, on the same data: `make bench`.

Query counts are exact. Milliseconds are the best of some repetitions on this machine; compare them within one run only.
"""
