"""Stored HTML on a page. Only what articles.rendering sanitised may be given to it."""

from django.utils.safestring import SafeString, mark_safe

from articles.rendering import Rendered


def shown(rendered: Rendered) -> SafeString:
    return mark_safe(rendered.html)
