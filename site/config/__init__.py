"""The Django project: settings, languages, addresses. Nobody imports it but `config.languages`."""
