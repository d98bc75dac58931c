"""The translation editor at the page's edit address."""
