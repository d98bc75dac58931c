/* The page as readers will see it, drawn again after each save while the panel is open. */

const panel = document.querySelector("[data-preview]");
const form = panel?.querySelector("[data-preview-form]");
const frame = panel?.querySelector("[data-preview-frame]");
let visible = false;
let timer = null;
let position = 0;

/* Draw again a moment after the last change. `unsaved` gives texts that the server has not confirmed, by segment. */
export function refresh(unsaved) {
  if (!visible) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    form.querySelectorAll("[data-unsaved]").forEach((input) => input.remove());
    for (const [id, text] of unsaved()) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: `text-${id}`, value: text });
      input.dataset.unsaved = "";
      form.append(input);
    }
    position = frame.contentWindow?.scrollY ?? 0;
    form.submit();
  }, 400);
}

export function watch(unsaved) {
  if (!panel) return;
  frame.addEventListener("load", () => frame.contentWindow?.scrollTo(0, position));
  new IntersectionObserver((entries) => {
    const now = entries.some((entry) => entry.isIntersecting);
    if (now && !visible) {
      visible = true;
      refresh(unsaved);
    }
    visible = now;
  }).observe(frame);
}

/* Scroll to where a text stands, if it is found. */
export function showText(text) {
  const plain = text.replace(/⟦\/?\w+⟧/g, "").trim();
  if (!visible || !plain || !frame.contentDocument?.body) return;
  const walker = frame.contentDocument.createTreeWalker(frame.contentDocument.body, NodeFilter.SHOW_TEXT);
  const wanted = plain.slice(0, 40);
  while (walker.nextNode()) {
    if (walker.currentNode.data.includes(wanted)) {
      walker.currentNode.parentElement.scrollIntoView({ block: "center" });
      return;
    }
  }
}
