"""Search: analysers, index, engines, pages."""
