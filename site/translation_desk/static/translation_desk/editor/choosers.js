/* Wagtail's choosers of images and files, drawn when somebody wants another one for this language. */

let definitions = null;
let number = 0;

function widgets() {
  definitions ??= window.telepath.unpack(JSON.parse(document.getElementById("desk-choosers").textContent));
  return definitions;
}

/* Open the chooser of a segment; `chosen(id)` is called with what was picked. */
export function open(article, kind, chosen) {
  const place = article.querySelector("[data-chooser]");
  place.hidden = false;
  const holder = document.createElement("div");
  place.replaceChildren(holder);
  number += 1;
  const id = `desk-chooser-${number}`;
  const widget = widgets()[kind].render(holder, id, id, null);
  const input = document.getElementById(id);
  input.addEventListener("change", () => {
    if (input.value) chosen(input.value);
  });
  (widget.openChooserModal ?? widget.chooser?.openChooserModal)?.call(widget.chooser ?? widget);
}
