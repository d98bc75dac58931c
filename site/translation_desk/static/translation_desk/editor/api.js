/* Talks to the server: JSON both ways. Errors carry what the server said and the status of the answer. */

export class ApiError extends Error {
  constructor(status, answer) {
    super(answer.message || "");
    this.status = status;
    this.answer = answer;
  }
}

/* Read when it is needed: signing in again in another tab gives a new one. */
function token() {
  const cookie = document.cookie.match(/(?:^|;\s*)(?:__Host-)?csrftoken=([^;]+)/);
  return cookie ? decodeURIComponent(cookie[1]) : window.wagtailConfig?.CSRF_TOKEN || "";
}

async function answerOf(response) {
  let answer = {};
  try {
    answer = await response.json();
  } catch {
    /* A proxy or a crash answers with a page: the status says enough. */
  }
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer;
}

export async function post(url, data, options = {}) {
  const response = await fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest" },
    body: JSON.stringify(data),
    ...options,
  });
  return answerOf(response);
}

export async function get(url) {
  const response = await fetch(url, { credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" } });
  return answerOf(response);
}
