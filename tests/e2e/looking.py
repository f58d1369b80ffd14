"""Look at a page as those do who cannot see it, who hold a small phone, or whose policy forbids much."""

from pathlib import Path

HERE = Path(__file__).resolve().parent
ARTEFACTS = HERE / "artefacts"
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}

RUN_AXE = """
async ([context, tags]) => {
  const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]};
  let found;
  while (!found) {
    try {
      found = await axe.run(context, options);
    } catch (error) {
      // The bar that editors see on a page runs the same engine when the page opens: it is waited for.
      if (!String(error).includes("already running")) throw error;
      await new Promise(resume => setTimeout(resume, 100));
    }
  }
  return found.violations.flatMap(({id, help, nodes}) =>
    nodes.map(node => `${id}: ${help} ${node.target.join(" ")} ${node.html}`));
}
"""
HEIGHT_OF_ALL = "Math.max(...Array.from(document.querySelectorAll('*'), node => node.scrollHeight))"
WIDER_THAN_ITS_WINDOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def violations(page, *, inside, outside=()):
    """Return what axe-core finds in a part of a page."""
    if not page.evaluate("'axe' in window"):
        # The engine comes in beside the page's policy, which stays in force for the page.
        page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": AXE.read_text()})
    context = {"include": [[inside]], "exclude": [[part] for part in outside]}
    return page.evaluate(RUN_AXE, [context, STANDARDS])


def look(page, name, *, inside="body", outside=()):
    """Keep a picture of a page on a phone and on a desk, and return what is wrong with it."""
    page.wait_for_load_state()
    before = page.viewport_size
    wrong = []
    for window in (PHONE, DESK):
        width = window["width"]
        page.set_viewport_size(window)
        # The admin scrolls inside its window: only one as tall as its content shows all of it.
        page.set_viewport_size({"width": width, "height": page.evaluate(HEIGHT_OF_ALL)})
        page.screenshot(path=ARTEFACTS / f"{name}-{width}.png")
        wrong += [f"{width} px: {found}" for found in violations(page, inside=inside, outside=outside)]
        if window is PHONE and page.evaluate(WIDER_THAN_ITS_WINDOW):
            wrong.append(f"{width} px: the page scrolls sideways")
    page.set_viewport_size(before)
    return wrong
