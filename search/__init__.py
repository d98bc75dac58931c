"""Search in six languages.

Lowest first: `models` · `engines` (the index in the database) · `documents`, `indexing`, `rebuilding` (what enters the index) ·
`asking` (a query becomes tokens) · `finding` (the answer to a query) · `views`. Everything that belongs to a language is in the
package `linguistics`, so an engine only compares tokens and every engine gives the same answers.
"""
