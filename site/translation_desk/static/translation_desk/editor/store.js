/* Texts that the server has not confirmed, kept on this computer: they outlive a closed tab, a crash and an expired session. */

import { settings } from "./settings.js";

const prefix = `desk:${settings.user}:${settings.job}:`;
const memory = new Map();

export function put(id, entry) {
  memory.set(id, entry);
  try {
    localStorage.setItem(prefix + id, JSON.stringify(entry));
  } catch {
    /* No room or not allowed: what is in memory still goes to the server. */
  }
}

export function take(id) {
  return memory.get(id);
}

export function drop(id) {
  memory.delete(id);
  try {
    localStorage.removeItem(prefix + id);
  } catch {
    /* Then there was nothing to remove either. */
  }
}

export const ids = () => [...memory.keys()];

/* Read what an earlier visit left. */
export function recover() {
  try {
    for (let place = localStorage.length - 1; place >= 0; place -= 1) {
      const key = localStorage.key(place);
      if (key.startsWith(prefix)) {
        const entry = JSON.parse(localStorage.getItem(key));
        memory.set(key.slice(prefix.length), { ...entry, held: false });
      }
    }
  } catch {
    /* Nothing can be read, so nothing was kept. */
  }
  return new Map(memory);
}
