"""The pictures of all implementations, side by side."""

from html import escape

from playwright.sync_api import sync_playwright

from shared_tests.launchers import chromium

STYLE = """
  body { margin: 2rem; background: #777; color: #fff; font: 1rem system-ui, sans-serif; }
  section { width: fit-content; padding: 1rem; background: #777; }
  section div { display: flex; align-items: flex-start; gap: 1rem; }
  figure { margin: 0; }
"""


def side_by_side(folder, names):
    """Make an index.html, and one picture of each screen; return all screens and those that differ.

    `folder` has a folder of pictures for each of the names.
    """
    folder.mkdir(parents=True, exist_ok=True)
    screens = sorted({path.name for name in names for path in (folder / name).glob("*.png")})
    same = [screen for screen in screens if are_equal([folder / name / screen for name in names])]
    sections = [section(screen, names, screen in same) for screen in screens]
    page = f"<!DOCTYPE html><meta charset='utf-8'><title>Screens</title><style>{STYLE}</style>"
    (folder / "index.html").write_text(page + "".join(sections), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 2700, "height": 800})
        page.goto((folder / "index.html").as_uri())
        for screen in screens:
            page.locator(f"[id='{screen}']").screenshot(path=folder / screen)
        browser.close()
    return screens, [screen for screen in screens if screen not in same]


def are_equal(paths):
    """Say whether all these pictures are there and the same to the pixel."""
    return all(path.exists() for path in paths) and len({path.read_bytes() for path in paths}) == 1


def section(screen, names, same):
    """Return the part of index.html for one screen."""
    figures = "".join(
        f"<figure><figcaption>{escape(name)}</figcaption><img src='{name}/{screen}'></figure>"
        for name in names
    )
    verdict = "the same to the pixel" if same else "not the same"
    return f"<section id='{screen}'><h2>{screen}, {verdict}</h2><div>{figures}</div></section>"
