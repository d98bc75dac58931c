/* Somebody else saved first: both texts are shown, and the person chooses. */

import { announce, filled, words } from "./settings.js";

function side(title, text, button, choose) {
  const box = document.createElement("div");
  const heading = document.createElement("p");
  heading.className = "desk-earlier__label";
  heading.textContent = title;
  const shown = document.createElement("div");
  shown.dir = "auto";
  shown.className = "desk-conflict__text";
  shown.textContent = text || "–";
  const chooser = document.createElement("button");
  Object.assign(chooser, { type: "button", className: "desk-tool desk-tool--main", textContent: button });
  chooser.addEventListener("click", choose);
  box.append(heading, shown, chooser);
  return box;
}

/* Show both texts under the field. `chosen(text)` is called once. */
export function show(article, field, answer, chosen) {
  article.querySelector(".desk-conflict")?.remove();
  const mine = field.value;
  const box = document.createElement("div");
  box.className = "desk-conflict";
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", answer.message);
  const message = document.createElement("p");
  message.textContent = answer.message;
  const choose = (text) => () => {
    box.remove();
    chosen(text);
  };
  box.append(
    message,
    side(filled(words.theirs, { name: answer.by }), answer.theirs, words.useTheirs, choose(answer.theirs)),
    side(words.mine, mine, words.useMine, () => {
      box.remove();
      chosen(field.value);
    }),
  );
  field.closest(".desk-field").after(box);
  announce(answer.message);
}
