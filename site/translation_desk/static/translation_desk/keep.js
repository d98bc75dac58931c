/* Keeps what is typed into a form of the desk in the browser, so that an expired session or a closed tab loses nothing. */
class KeepController extends window.StimulusModule.Controller {
  static targets = ["text"];

  static values = { key: String, note: String };

  connect() {
    this.sent = false;
    let restored = false;
    for (const field of this.textTargets) {
      const kept = this.read(field);
      if (kept && !field.value) {
        field.value = kept;
        restored = true;
      }
    }
    if (restored) this.say();
  }

  store({ target }) {
    try {
      window.sessionStorage.setItem(this.name(target), target.value);
    } catch {
      /* A browser that keeps nothing: the form works as before. */
    }
  }

  read(field) {
    try {
      return window.sessionStorage.getItem(this.name(field)) || "";
    } catch {
      return "";
    }
  }

  name(field) {
    return `desk-keep:${this.keyValue}:${field.name}`;
  }

  say() {
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    note.className = "desk-keep-note";
    note.textContent = this.noteValue;
    this.element.prepend(note);
  }
}

window.wagtail.app.register("desk-keep", KeepController);
