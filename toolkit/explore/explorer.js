// The explorer's page. Python holds the data and answers each message with what is to be shown.
// Texts of the corpus reach the page through textContent alone, so that nothing in them acts.

const MARKS = { term: "term", source: "speaker", cue: "reporting word", target: "target's names" };
const COLUMNS = [
  ["text", "No.", "order of the text"],
  ["left", "Left context", "words before the term, reading outward"],
  ["term", "Term", "term"],
  ["right", "Right context", "words after the term"],
  ["date", "Date", "date"],
];
/** Return a passage in pieces, marked as what they are. */
const marked = (pieces) =>
  pieces.map(([words, kind]) => (kind ? h("span", { class: kind }, words) : words));

/** Put a label above a control. */
function labelled(label, control) {
  control.id = `explorer-${Math.random()}`;
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control);
}

/** A filter: which of its values are kept, or all but which. */
class Chooser {
  constructor(label, values, choose) {
    Object.assign(this, { label, values });
    const send = () => {
      const codes = this.boxes.flatMap((box, code) => (box.checked ? [code] : []));
      choose(codes.length ? { codes, but: this.but.checked } : null);
    };
    const box = () => h("input", { type: "checkbox", onchange: send });
    this.but = h("input", { type: "checkbox", onchange: () => this.boxes.some((b) => b.checked) && send() });
    this.boxes = values.map(box);
    this.names = values.map(() => h("span", {}));
    this.button = h("summary", {});
    // It takes the focus, so that a click on a label within is not taken for one elsewhere.
    const list = h("div", { class: "values", role: "group", "aria-label": label, tabindex: -1 },
      h("label", { class: "but" }, this.but, "All but these"),
      ...values.map((_, code) => h("label", {}, this.boxes[code], this.names[code])));
    const shut = () => (this.details.open = false);
    this.details = h("details", {
      onfocusout: ({ relatedTarget }) => this.details.contains(relatedTarget) || shut(),
      onkeydown: ({ key }) => {
        if (key !== "Escape" || !this.details.open) return;
        shut();
        this.button.focus();
      },
    }, this.button, list);
    this.field = h("div", { class: "field" }, h("span", {}, label), this.details);
  }

  count(counts) {
    this.names.forEach((name, code) =>
      (name.textContent = `${isolated(this.values[code])} (${number(counts[code])})`));
  }

  show(choice) {
    // Ticked before any value is, it stays; with the values it goes.
    const { codes, but } = choice ?? { codes: [], but: !this.choice && this.but.checked };
    this.choice = choice;
    this.boxes.forEach((box, code) => (box.checked = codes.includes(code)));
    this.but.checked = but;
    const few = codes.length === 1 ? isolated(this.values[codes[0]]) : `${codes.length} values`;
    const said = codes.length ? (but ? `All but ${few}` : few) : "All";
    this.button.textContent = said;
    this.button.title = codes.map((code) => isolated(this.values[code])).join(", ");
    this.button.setAttribute("aria-label", `${this.label}: ${said}`);
  }
}

class Page {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.awaited = new Set(); // rows whose article is asked for
    this.id = Math.random(); // of this view: several may show one widget
    this.asked = 0;
    this.say = h("p", { class: "hint", role: "status" }, "Asking Python for the corpus…");
    this.refused = h("p", { class: "refused", role: "alert" });
    // "$5bn ... $3bn" is no formula, for MathJax of JupyterLab and of older notebooks.
    root.classList.add("toolkit-explorer", "mathjax_ignore", "tex2jax_ignore");
    root.append(this.say, this.refused);
    this.answers = {
      start: (answer) => this.start(answer),
      views: (answer) => this.showViews(answer),
      page: (answer) => this.showPage(answer),
      article: (answer) => this.showArticle(answer),
      csv: (answer) => this.save(answer),
      judged: (answer) => this.showVerdict(answer),
      selection: (answer) => this.showSelection(answer),
      refused: (answer) => (this.refused.textContent = answer.why),
    };
    // JupyterLab must not take the keys that are pressed in here for its own.
    root.addEventListener("keydown", (event) => {
      const others = event.ctrlKey || event.metaKey || event.altKey;
      if (!others && event.key !== "Escape" && !(event.shiftKey && event.key === "Enter"))
        event.stopPropagation();
    });
    const idle = '[aria-disabled="true"]';
    root.addEventListener("click", (event) => {
      if (event.target.closest(idle)) {
        event.preventDefault();
        event.stopPropagation();
      }
    }, true);
    this.ask("start");
  }

  ask = (name, values = {}) => {
    this.last = `${this.id} ${(this.asked += 1)}`; // to which no answer has come
    this.model.send({ ask: name, to: this.last, ...values });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.root.setAttribute("aria-busy", "true");
      this.say.textContent = "Waiting for Python… If its kernel was restarted, run the cell again.";
    }, PATIENCE);
  };

  receive(answer) {
    if (answer.to === this.last) this.last = null;
    this.refused.textContent = "";
    if (answer.answer === "start" || this.facets) this.answers[answer.answer](answer);
    if (this.last !== null) return; // what was chosen since is still to be answered, and stays
    clearTimeout(this.waiting);
    this.root.removeAttribute("aria-busy");
    if (!this.views) return;
    this.showChosen(this.views);
    this.say.textContent = this.summary();
  }

  summary() {
    const { shown, docs, selection, search, judged } = this.views;
    if (search) {
      const places = `${count(search.n, "place")} in ${count(search.docs, "article")}`;
      return `“${isolated(search.text)}”: ${places}. ${search.note}`.trim();
    }
    const found = `${number(shown)} of ${count(this.total, "passage")}`;
    const given = this.verdicts.length ? `, ${number(judged)} judged` : "";
    return `${found} in ${count(docs, "article")}, ${number(selection.selected)} selected${given}`;
  }

  start({ views, ...rest }) {
    if (this.facets) return this.showViews(views); // another view of the same widget has begun
    Object.assign(this, rest); // facets, possible views, periods, events ...
    this.perWords = `Mentions per ${number(this.per)} words`;
    [this.matrix, this.timeline] = [new Matrix(this), new Timeline(this)];
    this.root.replaceChildren(
      this.makeFilters(),
      h("div", { class: "row" }, this.makeSearch(), this.makeMeasures()),
      this.code = h("code", { class: "code", title: "What is chosen, as tk.explore takes it: a click selects it" }),
      h("div", { class: "counts" }, this.matrix.element, this.timeline.element),
      this.makeTools(),
      this.refused,
      this.makeConcordance(),
    );
    this.showViews(views);
  }

  makeFilters() {
    this.choosers = Object.create(null); // a column may have any name
    const fields = { false: [], true: [] };
    for (const [name, { label, values, own }] of Object.entries(this.facets)) {
      if (values.length < 2) continue;
      this.choosers[name] = new Chooser(label, values, (choice) =>
        this.ask("filter", { choose: { [name]: choice } }));
      fields[own].push(this.choosers[name].field);
    }
    const n = fields.true.length;
    this.own = h("details", { class: "own", hidden: !n },
      h("summary", {}, count(n, "own column")), h("div", { class: "filters" }, ...fields.true));
    const ends = { min: this.periods.at(0)?.[0] ?? "", max: this.periods.at(-1)?.[1] ?? "" };
    this.days = ["From", "To"].map((label) => h("input", { type: "date", ...ends, onchange: () =>
      this.ask("period", { first: this.days[0].value || null, last: this.days[1].value || null }) }));
    const days = this.days.map((input, at) => labelled(at ? "To" : "From", input));
    this.clearing = h("button", { onclick: () => this.ask("clear") }, "Clear filters");
    return h("fieldset", { class: "filters" }, h("legend", {}, "Filters"),
      ...fields.false, h("div", { class: "days" }, ...days), this.clearing, this.own,
      this.left_out.length ? h("p", { class: "hint out" }, text(this.left_out.join(" "))) : null);
  }

  makeSearch() {
    const search = () =>
      this.ask("search", { text: this.wanted.value, expression: this.expression.checked });
    this.wanted = h("input", { type: "search", maxlength: 1000, "aria-label": "Search the texts",
      placeholder: "a word, a phrase, victor*", onkeydown: ({ key }) => key === "Enter" && search() });
    this.expression = h("input", { type: "checkbox" });
    this.leave = h("button", { onclick: () => this.ask("search", { text: "", expression: false }) },
      "Back to mentions");
    return h("div", { class: "search", role: "search" }, h("span", {}, "Search the texts"), this.wanted,
      h("label", {}, this.expression, "Regular expression"),
      h("button", { onclick: search }, "Search"), this.leave);
  }

  makeMeasures() {
    const name = `measure-${Math.random()}`; // of this group alone
    this.measures = [false, true].map((rates) =>
      h("input", { type: "radio", name, onchange: () => this.ask("measure", { rates }) }));
    return h("fieldset", { class: "measures" }, h("legend", {}, "Show"),
      h("label", {}, this.measures[0], "Counts"),
      h("label", {}, this.measures[1], `Rates per ${number(this.per)} words`));
  }

  makeTools() {
    const turn = (by) => () => this.ask("page", { page: this.page.number + by });
    const jump = ({ target }) => {
      const wanted = Math.round(Number(target.value)) || 1;
      this.ask("page", { page: Math.min(Math.max(wanted, 1), this.page.pages) - 1 });
    };
    this.back = h("button", { onclick: turn(-1) }, "Previous page");
    this.on = h("button", { onclick: turn(1) }, "Next page");
    this.where = h("input", { type: "number", min: 1, onchange: jump, "aria-label": "Page" });
    this.pages = h("span", {});
    this.export = h("button", { onclick: () => {
      this.saving = true;
      this.ask("csv");
    } }, "Save as CSV");
    this.selectShown = h("button", { onclick: () => this.ask("select_shown") });
    this.unselect = h("button", { onclick: () => this.ask("clear_selection") }, "Clear selection");
    const key = Object.entries(MARKS).map(([kind, label]) => h("li", {}, h("span", { class: kind }, label)));
    return h("div", { class: "tools" }, this.say, this.selectShown, this.unselect, this.export,
      h("div", { class: "pager" }, this.back, h("span", {}, "Page ", this.where, this.pages), this.on),
      h("ul", { class: "legend", "aria-label": "Marks" }, ...key));
  }

  makeConcordance() {
    const sort = (order) => () =>
      this.ask("order", { by: order, descending: this.page.order === order && !this.page.descending });
    this.pickPage = h("input", { type: "checkbox", "aria-label": "Select this page", onchange: () =>
      this.ask("select", { rows: this.page.lines.map(({ row }) => row), on: this.pickPage.checked }) });
    this.heads = COLUMNS.map(([order, label, meaning]) =>
      h("th", { scope: "col", class: order },
        h("button", { onclick: sort(order), title: `Sort by ${meaning}` }, label)));
    this.lines = h("table", { onkeydown: (event) => this.moveInLines(event) },
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "pick" }, this.pickPage), ...this.heads)));
    return h("div", { class: "concordance", role: "region", "aria-label": "Concordance", tabindex: 0 },
      this.lines);
  }

  moveInLines(event) {
    const step = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
    const line = event.target.closest("tbody");
    if (!step || !line) return;
    event.preventDefault();
    line[step]?.querySelector(event.target.matches(".open") ? ".open" : "input")?.focus();
  }

  showViews(views) {
    this.views = views;
    for (const [name, chooser] of Object.entries(this.choosers)) chooser.count(views.counts[name]);
    able(this.leave, views.search);
    this.code.textContent = views.code;
    const filtered = Object.values(views.chosen).some((code) => code !== null);
    able(this.clearing, filtered || views.period.some(Boolean));
    this.matrix.show(views);
    this.timeline.show(views);
    this.showPage(views.page);
    this.showSelection(views.selection);
  }

  /** Show what is chosen in the controls; an answer to an earlier question would set them back. */
  showChosen(views) {
    for (const [name, chooser] of Object.entries(this.choosers)) {
      chooser.show(views.chosen[name]);
      if (views.chosen[name] && this.facets[name].own) this.own.open = true;
    }
    const told = JSON.stringify([views.search?.text ?? "", views.search?.expression ?? false]);
    if (told !== this.told) // an answer to something else leaves what is being typed
      [this.wanted.value, this.expression.checked] = JSON.parse(this.told = told);
    this.days.forEach((input, at) => (input.value = views.period[at] ?? ""));
    this.measures[Number(views.rated)].checked = true;
    this.matrix.showChosen(views);
    this.timeline.showChosen(views);
  }

  showPage(page) {
    const rows = (lines) => lines.map(({ row }) => row).join();
    // Of two searches the rows may be the same numbers of other places.
    const same = this.page && !this.page.searched && !page.searched
      && rows(this.page.lines) === rows(page.lines);
    this.page = page;
    this.lines.classList.toggle("searched", page.searched);
    if (!same) {
      this.lines.querySelectorAll("tbody").forEach((line) => line.remove());
      this.lines.append(...page.lines.map((line) => this.makeLine(line)));
      if (!page.lines.length) this.lines.append(h("tbody", {}, h("tr", {}, h("td", { colspan: 6 },
        page.searched ? "This stands in no text that the filters of outlet and date keep."
          : "No passage has all of this. Clear a filter."))));
      this.lines.parentElement.scrollTop = 0;
    }
    COLUMNS.forEach(([order], at) => {
      const sorted = page.order === order && (page.descending ? "descending" : "ascending");
      if (sorted) this.heads[at].setAttribute("aria-sort", sorted);
      else this.heads[at].removeAttribute("aria-sort");
    });
    able(this.export, page.lines.length);
    this.where.value = page.number + 1;
    this.where.max = page.pages;
    this.pages.textContent = ` of ${number(page.pages)}`;
    able(this.back, page.number > 0);
    able(this.on, page.number < page.pages - 1);
  }

  makeLine(line) {
    const name = `passage ${number(line.row + 1)}`;
    const pick = h("input", { type: "checkbox", "aria-label": `Select ${name}`, onchange: () =>
      this.ask("select", { rows: [line.row], on: pick.checked }) });
    pick.checked = line.selected;
    const toggle = () => this.toggleArticle(line.row, open);
    const open = h("button", { class: "open", "aria-expanded": "false", onclick: toggle,
      "aria-label": `Article of ${name}`, title: "Open the whole article" }, number(line.row + 1));
    const aside = [line.date ? dated(line.date) : "undated", h("br"), text(line.outlet)];
    if (this.page.searched) return h("tbody", { "data-row": line.row }, h("tr", { class: "line" },
      h("td", { class: "text" }, open), ...this.inContext(line), h("td", { class: "date" }, ...aside)));
    const said = [line.source, line.cue].filter(Boolean);
    const voice = line.source ? h("span", { class: "source" }, text(line.voice)) : text(line.voice);
    const target = line.target && h("span", { class: "target" }, text(line.target));
    const about = [line.frame, line.stance, line.negated ? "negated" : "", line.mode, line.rule].filter(Boolean);
    return h("tbody", { "data-row": line.row },
      h("tr", { class: "line" },
        h("td", { class: "pick", rowspan: 2 }, pick),
        h("td", { class: "text", rowspan: 2 }, open),
        ...this.inContext(line),
        h("td", { class: "date", rowspan: 2 }, ...aside)),
      h("tr", { class: "about" }, h("td", { colspan: 3 },
        voice, said.length ? " (" : "", ...said.flatMap((words, at) => [at ? " “" : "“", text(words), "”"]),
        said.length ? ")" : "", target ? " → " : "", target, target && line.role ? ` (${line.role})` : "",
        ...about.flatMap((fact) => [" · ", text(fact)]), this.makeJudged(line))));
  }

  /** Show what was said of a passage. */
  makeJudged({ verdict, note }) {
    return h("span", { class: "judged" }, verdict ? h("b", { class: verdict }, verdict) : null,
      note ? text(note) : null);
  }

  /** Make what takes a verdict and a note; what is shown of them is what was saved. */
  makeVerdict(row, label) {
    if (!this.verdicts.length || this.page.searched) return null;
    const line = () => this.page.lines.find((other) => other.row === row);
    const choices = this.verdicts.map((verdict) => h("button", { onclick: () =>
      this.ask("judge", { row, verdict: line().verdict === verdict ? "" : verdict }),
    "data-verdict": verdict }, verdict[0].toUpperCase() + verdict.slice(1)));
    const note = h("input", { maxlength: 10000, placeholder: "Note", "aria-label": `Note on ${label}`,
      onchange: () => this.ask("note", { row, text: note.value }) });
    const made = h("span", { class: "verdict", role: "group", "aria-label": `Verdict on ${label}` },
      ...choices, note);
    this.setVerdict(made, line());
    return made;
  }

  setVerdict(controls, { verdict, note }) {
    controls.querySelectorAll("button").forEach((button) =>
      button.setAttribute("aria-pressed", button.dataset.verdict === verdict));
    controls.querySelector("input").value = note;
  }

  showVerdict({ row, verdict, note, n }) {
    this.views.judged = n;
    const line = this.page.lines.find((other) => other.row === row);
    if (!line || this.page.searched) return;
    Object.assign(line, { verdict, note });
    const shown = this.lines.querySelector(`tbody[data-row="${row}"]`);
    shown.querySelector(".judged").replaceWith(this.makeJudged(line));
    const controls = shown.querySelector(".verdict");
    if (controls) this.setVerdict(controls, line);
  }

  inContext(line) {
    // A line from right to left is read so: what comes before the term stands to its right.
    const dir = line.leftward ? "rtl" : "ltr";
    const [before, after] = line.leftward ? [line.right, line.left] : [line.left, line.right];
    const passage = (pieces) => h("bdi", { dir }, ...marked(pieces));
    return [
      h("td", { class: "left" }, h("div", {}, passage(before))),
      h("td", { class: "node" }, passage([[line.node, "term"]])),
      h("td", { class: "right" }, h("div", {}, passage(after))),
    ];
  }

  toggleArticle(row, open) {
    const shut = open.getAttribute("aria-expanded") === "true";
    open.setAttribute("aria-expanded", String(!shut));
    if (shut) {
      this.awaited.delete(row);
      this.lines.querySelector(`tbody[data-row="${row}"] .article`)?.remove();
    } else {
      this.awaited.add(row);
      this.ask("article", { row });
    }
  }

  showArticle({ row, title, body }) {
    const line = this.lines.querySelector(`tbody[data-row="${row}"]`);
    if (!this.awaited.delete(row) || !line) return;
    const { doc } = this.page.lines.find((other) => other.row === row);
    const id = `article-${Math.random()}`;
    const label = `Article of passage ${number(row + 1)}`;
    const box = h("div", { role: "region", tabindex: 0, id, "aria-label": label },
      title.length ? h("h4", { dir: "auto" }, ...marked(title)) : null,
      h("p", { dir: "auto" }, ...marked(body)),
      h("p", { class: "hint" }, text(doc)));
    const step = (label, neighbour) => {
      const to = neighbour?.querySelector(".open");
      const go = () => {
        line.querySelector(".open").click();
        if (to.getAttribute("aria-expanded") === "false") to.click();
        to.focus();
        neighbour.scrollIntoView({ block: "nearest" });
      };
      const button = h("button", { onclick: go }, label);
      able(button, to);
      return button;
    };
    const steps = h("div", { class: "steps" }, step("Previous passage", line.previousElementSibling),
      step("Next passage", line.nextElementSibling),
      this.makeVerdict(row, `passage ${number(row + 1)}`));
    line.append(h("tr", { class: "article" }, h("td", { colspan: 6 }, steps, box)));
    line.querySelector(".open").setAttribute("aria-controls", id);
    const [term, frame] = [box.querySelector(".term"), box].map((e) => e.getBoundingClientRect());
    box.scrollTop += term.top - frame.top - box.clientHeight / 2;
  }

  save({ text: csv }) {
    if (!this.saving) return; // it was asked for in another view of the same widget
    this.saving = false;
    // The mark tells spreadsheets that the file is in UTF-8.
    const file = URL.createObjectURL(new Blob(["\ufeff", csv], { type: "text/csv" }));
    h("a", { href: file, download: "passages.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
  }

  showSelection(selection) {
    this.views.selection = selection;
    const rows = new Set(selection.rows);
    this.lines.querySelectorAll("tbody[data-row]").forEach((line) => {
      const selected = rows.has(Number(line.dataset.row));
      const pick = line.querySelector(".pick input");
      if (pick) pick.checked = selected;
      line.classList.toggle("selected", selected);
    });
    this.pickPage.checked = rows.size > 0 && rows.size === this.page.lines.length;
    this.pickPage.indeterminate = rows.size > 0 && rows.size < this.page.lines.length;
    able(this.pickPage, this.page.lines.length);
    this.selectShown.textContent = `Select all ${number(this.views.shown)}`;
    able(this.selectShown, this.views.shown && !this.page.searched);
    able(this.unselect, selection.selected);
  }
}

export default {
  render({ model, el }) {
    const page = new Page(model, el);
    const receive = (answer) => page.receive(answer);
    model.on("msg:custom", receive);
    return () => model.off("msg:custom", receive);
  },
};
