/* Comments, history and repetitions of a segment, read when somebody opens them. */

import { get, post } from "./api.js";
import { announce, commentUrl, detailsUrl, settings, words } from "./settings.js";
import { find, makeCurrent } from "./list.js";

/* A segment that was drawn anew is another element under the same name. */
const holderOf = (article) => {
  const next = find(article.dataset.segment)?.nextElementSibling;
  return next?.matches("[data-details]") ? next : null;
};

async function fill(article, holder) {
  const answer = await get(detailsUrl(article.dataset.segment));
  holder.innerHTML = answer.html;
}

/* Open or close the details; `focus` names what to go to in them. */
export async function toggle(article, focus = "") {
  let holder = holderOf(article);
  if (holder && !focus) {
    holder.remove();
    makeCurrent(article);
    article.querySelector("[data-do=details]")?.setAttribute("aria-expanded", "false");
    article.focus({ preventScroll: true });
    return;
  }
  if (!holder) {
    holder = document.createElement("div");
    holder.dataset.details = article.dataset.segment;
    article.after(holder);
    try {
      await fill(article, holder);
    } catch (error) {
      holder.remove();
      announce(error.message || words.failed);
      return;
    }
    article.querySelectorAll("[data-do=details]").forEach((button) => button.setAttribute("aria-expanded", "true"));
  }
  const target = focus ? holder.querySelector(focus) : holder.querySelector("h4");
  if (target) {
    if (target.matches("h4")) target.tabIndex = -1;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }
}

export async function refresh(article) {
  const holder = holderOf(article);
  if (holder) await fill(article, holder);
}

const articleOf = (element) => document.getElementById(`segment-${element.closest("[data-details]").dataset.details}`);

/* Listen inside the details. `act(article, action, data)` does something to the segment and draws it anew. */
export function listen(list, act) {
  list.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.closest("[data-details]")) return;
    event.preventDefault();
    const article = articleOf(form);
    const field = form.querySelector("textarea");
    if ("comment" in form.dataset) {
      if (await act(article, "comment", { text: field.value })) await refreshAndFocus(article, "[data-comment] textarea");
    } else if ("ask" in form.dataset) {
      const fault = event.submitter?.value === "fault";
      if (await act(article, "ask", { text: field.value, fault })) await refreshAndFocus(article, "[data-ask] textarea");
    } else if ("fill" in form.dataset) {
      const boxes = [...form.querySelectorAll("input[type=checkbox]")];
      const except = boxes.filter((box) => !box.checked).map((box) => Number(box.value));
      if (await act(article, "fill", { except })) await refreshAndFocus(article, "[data-fill] button");
    } else if ("answer" in form.dataset) {
      await onThread(form, "answer", { text: field.value }, act);
    }
  });
  list.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-details] button");
    if (!button) return;
    if (button.dataset.do === "restore") {
      const article = articleOf(button);
      if (await act(article, "restore", { history: Number(button.dataset.history) })) await refreshAndFocus(article, "h4");
    } else if (button.dataset.threadDo) {
      await onThread(button, button.dataset.threadDo, {}, act);
    }
  });
}

async function refreshAndFocus(article, selector) {
  await refresh(article);
  const target = holderOf(article)?.querySelector(selector);
  if (target?.matches("h4")) target.tabIndex = -1;
  target?.focus();
}

async function onThread(element, action, data, act) {
  const article = articleOf(element);
  const thread = element.closest("[data-thread]").dataset.thread;
  if (await act(article, null, data, commentUrl(thread, action))) await refreshAndFocus(article, "[data-comment] textarea");
}

/* Threads about the whole translation stand in the panel at the side; the page is loaded anew after a change. */
export function listenToRemarks() {
  const panel = document.querySelector("[data-remarks]");
  panel?.addEventListener("submit", async (event) => {
    if (!("answer" in event.target.dataset)) return;
    event.preventDefault();
    await settle(event.target, "answer", { text: event.target.querySelector("textarea").value });
  });
  panel?.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-thread-do]");
    if (button) await settle(button, button.dataset.threadDo, {});
  });
}

async function settle(element, action, data) {
  try {
    await post(commentUrl(element.closest("[data-thread]").dataset.thread, action), { ...data, user: settings.user });
    window.location.reload();
  } catch (error) {
    announce(error.message || words.failed);
  }
}

