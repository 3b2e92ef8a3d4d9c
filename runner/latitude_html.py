"""Changes, with a random generator, what SPEC.md leaves open in the HTML of a page."""

import hashlib
import re

from bs4 import BeautifulSoup, Comment, NavigableString
from bs4.formatter import HTMLFormatter

from shared_tests.support.spec import promises

# Attributes that refer to the id of an element, or to several.
REFERENCES = ("for", "form", "list", "headers", "aria-describedby", "aria-labelledby")
BLOCKS = ["div", "section", "p", "form", "table", "ul", "ol", "dl", "fieldset"]
AROUND_BLOCKS = {*BLOCKS, "body", "header", "nav", "main", "tr", "tbody"}
BRAND = "brand"  # the only class that SPEC.md has (SITE-1)
# SESSION-7, TOKEN-1, OIDC-2, OIDC-5
BUTTONS = re.compile("Sign out|Sign out everywhere else|Revoke|Unlink|Log in with .+")
LITERAL = ["title", "option", "textarea", "script", "style", "svg", "noscript"]
# Elements whose texts are specified by their ids; of these, only that there is a text.
ANY_TEXT = {"error", "nobody", "next", "source", "same-language", "missing-step"}
NAMED_BY_USERS = re.compile(r"/(profile|walkthrough)/.*")  # pages with a name in <h1> and <title>


def reworded(text, seed):
    """Return another wording of a text, always the same one with this seed."""
    digest = hashlib.sha256(f"{seed} {' '.join(text.split())}".encode()).hexdigest()
    return "Wording " + digest[:8].translate(str.maketrans("0123456789", "ghijklmnop"))


class Formatter(HTMLFormatter):
    """Writes attributes in a random order, and characters as one of their entities."""

    def __init__(self, rng):
        self.rng = rng
        quotes = rng.choice(["&quot;", "&#34;", "&#x22;"])

        def substitute(text):
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            return text.replace('"', quotes).replace("'", rng.choice(["&#39;", "&#x27;"]))

        super().__init__(substitute, void_element_close_prefix=rng.choice(["", "/"]))

    def attributes(self, tag):
        pairs = list(super().attributes(tag))
        self.rng.shuffle(pairs)
        return pairs


def change_page(html, path, status, rng, seed):
    """Return a page with other markup and wording; `path` and `status` say what SPEC.md promises."""
    soup = BeautifulSoup(html, "html5lib")
    in_admin = path.startswith("/admin/") and status < 400
    change_ids(soup, rng, in_admin)
    change_texts(soup, path, status, seed)
    for element in soup.find_all(True):
        change_attributes(element, rng, in_admin)
    if not in_admin:
        for link in soup.select("a[href]"):
            link["rel"] = rng.choice(["nofollow", "bookmark", "help"])
    change_markup(soup, rng)
    return soup.decode(formatter=Formatter(rng))


def change_ids(soup, rng, in_admin):
    """Replace ids that are not promised, and the references to them."""
    new = {}
    for element in soup.select("[id]"):
        name = element["id"]
        if (in_admin and element.find_parent("main")) or not is_promised_id(name):
            new[name] = element["id"] = f"x{rng.randrange(10**6)}-{len(new)}"
    for attribute in REFERENCES:
        for element in soup.select(f"[{attribute}]"):
            values = element[attribute]
            names = values.split() if isinstance(values, str) else values
            element[attribute] = " ".join(new.get(name, name) for name in names)


def is_promised_id(name):
    """Return whether SPEC.md has an id, as such or by the name of its field (FORM-1)."""
    if field := re.fullmatch(r"id_(\w+?)(_[0-9]+)?(-error)?", name):
        return promises(field[1])
    return promises(name)


def change_texts(soup, path, status, seed):
    """Replace texts that are neither promised nor data of users."""
    brand = soup.select_one("header .brand")
    by_users = status == 200 and (path == "/" or NAMED_BY_USERS.fullmatch(path))
    if soup.title and brand and not by_users:
        soup.title.string = f"{reworded(soup.title.string, seed)} | {brand.get_text()}"
    for text in soup.body.find_all(string=re.compile("[A-Za-z]")):
        if type(text) is NavigableString and is_open(text, path, status, by_users):
            text.replace_with(reworded(text, seed))


def is_open(text, path, status, by_users):
    """Return whether SPEC.md leaves the wording of a text open."""
    parents = {each.name for each in text.parents}
    in_admin = path.startswith("/admin/") and status < 400
    if BUTTONS.fullmatch(text.strip()):
        return False
    if parents & {"textarea", "script", "style", "svg", "tbody", "time"}:
        return False
    if "h1" in parents:
        return not by_users
    if in_admin and "main" in parents:
        return bool(parents & {"h2", "p"}) and not (parents & {"form", "a"} or promises(text))
    for element in text.parents:
        name = element.get("id", "")
        if name == "form-error" or name.endswith("-error"):
            return not promises(text)
        if name in ANY_TEXT:
            return status != 500  # ERROR-5: in development, the page names a command
        if BRAND in element.get("class", ()):
            return False
        if name and element.name != "form" and is_promised_id(name):
            return False
    return True


def change_attributes(element, rng, in_admin):
    """Replace classes, and remove attributes that are not promised."""
    classes = [name for name in element.get("class", ()) if name == BRAND]
    classes += [f"c{rng.randrange(10**6)}" for _ in range(rng.randrange(3))]
    rng.shuffle(classes)
    del element["class"]
    if classes:
        element["class"] = classes
    if (
        not in_admin
        and not element.find_parent("svg")
        and element.name not in ("svg", "meta", "script")
    ):
        for name in [each for each in element.attrs if each != "class" and not promises(each)]:
            del element[name]


def change_markup(soup, rng):
    """Add elements around others and around texts, comments, and white space between elements."""
    for element in soup.main.select(",".join(BLOCKS)) if soup.main else []:
        if element.parent.name in ("main", "div", "section", "form") and not rng.randrange(3):
            element.wrap(soup.new_tag("div"))
    for text in soup.body.find_all(string=True):
        if type(text) is not NavigableString or text.find_parent(LITERAL):
            continue
        if text.strip():
            if not rng.randrange(3):
                text.wrap(soup.new_tag("span"))
        elif text.parent.name in AROUND_BLOCKS:
            text.replace_with(" " * rng.randrange(1, 4) + "\n" * rng.randrange(3))
    if soup.main:
        soup.main.insert(0, Comment(f" {rng.randrange(10**6)} "))
    for element in soup.select("textarea, pre"):
        if element.get_text().startswith("\n"):  # a parser removes the first line break
            element.insert(0, "\n")
