"""The translation desk: from a changed English page to an approved publication in five languages.

It watches content through Wagtail's signals and hooks; no section imports it. Low-level modules first:

`models` < `statuses`, `permissions`, `errors`, `counting` < `engine` (the one place that knows wagtail-localize) < services
(`jobs`, `editing`, `submitting`, `reviewing`, `refreshing`) < `views`, `wagtail_hooks`, `tasks`.

Services check permission, language and state themselves and raise `errors.DeskError`; views only parse, call and answer.
"""
