/* Saves each segment a moment after the last key, one after the other, until the server has confirmed every one. */

import { post } from "./api.js";
import { announce, segmentUrl, settings, words } from "./settings.js";
import * as store from "./store.js";

const PAUSE = 700;
const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;

const listeners = { saved: [], refused: [], conflict: [] };
let timer = null;
let retryTimer = null;
let retry = FIRST_RETRY;
let draining = null;
let trouble = "";

export const on = (event, listener) => listeners[event].push(listener);
const tell = (event, ...details) => listeners[event].forEach((listener) => listener(...details));

const bar = document.getElementById("desk-messages");
const state = document.getElementById("desk-saved");

function show(kind) {
  if (kind !== trouble) {
    trouble = kind;
    bar.replaceChildren();
    bar.hidden = !kind;
    if (kind) {
      const text = document.createElement("p");
      text.textContent = words[kind];
      bar.append(text);
      if (kind === "signedOut") {
        const link = document.createElement("a");
        Object.assign(link, { href: settings.urls.signIn, target: "_blank", textContent: words.signIn });
        bar.append(link);
      }
      announce(words[kind]);
    }
  }
  tellState();
}

function tellState() {
  if (!state) return;
  const open = store.ids().length > 0;
  const text = !open ? words.saved : draining && !trouble ? words.saving : words.notSaved;
  if (state.textContent !== text) state.textContent = text;
}

/* A text changed. It is kept here at once and sent after a pause. */
export function changed(id, text, version) {
  const before = store.take(id);
  store.put(id, { text, version: before?.version ?? version, own: before?.own ?? [], held: false });
  tellState();
  clearTimeout(timer);
  timer = setTimeout(drain, PAUSE);
}

export const isOpen = (id) => store.take(id) !== undefined;
export const forget = (id) => {
  store.drop(id);
  tellState();
};

/* Start over from another version, after the person chose between two texts. */
export function resolve(id, text, version) {
  store.put(id, { text, version, own: [], held: false });
  return drain();
}

/* Send now whatever is open; resolves when all is confirmed or nothing more can be done at present. */
export function drain() {
  clearTimeout(timer);
  draining ??= sendAll().finally(() => {
    draining = null;
    tellState();
  });
  return draining;
}

async function sendAll() {
  for (;;) {
    const id = store.ids().find((candidate) => !store.take(candidate).held);
    if (id === undefined) return;
    tellState();
    if (!(await send(id))) return;
  }
}

async function send(id) {
  const entry = store.take(id);
  const { text, version, own } = entry;
  /* If the answer gets lost, the server finds this text in place and knows that it is no stranger's. */
  store.put(id, { ...entry, own: [...own.filter((sent) => sent !== text), text].slice(-5) });
  let answer;
  try {
    answer = await post(segmentUrl(id, "save"), { text, version, own, user: settings.user });
  } catch (error) {
    return failed(id, error);
  }
  retry = FIRST_RETRY;
  show("");
  const now = store.take(id);
  if (now && now.text !== text) {
    store.put(id, { ...now, version: answer.version, own: [] });
  } else {
    store.drop(id);
  }
  tell("saved", id, answer);
  return true;
}

/* Tell what became of a text that was not saved. True: the others may still be tried. */
function failed(id, error) {
  /* A refusal without words of ours comes from the guard of forms: its cookie went with the session. */
  if (error.status === 401 || (error.status === 403 && !error.answer.error)) {
    show("signedOut");
    later();
    return false;
  }
  if (!error.status || error.status >= 500 || error.status === 429) {
    show("waiting");
    later();
    return false;
  }
  store.put(id, { ...store.take(id), held: true });
  if (error.answer.error === "conflict") tell("conflict", id, error.answer);
  else tell("refused", id, error.message || words.failed);
  return true;
}

function later() {
  clearTimeout(retryTimer);
  retryTimer = setTimeout(drain, retry);
  retry = Math.min(retry * 2, LAST_RETRY);
}

function atOnce() {
  if (store.ids().length) {
    clearTimeout(retryTimer);
    retry = FIRST_RETRY;
    drain();
  }
}

window.addEventListener("online", atOnce);
window.addEventListener("focus", atOnce);
document.addEventListener("visibilitychange", atOnce);

/* The tab closes: what is still open is sent along, and stays on this computer in case it does not arrive. */
window.addEventListener("pagehide", () => {
  for (const id of store.ids().slice(0, 10)) {
    const { text, version, own, held } = store.take(id);
    if (!held) post(segmentUrl(id, "save"), { text, version, own, user: settings.user }, { keepalive: true }).catch(() => {});
  }
});
