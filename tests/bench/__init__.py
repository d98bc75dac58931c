"""Figures of the translation desk and the search beside those of stock Wagtail, on the same data: `make bench`.

Query counts are exact. Milliseconds are the best of some repetitions on this machine; compare them within one run only.
"""
