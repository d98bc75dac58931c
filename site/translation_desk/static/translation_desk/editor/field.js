/* A text field in which marks such as ⟦1⟧ are single things: never half selected, never half deleted. */

const MARK = /⟦\/?(?:\d{1,3}|b|strong|i|em|sup|sub)⟧/g;

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

/* Draw the marks behind the text. The same element gives the field its height. */
export function draw(field) {
  const behind = field.previousElementSibling;
  behind.innerHTML = `${escaped(field.value).replace(MARK, (mark) => `<mark>${mark}</mark>`)}\u200b`;
}

function markAround(text, position) {
  for (const match of text.matchAll(MARK)) {
    if (match.index < position && position < match.index + match[0].length) {
      return [match.index, match.index + match[0].length];
    }
  }
  return null;
}

/* Keep the caret and both ends of a selection out of marks. */
function snap(field) {
  const { selectionStart: start, selectionEnd: end, value, selectionDirection: direction } = field;
  const first = markAround(value, start);
  if (start === end) {
    if (!first) return;
    const cameFromEnd = field.lastCaret === undefined ? start - first[0] <= first[1] - start : field.lastCaret >= first[1];
    const edge = cameFromEnd ? first[0] : first[1];
    field.setSelectionRange(edge, edge);
  } else {
    const last = markAround(value, end);
    if (first || last) field.setSelectionRange(first ? first[0] : start, last ? last[1] : end, direction);
  }
}

/* Replace the selection in a way that undo understands. */
export function replaceSelection(field, text) {
  field.focus();
  const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (!done) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/* Put the whole text in place of what is there; undo brings it back. */
export function replaceAll(field, text) {
  field.focus();
  field.select();
  replaceSelection(field, text);
}

/* Put a tag around what is selected; a tag that is there already is selected instead. */
export function insertTag(field, number) {
  const open = `⟦${number}⟧`;
  const close = `⟦/${number}⟧`;
  const there = field.value.indexOf(open);
  if (there >= 0) {
    const end = field.value.indexOf(close, there);
    field.focus();
    field.setSelectionRange(there + open.length, end < 0 ? there + open.length : end);
    return;
  }
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  const start = field.selectionStart;
  replaceSelection(field, open + chosen + close);
  const caret = start + open.length;
  field.setSelectionRange(caret, caret + chosen.length);
}

function beforeInput(event) {
  const field = event.target;
  if (event.inputType === "insertLineBreak" && "oneLine" in field.dataset) {
    event.preventDefault();
    return;
  }
  if (event.inputType === "insertText" && event.data && markAround(field.value, field.selectionStart)) {
    /* Typed faster than the caret could be moved out of the mark. */
    event.preventDefault();
    snap(field);
    replaceSelection(field, event.data);
    return;
  }
  if (!event.inputType.startsWith("delete") || field.selectionStart !== field.selectionEnd || event.isComposing) return;
  const caret = field.selectionStart;
  const forward = event.inputType.endsWith("Forward");
  for (const match of field.value.matchAll(MARK)) {
    const end = match.index + match[0].length;
    if (forward ? match.index === caret : end === caret) {
      event.preventDefault();
      field.setSelectionRange(match.index, end);
      replaceSelection(field, "");
      return;
    }
  }
}

/* Prepare one field. `changed` is called with the field after each change, never while an input method composes. */
export function prepare(field, changed) {
  draw(field);
  field.addEventListener("beforeinput", beforeInput);
  field.addEventListener("input", (event) => {
    draw(field);
    if (!event.isComposing) changed(field);
  });
  field.addEventListener("compositionend", () => changed(field));
  field.addEventListener("blur", () => {
    field.lastCaret = undefined;
  });
}

document.addEventListener("selectionchange", () => {
  const field = document.activeElement;
  if (!field?.classList.contains("desk-field__text")) return;
  snap(field);
  field.lastCaret = field.selectionStart;
});
