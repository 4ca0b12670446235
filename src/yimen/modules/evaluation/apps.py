"""Evaluation: what people say of a service once it has ended."""

from __future__ import annotations

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "yimen.modules.evaluation"
    label = "evaluation"
