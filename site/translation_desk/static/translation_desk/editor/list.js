/* The list of segments: which one is current, which ones are shown, going from one to the next. */

import { announce, settings, words } from "./settings.js";

const list = document.getElementById("desk-list");
const filters = document.querySelector(".desk-filters");
const none = document.getElementById("desk-none");
const tools = document.getElementById("desk-tools").content.firstElementChild.cloneNode(true);

const findings = new WeakMap();

let current = null;
let counting = null;

export const articles = () => [...list.querySelectorAll("[data-segment]")];
export const find = (id) => document.getElementById(`segment-${id}`);
export const fieldOf = (article) => article.querySelector(".desk-field__text");
export const currentArticle = () => current;
const states = (article) => article.dataset.states.split(" ").filter(Boolean);

export function setState(article, name, holds) {
  const words_ = new Set(states(article));
  words_[holds ? "add" : "delete"](name);
  article.dataset.states = [...words_].join(" ");
  recount();
}

/* Make a segment the current one: the tools move to it. */
export function makeCurrent(article) {
  if (article === current && article.contains(tools)) return;
  current?.classList.remove("is-current");
  current = article;
  article.classList.add("is-current");
  const open = article.nextElementSibling?.matches("[data-details]") ?? false;
  tools.querySelector("[data-do=details]").setAttribute("aria-expanded", String(open));
  const copy = tools.querySelector("[data-do=copy]");
  if (copy) copy.hidden = !fieldOf(article);
  const same = tools.querySelector("[data-do=same]");
  if (same) same.hidden = !fieldOf(article);
  article.querySelector("[data-tools-here]").append(tools);
}

/* Say what the checks found. Screen readers hear it again only when it is something else. */
export function showFindings(article, html) {
  const place = article.querySelector("[data-findings]");
  if (findings.get(place) !== html) place.innerHTML = html;
  findings.set(place, html);
}

/* Go to a segment: into its field where it has one. */
export function go(article) {
  if (!article) return;
  makeCurrent(article);
  (fieldOf(article) ?? article).focus({ preventScroll: true });
  article.scrollIntoView({ block: "nearest" });
}

export function step(by) {
  const shown = articles().filter((article) => !article.hidden);
  if (!shown.length) return;
  const place = shown.indexOf(current) + by;
  if (place < 0 || place >= shown.length) announce(place < 0 ? words.nothingBefore : words.nothingAfter);
  else go(shown[place]);
}

const isOpen = (article) =>
  settings.mode === "review" ? !article.dataset.review : fieldOf(article) !== null && fieldOf(article).value.trim() === "";

/* Go to the next segment that waits for a text, or in review for a decision; from the end on to the beginning. */
export function nextOpen() {
  const all = articles().filter((article) => settings.mode === "write" || !article.hidden);
  const from = all.indexOf(current) + 1;
  const next = [...all.slice(from), ...all.slice(0, from)].find(isOpen);
  if (!next) {
    announce(words.untilNow);
    document.querySelector("[data-decide]")?.focus();
    return;
  }
  if (next.hidden) show("all");
  go(next);
}

/* Go to the next segment of one of some states; from the end on to the beginning. Say so where none is left. */
export function nextWith(names, none_) {
  const all = articles();
  const from = all.indexOf(current) + 1;
  const next = [...all.slice(from), ...all.slice(0, from)].find((article) => states(article).some((name) => names.includes(name)));
  if (!next) announce(none_);
  else {
    if (next.hidden) show("all");
    go(next);
  }
}

export function show(name) {
  let found = 0;
  for (const article of articles()) {
    article.hidden = name !== "all" && !states(article).includes(name);
    const details = article.nextElementSibling;
    if (details?.matches("[data-details]")) details.hidden = article.hidden;
    found += article.hidden ? 0 : 1;
  }
  for (const block of list.querySelectorAll("[data-block]")) {
    block.hidden = !block.querySelector("[data-segment]:not([hidden])");
  }
  none.hidden = found > 0;
  for (const button of filters.querySelectorAll("[data-filter]")) {
    button.setAttribute("aria-pressed", String(button.dataset.filter === name));
  }
  const url = new URL(window.location);
  if (name === "all") url.searchParams.delete("show");
  else url.searchParams.set("show", name);
  window.history.replaceState(null, "", url);
  if (!found) announce(words.nothingShown);
}

/* Bring the numbers on the filters up to date, once for many changes. */
export function recount() {
  cancelAnimationFrame(counting);
  counting = requestAnimationFrame(() => {
    const counts = { all: 0 };
    for (const article of articles()) {
      counts.all += 1;
      for (const word of states(article)) counts[word] = (counts[word] ?? 0) + 1;
    }
    for (const button of filters.querySelectorAll("[data-filter]")) {
      button.querySelector(".desk-filter__count").textContent = counts[button.dataset.filter] ?? 0;
    }
    const unread = document.querySelector("[data-confirm-all]");
    if (unread) {
      unread.hidden = !counts.prefilled;
      unread.querySelector(".desk-filter__count").textContent = counts.prefilled ?? 0;
    }
  });
}

export function progress(numbers) {
  const bar = document.getElementById("desk-progress");
  if (!bar || numbers?.total === undefined) return;
  bar.max = numbers.total;
  bar.value = numbers.done;
  document.getElementById("desk-progress-text").textContent = numbers.text;
}

/* Put segments that the server drew anew in place of the old ones. */
export function redraw(drawn, prepare) {
  for (const [id, html] of Object.entries(drawn)) {
    const old = find(id);
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const fresh = holder.content.firstElementChild;
    const other = old.querySelector(".desk-segment__other");
    const hadFocus = old.contains(document.activeElement);
    fresh.hidden = old.hidden;
    if (other) fresh.querySelector(".desk-segment__other, .desk-segment__target").before(other);
    tools.remove();
    old.replaceWith(fresh);
    prepare(fresh);
    if (old === current) {
      current = null;
      makeCurrent(fresh);
      if (hadFocus) (fieldOf(fresh) ?? fresh).focus({ preventScroll: true });
    }
  }
  if (current && !current.contains(tools)) current.querySelector("[data-tools-here]").append(tools);
  recount();
}

filters.addEventListener("click", (event) => {
  const button = event.target.closest("[data-filter]");
  if (button) show(button.dataset.filter);
});

/* While a finger or mouse button is down nothing moves, or it would be released over something else and press nothing. */
let pressed = false;
let waiting = null;

list.addEventListener("focusin", (event) => {
  const article = event.target.closest("[data-segment]");
  if (!article) return;
  if (pressed) waiting = article;
  else makeCurrent(article);
});

list.addEventListener("pointerdown", () => {
  pressed = true;
});

for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    pressed = false;
    setTimeout(() => {
      if (waiting?.isConnected) makeCurrent(waiting);
      waiting = null;
    });
  });
}

export function begin() {
  show(filters.dataset.show);
  const shown = articles().filter((article) => !article.hidden);
  const asked = window.location.hash.startsWith("#segment-") ? document.querySelector(window.location.hash) : null;
  const first = asked ?? shown.find((article) => article.dataset.review === "flagged") ?? shown.find(isOpen) ?? shown[0];
  if (first) makeCurrent(first);
}
