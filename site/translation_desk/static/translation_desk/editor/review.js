/* Small forms in a segment: why it is flagged, another wording, another address. */

import { words } from "./settings.js";

function build(label, element, send) {
  const form = document.createElement("form");
  form.className = "desk-write desk-inline";
  const caption = document.createElement("label");
  element.id = "desk-inline";
  caption.htmlFor = element.id;
  caption.textContent = label;
  const submit = document.createElement("button");
  submit.className = "desk-tool desk-tool--main";
  submit.textContent = words.send;
  const cancel = document.createElement("button");
  Object.assign(cancel, { type: "button", className: "desk-tool", textContent: words.cancel });
  form.append(caption, element, submit, cancel);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await send(element.value)) form.remove();
  });
  form.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      form.requestSubmit();
    }
  });
  return { form, cancel };
}

/* Ask for a text under a segment. `send(value)` returns true when it was taken. */
export function ask(article, { label, value = "", lang, dir, type = "textarea" }, send) {
  document.querySelector(".desk-inline")?.remove();
  const element = document.createElement(type === "textarea" ? "textarea" : "input");
  if (type === "textarea") element.rows = 3;
  else element.type = type;
  element.value = value;
  element.dir = dir || "auto";
  if (lang) element.lang = lang;
  element.spellcheck = type === "textarea";
  const { form, cancel } = build(label, element, send);
  cancel.addEventListener("click", () => {
    form.remove();
    article.focus({ preventScroll: true });
  });
  article.querySelector("[data-tools-here]").after(form);
  element.focus();
  form.scrollIntoView({ block: "nearest" });
}
