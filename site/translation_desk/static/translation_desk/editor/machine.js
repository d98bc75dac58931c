/* Shows how far the machine is that translates empty texts, and brings them in when it is done. */

import * as store from "./store.js";

const PAUSE = 2000; // milliseconds

/* Texts that came appear at once, but not under the hands of somebody who is writing. */
function arrived(state) {
  const writes = store.ids().length > 0 || document.activeElement?.matches(".desk-field__text");
  if (writes) state.querySelector("[data-reload]").hidden = false;
  else window.location.reload();
}

async function look(state) {
  try {
    const response = await fetch(state.dataset.url, { credentials: "same-origin" });
    if (response.ok) {
      const { works, text } = await response.json();
      if (text) state.querySelector("[data-text]").textContent = text;
      if (!works) {
        arrived(state);
        return;
      }
    }
  } catch {
    // Without a connection the next look may succeed.
  }
  setTimeout(look, PAUSE, state);
}

export function watch() {
  const state = document.getElementById("desk-machine");
  if (state && "working" in state.dataset) setTimeout(look, PAUSE, state);
}
