/* Suggestions below a search box while somebody types: an editable combobox with a list, as WAI-ARIA 1.2 describes it.
   Without this module the box is a plain search box. */

const PAUSE = 150; // milliseconds without a key before suggestions are asked for
const HAN = /\p{Script=Han}/u;
let boxes = 0;

function make(name, attributes) {
  return give(document.createElement(name), attributes);
}

function give(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

class Suggestions {
  constructor(form, input) {
    this.form = form;
    this.input = input;
    this.words = form.dataset;
    this.id = `suggestions-${(boxes += 1)}`;
    this.known = new Map();
    this.list = make("ul", { id: this.id, class: "suggestions", role: "listbox", "aria-label": this.words.suggestionsLabel, hidden: "" });
    this.status = make("span", { class: "visually-hidden", role: "status" });
    input.after(this.list, this.status);
    give(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.id, "aria-expanded": "false" });
    input.addEventListener("input", (event) => event.isComposing || this.wait());
    input.addEventListener("compositionend", () => this.wait());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    // Keep the focus in the box.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
    form.addEventListener("submit", () => this.close());
  }

  wait() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.mark(-1);
    const typed = this.input.value;
    if (typed.trim().length < (HAN.test(typed) ? 1 : 2)) this.close();
    else this.timer = setTimeout(() => this.ask(typed), PAUSE);
  }

  async ask(typed) {
    this.request = new AbortController();
    try {
      if (!this.known.has(typed)) {
        const address = `${this.words.suggestions}?${new URLSearchParams({ q: typed })}`;
        const answer = await fetch(address, { signal: this.request.signal });
        this.known.set(typed, (await answer.json()).suggestions);
      }
      if (this.input.value === typed && document.activeElement === this.input) this.show(this.known.get(typed));
    } catch {
      // Without an answer the box does what it always does.
    }
  }

  show(texts) {
    if (!texts.length) {
      this.close();
      return;
    }
    this.list.replaceChildren(
      ...texts.map((text, place) => {
        const option = make("li", { id: `${this.id}-${place}`, role: "option", "aria-selected": "false", dir: "auto" });
        option.textContent = text;
        return option;
      }),
    );
    this.mark(-1);
    this.open();
    this.status.textContent = this.words.suggestionsStatus.replace("{number}", texts.length);
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.mark(-1);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.status.textContent = "";
  }

  mark(place) {
    this.active = place;
    const options = [...this.list.children];
    options.forEach((option, other) => option.setAttribute("aria-selected", String(other === place)));
    this.input.removeAttribute("aria-activedescendant");
    if (options[place]) this.input.setAttribute("aria-activedescendant", options[place].id);
  }

  take(option) {
    if (!option) return;
    this.input.value = option.textContent;
    this.close();
    this.form.requestSubmit();
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const options = this.list.children;
    const closed = this.list.hidden;
    if (event.key === "Escape" && !closed) {
      this.close();
    } else if (event.key === "Enter" && !closed && this.active >= 0) {
      this.take(options[this.active]);
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && options.length && this.input.value.trim()) {
      const down = event.key === "ArrowDown";
      if (event.altKey) {
        if (down) this.open();
        else this.close();
      } else if (closed) {
        this.open();
        this.mark(down ? 0 : options.length - 1);
      } else {
        // The box itself is one place more.
        const places = options.length + 1;
        this.mark(((this.active + 1 + (down ? 1 : -1) + places) % places) - 1);
      }
    } else {
      return;
    }
    event.preventDefault();
  }
}

if (!navigator.connection?.saveData) {
  for (const form of document.querySelectorAll('form[role="search"][data-suggestions]')) {
    const input = form.querySelector('input[name="q"]');
    if (input) new Suggestions(form, input);
  }
}
