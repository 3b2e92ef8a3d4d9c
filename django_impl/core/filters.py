"""Template filters, built into all templates by the settings."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def day(time):
    """Return a `<time>` element with the day: 22 November 2026."""
    return time_element(time, "%-d %B %Y")


@register.filter
def moment(time):
    """Return a `<time>` element with the minute: 22 Nov 2026, 18:05 UTC."""
    return time_element(time, "%-d %b %Y, %H:%M UTC")


def time_element(time, shown):
    """Return a `<time>` element: `datetime` in RFC 3339, the text in this format."""
    markup = '<time datetime="{}">{}</time>'
    return format_html(markup, time.strftime("%Y-%m-%dT%H:%M:%SZ"), time.strftime(shown))
