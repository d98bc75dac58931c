/* What the server told this page: addresses, words, who is signed in. */

export const settings = JSON.parse(document.getElementById("desk-settings").textContent);
export const { words } = settings;

export const segmentUrl = (id, action) => settings.urls.segment.replace("/0/", `/${id}/`).replace("ACTION", action);
export const detailsUrl = (id) => settings.urls.details.replace("/0/", `/${id}/`);
export const commentUrl = (id, action) => settings.urls.comment.replace("/0/", `/${id}/`).replace("ACTION", action);

/* Fill `%(name)s` as the server's own sentences do. */
export const filled = (sentence, values) => sentence.replace(/%\((\w+)\)s/g, (_match, name) => values[name] ?? "");

const live = document.getElementById("desk-live");

/* Say something to screen readers without moving the focus. */
export function announce(text) {
  live.textContent = "";
  requestAnimationFrame(() => {
    live.textContent = text;
  });
}
