// The coder's page. Python holds the passages, writes each answer into the coder's file, and only
// then sends what is to be shown next: what the page has left behind is saved.
// Texts of the corpus reach the page through textContent alone, so that nothing in them acts.

const WAITING =
  "Waiting for Python, which may be busy with a cell. If its kernel was restarted, run this cell " +
  "again: all answers before this one are saved.";
const PAUSE = 500; // milliseconds without a keystroke after which a note is saved

/** Show a key that does what stands beside it. */
const keycap = (key) => (key ? h("kbd", { "aria-hidden": "true" }, key) : null);

/** Return the letter or digit of a key, whichever the layout of the keyboard. */
function pressed(event) {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (digit) return digit[1];
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase() ?? "";
}

class Page {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.say = h("p", { class: "hint", role: "status" }, "Asking Python for the passages…");
    this.read = h("p", { class: "heard", "aria-live": "polite" });
    this.refused = h("p", { class: "refused", role: "alert" });
    this.refusals = new Map(); // why, by what was refused: a note stays so until it is saved
    this.drafts = new Map(); // by place, the notes that are not saved
    // "$5bn ... $3bn" is no formula, for MathJax of JupyterLab and of older notebooks.
    root.classList.add("toolkit-coder", "mathjax_ignore", "tex2jax_ignore");
    root.append(this.say, this.refused);
    this.answers = {
      start: (answer) => this.start(answer),
      passage: (answer) => this.showPassage(answer),
      end: (answer) => this.showEnd(answer),
      article: (answer) => this.showArticle(answer),
      noted: (answer) => this.noted(answer),
      refused: () => {},
    };
    root.addEventListener("keydown", (event) => this.press(event));
    root.addEventListener("click", (event) => {
      const control = event.target.closest("button, textarea, label, .toolkit-coder [tabindex]");
      if (!control && this.questions && getSelection().isCollapsed) this.focusQuestion();
    });
    this.ask("start");
  }

  ask(name, values = {}) {
    this.model.send({ ask: name, ...values });
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      this.root.setAttribute("aria-busy", "true");
      this.say.textContent = WAITING;
    }, PATIENCE);
  }

  /** Ask for another passage or question; what is pressed until it is there is not meant for it. */
  move(name, values = {}) {
    if (this.moving || !this.passage) return;
    this.moving = true;
    this.ask(name, { place: this.passage.place, ...values });
  }

  receive(answer) {
    const refused = answer.answer === "refused";
    if (!this.questions && answer.answer !== "start" && !refused) return;
    clearTimeout(this.patience);
    this.root.removeAttribute("aria-busy");
    const what = { noted: "note", article: "article" }[answer.answer] ?? answer.ask;
    if (what !== "note" && what !== "article") this.moving = false;
    this.focused = this.root.contains(document.activeElement); // by what is about to be replaced
    this.judge(what, answer);
    this.answers[answer.answer](answer);
    const said = this.passage ? this.summary() : "";
    if (this.say.textContent !== said) this.say.textContent = said;
  }

  /** Show what was refused, until the like of it is not. */
  judge(what, { answer, place, why }) {
    const of = what === "note" ? `The note of passage ${number(place + 1)} is not saved.`
      : what === "article" ? "The article cannot be shown." : "Not saved.";
    const key = what === "note" || what === "article" ? of : "move";
    if (answer === "refused") this.refusals.set(key, `${of} ${why}`);
    else this.refusals.delete(key);
    const shown = [...this.refusals.values()].join(" ");
    if (this.refused.textContent !== shown) this.refused.textContent = shown;
  }

  summary() {
    const { done, of, skipped, median } = this.passage;
    const parts = [`${number(done)} of ${count(of, "passage")} answered`];
    if (skipped) parts.push(`${number(skipped)} skipped`);
    if (median !== null) parts.push(`${median < 10 ? median.toFixed(1) : Math.round(median)} s each`);
    return parts.join(", ");
  }

  start(answer) {
    const { shown, ...rest } = answer;
    if (!this.questions) {
      Object.assign(this, rest);
      this.make();
    }
    this.answers[shown.answer](shown);
  }

  make() {
    const names = this.others.flatMap((name, at) => (at ? [", ", text(name)] : [text(name)]));
    const heading = names.length ? ["Differences between ", ...names] : ["Code as ", text(this.coder)];
    this.bar = h("progress", { "aria-label": "Passages answered" });
    this.text = h("div", { class: "passage", role: "region", tabindex: 0, "aria-label": "Passage" });
    this.article = h("div", { class: "article" });
    this.asked = h("div", { class: "asked" });
    this.notes = h("textarea", { rows: 2, maxlength: 10000,
      oninput: () => this.writeNote(), onblur: () => this.saveNotes() });
    this.note = h("label", { class: "note" }, h("span", {}, "Note ", keycap("n")), this.notes);
    this.beside = h("div", { class: "beside" });
    this.work = h("div", { class: "work" },
      this.text, this.article, this.asked, this.beside, this.note, this.makeCommands());
    this.rules = this.makeCodebook();
    this.root.replaceChildren(
      h("header", {},
        h("strong", {}, ...heading),
        this.bar, this.say, h("p", { class: "away" }, "Click here to answer by keys."),
        h("span", { class: "file" }, "Saved in ", text(this.file))),
      this.refused,
      this.read,
      h("div", { class: "desk" }, this.work, this.rules),
    );
  }

  makeCommands() {
    const command = (label, key, does) => h("button", { onclick: does }, label, " ", keycap(key));
    this.backing = command("Back", "b", () => this.back());
    this.skipping = command("Skip", "s", () => this.skip());
    this.undoing = command("Undo", "u", () => this.undo());
    this.opening = command("Article", "o", () => this.toggleArticle());
    const rules = command("Codebook", "c", () => this.toggleCodebook());
    return h("div", { class: "commands", role: "group", "aria-label": "Commands" },
      this.backing, this.skipping, this.undoing, this.opening, rules);
  }

  makeCodebook() {
    const sections = this.questions.map((question) => h("section", {},
      h("h4", { dir: "auto" }, question.text),
      h("dl", {}, ...question.labels.flatMap(({ key, name, definition, examples, press }) => [
        h("dt", {}, keycap(press), " ", text(name), name === key ? null : h("code", {}, key)),
        definition ? h("dd", { dir: "auto" }, definition) : null,
        ...examples.map((example) => h("dd", { dir: "auto", class: "example" }, example))]))));
    return h("aside", { class: "codebook", role: "region", tabindex: 0, "aria-label": "Codebook" },
      ...sections);
  }

  showPassage(passage) {
    const before = this.passage;
    const again = before?.answer === "passage" && before.place === passage.place;
    this.passage = passage;
    this.showProgress();
    this.work.hidden = false;
    this.ending?.remove();
    if (!again) {
      const { title, outlet, date, left, node, right, leftward } = passage;
      const on = date ? new Date(date).toLocaleDateString("en-GB", DATE) : "";
      this.text.replaceChildren(
        h("p", { class: "hint" }, `Passage ${number(passage.place + 1)} of ${number(passage.of)}`,
          ...[outlet, on].filter(Boolean).flatMap((fact) => [" · ", text(fact)])),
        title ? h("h4", { dir: "auto" }, title) : null,
        h("p", { class: "words", dir: leftward ? "rtl" : "ltr" }, left, h("mark", {}, node), right));
      this.text.scrollTop = 0;
      this.closeArticle();
      this.notes.value = this.drafts.get(passage.place) ?? passage.note;
    }
    this.showQuestions();
    able(this.backing, passage.place > 0);
    able(this.undoing, passage.undo);
    const open = passage.asked.some((q) => passage.given[q] === null);
    this.skipping.firstChild.textContent = open ? "Skip" : "Next";
    if (this.focused) this.focusQuestion();
    this.tell(again);
  }

  showProgress() {
    Object.assign(this.bar, { max: Math.max(this.passage.of, 1), value: this.passage.done });
  }

  /** Let a screen reader read what is new: the passage, or the next question only. */
  tell(again) {
    const { place, of, title, left, node, right, question } = this.passage;
    const passage = again ? "" :
      `Passage ${place + 1} of ${of}. ${title ? `${title}. ` : ""}${left}, to judge: ${node}, ${right}. `;
    this.read.textContent = passage + this.questions[question].text;
  }

  showQuestions() {
    const { asked, given, others } = this.passage;
    this.groups = this.questions.map(({ text: asks, labels }, at) => {
      const open = asked.includes(at);
      const id = `coder-${Math.random()}`;
      const shown = labels.map((label, which) => this.makeAnswer(at, which, label, open));
      const buttons = open ? shown : shown.filter((_, which) =>
        others.some((other) => other.given[at] === which));
      if (open) buttons[Math.max(given[at] ?? 0, 0)].tabIndex = 0;
      const words = open ? "" : buttons.length ? " (no difference)" : " (no answer)";
      const group = h("div", { class: open ? "answers" : "answers settled",
        role: open ? "radiogroup" : "group", "aria-labelledby": id }, ...buttons);
      return h("div", { class: "question", onfocusin: () => open && this.turnTo(at) },
        h("p", { id, dir: "auto" }, asks, words), group);
    });
    this.asked.replaceChildren(...this.groups);
    this.showBeside();
    this.turnTo(this.passage.question);
  }

  makeAnswer(question, label, { name, press }, open) {
    const { given, others } = this.passage;
    const names = this.others.filter((_, at) => others[at].given[question] === label);
    const chosen = given[question] === label;
    const by = names.map((who) => h("span", { class: "by" }, text(who)));
    if (!open) return h("span", { class: "chosen" }, text(name), ...by);
    return h("button", { role: "radio", "aria-checked": String(chosen), tabindex: -1,
      "aria-keyshortcuts": press || false, onclick: () => this.give(question, label) },
    keycap(press), " ", text(name), ...by);
  }

  /** Show the notes of the coders who differ, side by side. */
  showBeside() {
    const noted = this.others
      .map((name, at) => [name, this.passage.others[at].note])
      .filter(([, note]) => note);
    this.beside.replaceChildren(...noted.map(([name, note]) =>
      h("p", {}, h("strong", {}, text(name), ": "), h("bdi", { class: "words" }, note))));
  }

  turnTo(question) {
    this.question = question;
    this.groups.forEach((group, at) => group.classList.toggle("now", at === question));
  }

  focusQuestion() {
    const to = this.passage.answer === "end" ? this.ending.querySelector("button") :
      this.groups[this.question].querySelector('[tabindex="0"]');
    to?.focus({ preventScroll: this.inView(to) });
  }

  inView(element) {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }

  showEnd(passage) {
    this.passage = passage;
    this.showProgress();
    this.work.hidden = true;
    this.ending?.remove();
    const { of, done } = passage;
    const left = of - done;
    const settling = this.others.length > 0;
    const told = !of ? (settling ? "The coders do not differ." : "There is nothing to code.")
      : left ? `This is the end; ${count(left, "passage")} ${left === 1 ? "lacks" : "lack"} an answer.`
        : `All ${count(of, "passage")} ${settling ? "are settled" : "are answered"}.`;
    const has = (label, key, does) => h("button", { onclick: does }, label, " ", keycap(key));
    this.ending = h("div", { class: "ending" }, h("p", {}, told),
      left ? h("button", { onclick: () => this.move("open") }, "Go to the first of them") : null,
      of ? has("Back", "b", () => this.back()) : null,
      passage.undo ? has("Undo", "u", () => this.undo()) : null);
    this.work.before(this.ending);
    if (this.focused) this.focusQuestion();
    this.read.textContent = told;
  }

  showArticle({ place, title, body }) {
    if (place !== this.passage.place || this.passage.answer !== "passage") return;
    const marked = ([before, node, after]) => [before, node ? h("mark", {}, node) : "", after];
    const box = h("div", { role: "region", tabindex: 0, "aria-label": "Article" },
      title.some(Boolean) ? h("h4", { dir: "auto" }, ...marked(title)) : null,
      h("p", { class: "words", dir: "auto" }, ...marked(body)));
    this.article.replaceChildren(box);
    this.text.hidden = true;
    this.opening.setAttribute("aria-expanded", "true");
    const [node, frame] = [box.querySelector("mark"), box].map((e) => e.getBoundingClientRect());
    box.scrollTop += node.top - frame.top - box.clientHeight / 2;
    box.focus({ preventScroll: true });
  }

  closeArticle() {
    this.article.replaceChildren();
    this.text.hidden = false;
    this.opening.setAttribute("aria-expanded", "false");
  }

  toggleArticle() {
    if (!this.article.firstChild) return this.ask("article", { place: this.passage.place });
    this.closeArticle();
    this.focusQuestion();
  }

  toggleCodebook() {
    this.rules.hidden = !this.rules.hidden;
    if (!this.rules.hidden) this.rules.focus({ preventScroll: true });
    else this.focusQuestion();
  }

  give(question, label) {
    this.move("answer", { question, label });
  }

  skip() {
    if (this.passage.answer === "passage") this.move("skip");
  }

  back() {
    if (this.passage.place > 0) this.move("back");
  }

  undo() {
    if (this.passage.undo) this.move("undo");
  }

  writeNote() {
    this.drafts.set(this.passage.place, this.notes.value);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.saveNotes(), PAUSE);
  }

  saveNotes() {
    clearTimeout(this.pause);
    this.drafts.forEach((text, place) => this.ask("note", { place, text }));
  }

  noted({ place, note }) {
    if (this.drafts.get(place)?.trim() === note) this.drafts.delete(place);
    if (place === this.passage.place) this.passage.note = note;
  }

  press(event) {
    const others = event.ctrlKey || event.metaKey || event.altKey;
    const run = event.shiftKey && event.key === "Enter";
    const writing = event.target === this.notes;
    if (writing && (event.key === "Escape" || (event.ctrlKey && event.key === "Enter"))) {
      event.preventDefault();
      event.stopPropagation();
      return this.focusQuestion(); // which leaves the note, and so saves it
    }
    if (others || run || event.key === "Escape") return;
    // JupyterLab must not take the keys that are pressed in here for its own.
    event.stopPropagation();
    if (writing || !this.questions) return;
    if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
    if (this.moving || event.repeat) return;
    if (event.key.startsWith("Arrow") && this.passage.answer === "passage") this.rove(event);
    else this.shortcut(event);
  }

  shortcut(event) {
    const key = pressed(event);
    const does = { b: "back", s: "skip", u: "undo" }[key];
    if (does) this[does]();
    else if (key === "c") this.toggleCodebook();
    else if (!key || this.passage.answer === "end") return;
    else if (key === "o") this.toggleArticle();
    else if (key === "n") this.notes.focus();
    else {
      const label = this.questions[this.question].labels.findIndex(({ press }) => press === key);
      if (label < 0) return;
      this.give(this.question, label);
    }
    event.preventDefault();
  }

  /** Let the arrow keys move between answers; Space and Enter give one. */
  rove(event) {
    const buttons = [...event.target.closest(".answers")?.querySelectorAll("button") ?? []];
    const at = buttons.indexOf(event.target);
    if (at < 0) return;
    event.preventDefault();
    const step = ["ArrowRight", "ArrowDown"].includes(event.key) ? 1 : -1;
    const to = buttons[(at + step + buttons.length) % buttons.length];
    buttons.forEach((button) => (button.tabIndex = button === to ? 0 : -1));
    to.focus();
  }
}

export default {
  render({ model, el }) {
    const page = new Page(model, el);
    const receive = (answer) => page.receive(answer);
    const leave = () => page.saveNotes();
    model.on("msg:custom", receive);
    addEventListener("pagehide", leave);
    return () => {
      leave();
      removeEventListener("pagehide", leave);
      model.off("msg:custom", receive);
    };
  },
};
