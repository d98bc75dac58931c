/* Obeys the list of keys that the help under `?` shows. */

const table = document.getElementById("desk-shortcuts").content;
const mac = /Mac|iPod|iPhone|iPad/.test(navigator.platform || navigator.userAgent);
const enabled = window.wagtailConfig?.KEYBOARD_SHORTCUTS_ENABLED !== false;

const commands = [...table.querySelectorAll("[data-command]")].map(({ dataset: { command: name, code, modifier } }) => ({
  name,
  code,
  modifier,
}));

function modifierOf(event) {
  if (event.shiftKey) return "other";
  const alt = mac ? event.altKey && event.ctrlKey && !event.metaKey : event.altKey && !event.ctrlKey && !event.metaKey;
  const mod = mac ? event.metaKey && !event.altKey && !event.ctrlKey : event.ctrlKey && !event.altKey && !event.metaKey;
  if (alt) return "alt";
  if (mod) return "mod";
  return event.altKey || event.ctrlKey || event.metaKey ? "other" : "";
}

const fits = (command, event) =>
  command.code === "Digit" ? /^Digit[1-9]$/.test(event.code) : command.code === event.code;

function commandFor(event) {
  const writing = event.target.matches("input, textarea, select, [contenteditable]");
  const onSegment = event.target.matches("[data-segment]");
  const modifier = modifierOf(event);
  return commands.find((command) => {
    if (!fits(command, event)) return false;
    if (command.name === "insert") return modifier === "" && !writing && event.target.closest("[data-memory], [data-terms]") !== null;
    if (command.modifier === modifier) return command.name !== "leave" || writing;
    return onSegment && command.modifier === "alt" && modifier === "";
  });
}

/* Call `run(name, event)` for each key of the list, never while an input method composes: it needs Enter and Escape itself. */
export function listen(run) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || !(event.target instanceof Element)) return;
    if (event.target.closest(".w-dialog, .modal")) return;
    const command = enabled ? commandFor(event) : null;
    if (command) {
      if (run(command.name, event) !== false) event.preventDefault();
    } else if (event.code === "Enter" && event.target.matches("[data-segment]")) {
      event.preventDefault();
      event.target.querySelector(".desk-field__text")?.focus();
    }
  });
}

/* Put our keys on top of Wagtail's own list, which waits in a template until the page is ready. */
export function explain() {
  const id = "keyboard-shortcuts-dialog";
  const places = [document, ...[...document.querySelectorAll("template")].map((template) => template.content)];
  for (const place of places) place.querySelector(`#${id} table thead`)?.after(table.cloneNode(true));
  document.getElementById("desk-help").addEventListener("click", () => {
    document.getElementById(id)?.dispatchEvent(new CustomEvent("w-dialog:show"));
  });
}
