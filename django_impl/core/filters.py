"""Template filters of our own, for all templates: the settings name this module."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def day(time):
    """Return a time in UTC as markup that shows the day: 22 November 2026."""
    return time_element(time, "%-d %B %Y")


@register.filter
def moment(time):
    """Return a time in UTC as markup that shows the minute: 22 Nov 2026, 18:05 UTC."""
    return time_element(time, "%-d %b %Y, %H:%M UTC")


def time_element(time, shown):
    """Return a `<time>` for programs in RFC 3339, and for people in another format."""
    markup = '<time datetime="{}">{}</time>'
    return format_html(markup, time.strftime("%Y-%m-%dT%H:%M:%SZ"), time.strftime(shown))
