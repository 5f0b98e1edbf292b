"""What a test asks of a page in the browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_axe = Axe()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async chosen => (await axe.run({resultTypes: ['violations'], runOnly: chosen})).violations"""
# Every box that is wider than the window, unless it lies inside one that scrolls by itself.
OVERFLOWING = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > wide + 1)
    .map(e => e.tagName + '.' + e.className).slice(0, 5).concat(document.documentElement.scrollWidth);
}"""
FOCUS = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
  return {tag: e.tagName, text: e.innerText.trim(), href: e.getAttribute('href'), ringed,
          seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth};
}"""


def barriers(page: Page, *, only: str = "") -> list[str]:
    """What axe finds, as one line a place; by one rule where only that can have changed."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe.axe_script)
    chosen = {"type": "rule", "values": [only]} if only else {"type": "tag", "values": STANDARDS}
    found = page.evaluate(RUN, chosen)
    return [f"{rule['id']}: {node['target']} {node['failureSummary'][:300]}" for rule in found for node in rule["nodes"]]


def overflowing(page: Page) -> list[str]:
    return list(page.evaluate(OVERFLOWING))


def focused(page: Page) -> dict[str, object]:
    return dict(page.evaluate(FOCUS))
