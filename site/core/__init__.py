"""What every section of the portal stands on: base page, blocks, media, languages, menus, lists.

Depends on Django, Wagtail and libraries only. Sections import it; it imports no section. Order inside, lowest first: `i18n` and
`formatting`, `fields` and `translatable`, `blocks`, `models`, `versions`, `menus`, `listing`, `context`, `views`.
"""
