"""Use a page by the visible texts of its links, labels and buttons."""

from urllib.parse import urljoin

BUTTONS = "button, input[type=submit]"


def text(element):
    """Return the visible text of an element: its text, the `alt` of an image, or the value of an input."""
    images = [image.get("alt", "") for image in element.select("img")]
    words = [element.get_text(" ", strip=True), *images, element.get("value", "")]
    return " ".join(next(filter(None, words), "").split()).removesuffix(":")


def link(page, name, within=None):
    """Return the URL of a link below the page header, or of the first one within a `<summary>` group."""
    top = page.soup.main
    if within:
        (top,) = (each.parent for each in page.soup.select("summary") if text(each) == within)
    found = [each for each in top.select("a[href]") if text(each) == name]
    assert found, f"no link {name!r} at {page.path} ({page.status})"
    return urljoin(page.url, found[0]["href"])


def follow(browser, name, within=None):
    """Follow a link of the current page."""
    return browser.get(link(browser.page, name, within))


def control(page, name):
    """Return the input with this label, or None."""
    for label in page.soup.select("label"):
        if text(label) == name or text(label).startswith(f"{name}: "):
            wanted = label.get("for")
            return page.soup.find(id=wanted) if wanted else label.select_one("input, select")
    return page.soup.find(attrs={"aria-label": name})


def value(page, name):
    """Return the value of the input with this label."""
    found = control(page, name)
    if found.name == "select":
        return text(found.select_one("option[selected]"))
    if found.get("type") == "checkbox":
        return found.has_attr("checked")
    return (
        found.get_text().removeprefix("\n") if found.name == "textarea" else found.get("value", "")
    )


def messages(page, name):
    """Return the help text and error messages of the input with this label."""
    ids = control(page, name).get("aria-describedby", "").split()
    return " ".join(page.soup.find(id=each).get_text(" ", strip=True) for each in ids)


def checkbox(page, name):
    """Return the checkbox in the table row that has a cell with this text."""
    (row,) = (each for each in page.soup.select("tr") if name in map(text, each(["td", "th"])))
    return row.select_one("input[type=checkbox]")


def find_form(page, button):
    """Return the form that a button submits, and the button."""
    found = [each for each in page.soup.select(BUTTONS) if text(each) == button]
    assert found, f"no button {button!r} at {page.path} ({page.status})"
    return found[0].find_parent("form"), found[0]


def sent(page, form, button, fields, checked):
    """Return the data that a browser would send with this form, as pairs."""
    own = form.select("input, select, textarea")
    own += page.soup.select(f"[form='{form['id']}']") if form.get("id") else []
    filled = {id(control(page, name)): new for name, new in fields.items()}
    pairs = [(button["name"], button.get("value", ""))] if button.get("name") else []
    for each in own:
        new = filled.get(id(each))
        if not each.get("name") or each.get("type") in ("submit", "radio"):
            continue
        if each.get("type") == "checkbox":
            on = each.has_attr("checked") if new is None else new
            pairs += [(each["name"], each.get("value", "on"))] if on or each in checked else []
        elif each.name == "select":
            options = each.select("option")
            chosen = [
                o for o in options if (o.has_attr("selected") if new is None else text(o) == new)
            ]
            assert chosen or new is None, f"no option {new!r}"
            pairs.append((each["name"], (chosen or options)[0].get("value", "")))
        elif each.name == "textarea":
            pairs.append((each["name"], each.get_text().removeprefix("\n") if new is None else new))
        else:
            pairs.append((each["name"], each.get("value", "") if new is None else new))
    return pairs


def filled(page, button, fields=(), checked=()):
    """Return method, URL and pairs of a form, filled in by labels and submitted by a button."""
    form, pressed = find_form(page, button)
    url = urljoin(page.url, form.get("action") or page.url)
    return form.get("method", "get").upper(), url, sent(page, form, pressed, dict(fields), checked)


def press(browser, button, fields=(), checked=(), extra=()):
    """Fill in inputs by their labels, check checkboxes, and press a button of the current page.

    `extra` are additional pairs that are not in the form.
    """
    method, url, pairs = filled(browser.page, button, fields, checked)
    if method == "GET":
        return browser.get(url.partition("?")[0], params=pairs)
    return browser.request("POST", url, data=[*pairs, *extra])
