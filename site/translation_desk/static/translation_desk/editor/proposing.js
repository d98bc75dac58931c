/* Propose a term: the words that are selected in the English and in the translation, sent to whoever decides on terms. */

import { post } from "./api.js";
import * as details from "./details.js";
import * as list from "./list.js";
import { announce, segmentUrl, settings, words } from "./settings.js";

const MARKS = /⟦\/?\w+⟧/g;
const EDGES = /^[\s.,;:!?()“”"«»،؛؟。，；：！？、]+|[\s.,;:!?()“”"«»،؛؟。，；：！？、]+$/gu;
const LONGEST = 200;

/* What was selected last in the English. It stays when the words of the translation are selected afterwards. */
let marked = { id: "", text: "" };

const tidy = (text) => {
  const plain = text.replace(MARKS, " ").replace(/\s+/g, " ").replace(EDGES, "");
  return plain.length > LONGEST ? "" : plain;
};

const english = (article) => (marked.id === article.dataset.segment ? marked.text : "");

function translation(article) {
  const field = list.fieldOf(article);
  return field ? tidy(field.value.slice(field.selectionStart, field.selectionEnd)) : "";
}

const formIn = (article) => article.nextElementSibling?.querySelector("[data-propose]");

/* Fill what nobody has typed yet. */
function fill(article, holder) {
  const found = { english: english(article), text: translation(article) };
  for (const [name, text] of Object.entries(found)) {
    const field = holder.querySelector(`[name=${name}]`);
    if (text && (!field.value || field.value === field.dataset.filled)) {
      field.value = text;
      field.dataset.filled = text;
    }
  }
}

/* Open the form beside a segment, filled from what is selected. */
export async function open(article) {
  if (!formIn(article)) await details.toggle(article, "[data-terms-first]");
  const holder = formIn(list.find(article.dataset.segment));
  if (!holder) return;
  holder.open = true;
  fill(article, holder);
  const form = holder.querySelector("form");
  form.hidden = false;
  const empty = [...form.querySelectorAll("input")].find((field) => !field.value) ?? form.querySelector("input");
  empty.focus();
  holder.scrollIntoView({ block: "nearest" });
}

function showProblems(form, problems) {
  for (const place of form.querySelectorAll("[data-problem]")) {
    const text = problems[place.dataset.problem] ?? "";
    place.textContent = text;
    place.hidden = !text;
    const field = form.elements[place.dataset.problem];
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

async function send(article, form) {
  const holder = form.closest("[data-propose]");
  const submit = form.querySelector("button");
  const values = Object.fromEntries(new FormData(form));
  submit.disabled = true;
  try {
    const answer = await post(segmentUrl(article.dataset.segment, "term"), { ...values, user: settings.user });
    showProblems(form, {});
    form.reset();
    marked = { id: "", text: "" };
    told(holder, answer.message, true);
  } catch (error) {
    const problems = error.answer?.problems ?? {};
    showProblems(form, problems);
    const first = form.querySelector("[aria-invalid]");
    if (first) first.focus();
    else told(holder, error.message || words.failed, false);
    announce(Object.values(problems).join(" ") || error.message || words.failed);
  } finally {
    submit.disabled = false;
  }
}

function told(holder, text, done) {
  const place = holder.querySelector("[data-told]");
  place.textContent = text;
  place.hidden = false;
  place.classList.toggle("error-message", !done);
  holder.querySelector("form").hidden = done;
  place.focus();
}

export function listen(root) {
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    const start = selection.anchorNode;
    const element = start instanceof Element ? start : start?.parentElement;
    const article = element?.closest(".desk-segment__source")?.closest("[data-segment]");
    const text = article && !selection.isCollapsed ? tidy(selection.toString()) : "";
    if (text) marked = { id: article.dataset.segment, text };
  });
  root.addEventListener("submit", (event) => {
    if (!("proposeTerm" in event.target.dataset)) return;
    event.preventDefault();
    send(list.find(event.target.closest("[data-details]").dataset.details), event.target);
  });
  /* The button of the panel opens the form by itself. */
  root.addEventListener(
    "toggle",
    (event) => {
      if (!event.target.matches?.("[data-propose]") || !event.target.open) return;
      const form = event.target.querySelector("form");
      if (form.hidden) {
        form.hidden = false;
        event.target.querySelector("[data-told]").hidden = true;
      }
      fill(list.find(event.target.closest("[data-details]").dataset.details), event.target);
    },
    true,
  );
}
