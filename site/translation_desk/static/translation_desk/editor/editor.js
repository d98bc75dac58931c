/* The translation editor: connects the list, the fields, saving, keys and what hangs on single segments. */

import { post } from "./api.js";
import * as choosers from "./choosers.js";
import * as conflict from "./conflict.js";
import * as details from "./details.js";
import * as fields from "./field.js";
import * as keys from "./keys.js";
import * as list from "./list.js";
import * as machine from "./machine.js";
import * as memory from "./memory.js";
import * as preview from "./preview.js";
import * as proposing from "./proposing.js";
import { ask } from "./review.js";
import * as saving from "./saving.js";
import { announce, filled, segmentUrl, settings, words } from "./settings.js";
import * as store from "./store.js";

const root = document.getElementById("desk-list");
const target = document.querySelector(".desk-segment__shown, .desk-field__text");
const unsaved = () => store.ids().map((id) => [id, store.take(id).text]);

function note(article, text, invalid = false) {
  article.querySelector("[data-note]").textContent = text;
  article.querySelector("[data-note]").classList.toggle("is-error", invalid);
  list.fieldOf(article)?.toggleAttribute("aria-invalid", invalid);
}

function measure(article, field) {
  const limit = Number(field.dataset.limit);
  const length = [...field.value].length;
  if (limit && length > limit) note(article, filled(words.tooLong, { length, limit }), true);
  return !limit || length <= limit;
}

function changed(field) {
  const article = field.closest("[data-segment]");
  if (measure(article, field) && article.querySelector(".is-error")) note(article, "");
  article.querySelector("[data-state]").textContent = words.notSaved;
  saving.changed(article.dataset.segment, field.value, Number(article.dataset.version));
  preview.refresh(unsaved);
}

function prepare(article) {
  const field = list.fieldOf(article);
  if (field) fields.prepare(field, changed);
}

saving.on("saved", (id, answer) => {
  const article = list.find(id);
  list.progress(answer.progress);
  if (!article) return;
  article.dataset.version = answer.version;
  if (!saving.isOpen(id)) {
    article.querySelector("[data-state]").textContent = answer.state;
    note(article, "");
    list.showFindings(article, answer.findings);
    list.setState(article, "findings", answer.open);
  }
  list.setState(article, "untranslated", !answer.done);
  if (!answer.prefilled) {
    list.setState(article, "prefilled", false);
    list.setState(article, "machine", false);
    article.querySelector("[data-do=confirm]")?.remove();
  }
  preview.refresh(unsaved);
});

saving.on("refused", (id, message) => {
  const article = list.find(id);
  if (article) note(article, message, true);
  announce(message);
});

saving.on("conflict", (id, answer) => {
  const article = list.find(id);
  const field = list.fieldOf(article);
  conflict.show(article, field, answer, (text) => {
    article.dataset.version = answer.version;
    if (field.value !== text) {
      field.value = text;
      fields.draw(field);
    }
    field.focus();
    saving.resolve(id, text, answer.version);
  });
});

/* Do something to a segment and draw it anew. True when the server took it. */
async function act(article, action, data = {}, url = segmentUrl(article.dataset.segment, action)) {
  await saving.drain();
  try {
    const answer = await post(url, { ...data, user: settings.user });
    const drawn = answer.segments ?? {};
    for (const id of Object.keys(drawn)) saving.forget(id);
    list.redraw(drawn, prepare);
    list.progress(answer.progress);
    preview.refresh(unsaved);
    const state = list.find(article.dataset.segment)?.querySelector("[data-state]");
    if (state) announce(state.textContent);
    return true;
  } catch (error) {
    note(article, error.message || words.failed, true);
    announce(error.message || words.failed);
    return false;
  }
}

function english(article) {
  const copy = article.querySelector(".desk-segment__source").cloneNode(true);
  copy.querySelectorAll("del, .w-sr-only").forEach((element) => element.remove());
  copy.querySelectorAll("br").forEach((element) => element.replaceWith("\n"));
  return copy.textContent;
}

function earlier(article) {
  const copy = article.querySelector(".desk-earlier__text")?.cloneNode(true);
  copy?.querySelectorAll("br").forEach((element) => element.replaceWith("\n"));
  return copy?.textContent ?? "";
}

async function decideAndGoOn(article, action, data) {
  const here = list.currentArticle() === article;
  if ((await act(article, action, data)) && here) list.nextOpen();
}

async function confirm(article) {
  const here = list.currentArticle() === article;
  if ((await act(article, "confirm")) && here) list.nextWith(["prefilled", "machine"], words.confirmed);
}

function suggest(article) {
  const button = article.querySelector("[data-do=suggest]");
  if (!button) return;
  const { lang, dir } = target;
  ask(article, { label: button.textContent, value: button.dataset.text, lang, dir }, (text) => act(article, "suggest", { text }));
}

/* What was typed arrives first, so that the version is the one that the English replaces. */
async function same(article) {
  await saving.drain();
  await act(article, "same", { version: Number(article.dataset.version) });
}

function judge(article, button) {
  const { check } = button.dataset;
  ask(article, { label: words.rightWhy, type: "text" }, (reason) => act(article, "judge", { check, reason }));
}

function choose(article) {
  const { kind, value } = article.querySelector(".desk-choice").dataset;
  const send = (chosen) => act(article, "object", { value: chosen });
  if (kind === "link") {
    const label = article.querySelector("[data-do=choose]").textContent;
    ask(article, { label, value, dir: "ltr", type: "url" }, send);
  } else {
    choosers.open(article, kind, send);
  }
}

const has = (article, name) => article.querySelector(`[data-do=${name}]`) !== null;

/* What buttons and keys do. Each gets the segment; `false` leaves the key to the browser. */
const actions = {
  next: () => list.step(1),
  previous: () => list.step(-1),
  "next-open": async () => {
    saving.drain();
    list.nextOpen();
  },
  save: () => saving.drain(),
  copy: (article) => {
    const field = list.fieldOf(article);
    if (field) fields.replaceAll(field, english(article));
    announce(words.copied);
  },
  same: (article) => list.fieldOf(article) !== null && same(article),
  judge: (article, _event, button) => button && judge(article, button),
  keep: (article) => has(article, "keep") && decideAndGoOn(article, "keep"),
  earlier: (article) => earlier(article) && fields.replaceAll(list.fieldOf(article), earlier(article)),
  tag: (article, event, button) => {
    const number = button ? button.dataset.tag : event.code.slice(-1);
    const field = list.fieldOf(article);
    if (!field || !article.querySelector(`[data-tag="${number}"]`)) return false;
    fields.insertTag(field, number);
    return true;
  },
  fill: (article) => has(article, "fill") && details.toggle(article, "[data-fill] button"),
  accept: (article) => has(article, "accept") && act(article, "accept"),
  confirm: (article) => has(article, "confirm") && confirm(article),
  details: (article) => details.toggle(article),
  comment: (article) => details.toggle(article, "[data-comment] textarea"),
  ask: (article) => details.toggle(article, "[data-ask] textarea"),
  memory: (article) => details.toggle(article, "[data-memory-first]"),
  terms: (article) => details.toggle(article, "[data-terms-first]"),
  "propose-term": (article) => proposing.open(article),
  insert: (article, event) => memory.insert(event),
  search: () => memory.search(),
  leave: (article, event) => {
    document.querySelector(".desk-inline")?.remove();
    if (!event.target.closest("[data-segment], [data-details]")) return false;
    article.focus({ preventScroll: true });
    return true;
  },
  decide: () => document.querySelector("[data-decide]")?.focus(),
  clear: (article) => decideAndGoOn(article, "clear"),
  flag: (article) => ask(article, { label: words.flagWhy }, (message) => act(article, "flag", { message })),
  suggest,
  choose,
  "as-english": (article) => act(article, "object", { value: "" }),
};

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-segment] [data-do]");
  if (button) actions[button.dataset.do]?.(button.closest("[data-segment]"), event, button);
});

root.addEventListener("focusout", (event) => {
  if (event.target.matches(".desk-field__text") && saving.isOpen(event.target.closest("[data-segment]").dataset.segment)) {
    saving.drain();
  }
});

root.addEventListener("focusin", (event) => {
  if (event.target.matches(".desk-field__text")) preview.showText(event.target.value);
});

keys.listen((name, event) => {
  const article = event.target.closest("[data-segment]") ?? list.currentArticle();
  return article ? actions[name]?.(article, event) : false;
});

/* What leaves the page for a step of the whole translation waits until every text has arrived. */
async function arrived(event, goOn) {
  if (!store.ids().length) return;
  event.preventDefault();
  await saving.drain();
  const [open] = store.ids();
  if (open === undefined) goOn();
  else {
    announce(words.notSaved);
    list.go(list.find(open));
  }
}

document.addEventListener("submit", (event) => {
  if ("flush" in event.target.dataset) arrived(event, () => event.target.submit());
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-flush]");
  if (link) arrived(event, () => window.location.assign(link.href));
});

document.querySelectorAll("[data-submits]").forEach((field) => field.addEventListener("change", () => field.form.submit()));

/* Texts that an earlier visit could not save. */
function recover() {
  let found = false;
  for (const [id, entry] of store.recover()) {
    const article = list.find(id);
    const field = article && list.fieldOf(article);
    if (!field) keepAside(entry.text);
    else if (field.value === entry.text) store.drop(id);
    else {
      field.value = entry.text;
      found = true;
    }
  }
  if (found) announce(words.recovered);
  return found;
}

/* The segment is not here any more, or cannot be written now: the text is shown, so that it can be copied. */
function keepAside(text) {
  const bar = document.getElementById("desk-messages");
  const shown = document.createElement("blockquote");
  shown.dir = "auto";
  shown.textContent = text;
  const before = document.createElement("p");
  before.textContent = words.notSaved;
  bar.hidden = false;
  bar.append(before, shown);
}

const recovered = recover();
list.articles().forEach(prepare);
list.begin();
keys.explain();
details.listen(root, act);
details.listenToRemarks();
memory.listen(root);
proposing.listen(root);
preview.watch(unsaved);
machine.watch();
if (recovered) saving.drain();
document.documentElement.dataset.deskReady = "";
