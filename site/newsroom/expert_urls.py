"""Addresses for experts, below the prefix of their language."""

from django.urls import URLPattern, path

from newsroom.views import expert_answers

urlpatterns: list[URLPattern] = [
    path("<str:token>/", expert_answers.question, name="expert"),
    path("<str:token>/page/", expert_answers.preview, name="expert_preview"),
]
