// Shows how far the work with a file is, until it is done.

const PAUSE = 1500; // milliseconds

async function look() {
  const state = document.getElementById("import-state");
  if (!state || !("working" in state.dataset)) return;
  try {
    const response = await fetch(location.href, { credentials: "same-origin" });
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const now = page.getElementById("import-state");
      if (now) state.replaceWith(now);
    }
  } catch {
    // Without a connection the next look may succeed.
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
