/* What stands beside a segment: put a remembered text or a term into its field, look up selected words. */

import * as fields from "./field.js";
import * as list from "./list.js";
import { announce, settings, words } from "./settings.js";

const SOURCE = ".desk-segment__source, .desk-memory__english";
const MARKS = /⟦\/?\w+⟧/g;

/* Put a text into the field of its segment, a term where the caret was. Undo brings back what was there; it is saved like
   anything typed. */
function put(button) {
  const article = list.find(button.closest("[data-details]").dataset.details);
  const field = article && list.fieldOf(article);
  if (!field) return;
  list.makeCurrent(article);
  const isTerm = button.closest("[data-terms]") !== null;
  (isTerm ? fields.replaceSelection : fields.replaceAll)(field, button.dataset.text);
  article.scrollIntoView({ block: "nearest" });
  announce(isTerm ? words.termInserted : words.inserted);
}

/* Obey a digit that is typed among the texts of the memory or among the terms. */
export function insert(event) {
  const button = event.target.closest("[data-memory], [data-terms]")?.querySelector(`[data-number="${event.code.slice(-1)}"]`);
  if (!button) return false;
  put(button);
  return true;
}

export function listen(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do=insert]");
    if (button) put(button);
  });
}

/* Return what is selected, in a field or on the page, and whether it is English. */
function selected() {
  const field = document.activeElement;
  if (field?.matches(".desk-field__text")) {
    return [field.value.slice(field.selectionStart, field.selectionEnd), false];
  }
  const selection = window.getSelection();
  const start = selection.anchorNode;
  const element = start instanceof Element ? start : start?.parentElement;
  return [selection.toString(), !element || element.closest(SOURCE) !== null];
}

/* Look up the selected words in a tab of its own, the same one each time. */
export function search() {
  const [text, english] = selected();
  const url = new URL(settings.urls.memory, window.location);
  url.searchParams.set("q", text.replace(MARKS, "").trim());
  url.searchParams.set("side", text.trim() && !english ? "target" : "source");
  window.open(url, "desk-memory");
}
