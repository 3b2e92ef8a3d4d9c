"""The screenshots of all implementations, side by side."""

from base64 import b64encode
from html import escape

from playwright.sync_api import sync_playwright

from runner import chromium

STYLE = """
  body { margin: 2rem; background: #777; color: #fff; font: 1rem system-ui, sans-serif; }
  section { width: fit-content; padding: 1rem; background: #777; }
  section div { display: flex; align-items: flex-start; gap: 1rem; }
  figure { margin: 0; }
"""
# A browser does not render a page to exactly the same pixels each time: colors may differ slightly.
ALIKE = """async sources => {
  const [first, ...others] = await Promise.all(sources.map(async source => {
    const image = Object.assign(new Image(), {src: source});
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return canvas.getImageData(0, 0, image.width, image.height).data;
  }));
  return others.every(other => other.length === first.length &&
    other.every((value, place) => Math.abs(value - first[place]) < 9));
}"""


def side_by_side(folder, names):
    """Create an index.html, and one image of each screen; return all screens and those that differ.

    `folder` has a folder of screenshots for each of the names.
    """
    screens = sorted({path.name for name in names for path in (folder / name).glob("*.png")})
    different = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 2700, "height": 800})
        for screen in screens:
            if not look_alike(page, [folder / name / screen for name in names]):
                different.append(screen)
        write_index(folder, names, screens, different)
        page.goto((folder / "index.html").as_uri())
        for screen in screens:
            page.locator(f"[id='{screen}']").screenshot(path=folder / screen)
        browser.close()
    return screens, different


def look_alike(page, paths):
    """Return whether all these screenshots exist and look the same."""
    if not all(path.exists() for path in paths):
        return False
    contents = [path.read_bytes() for path in paths]
    sources = [f"data:image/png;base64,{b64encode(each).decode()}" for each in contents]
    return len(set(contents)) == 1 or page.evaluate(ALIKE, sources)


def write_index(folder, names, screens, different):
    """Write a page with all screenshots."""
    html = f"<!DOCTYPE html><meta charset='utf-8'><title>Screens</title><style>{STYLE}</style>"
    for screen in screens:
        verdict = "different" if screen in different else "the same"
        images = "".join(
            f"<figure><figcaption>{escape(name)}</figcaption><img src='{name}/{screen}'></figure>"
            for name in names
        )
        html += f"<section id='{screen}'><h2>{screen}: {verdict}</h2><div>{images}</div></section>"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(html, encoding="utf-8")
