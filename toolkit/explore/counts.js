// The explorer's counts: the matrix and the timeline. They stand before the script of its page.

const FEW = 5; // mentions below which a rate says little

// What is written from right to left, and would turn around what stands beside it.
const LEFTWARD =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const dated = (iso, format = DATE) => new Date(iso).toLocaleDateString("en-GB", format);

/** Show a text of the corpus between others where no element may stand: in an option, a title. */
const isolated = (value) => (LEFTWARD.test(value) ? `\u2068${value}\u2069` : value);

/** Give an element the properties by which its style places it. */
function placed(element, properties) {
  for (const [name, value] of Object.entries(properties)) element.style.setProperty(`--${name}`, value);
  return element;
}

/** Let the arrow keys move between buttons (rows of them, null where there is none). */
function rove(rows) {
  const buttons = rows.flat().filter(Boolean);
  buttons.forEach((button, at) => (button.tabIndex = at ? -1 : 0));
  const go = (to) => {
    buttons.forEach((button) => (button.tabIndex = button === to ? 0 : -1));
    to.focus();
  };
  return (event) => {
    const row = rows.findIndex((line) => line.includes(event.target));
    if (row < 0) return;
    const column = rows[row].indexOf(event.target);
    const last = (line) => line.length - 1;
    const to = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Home: event.ctrlKey ? [0, 0] : [row, 0],
      End: event.ctrlKey ? [last(rows), last(rows[last(rows)])] : [row, last(rows[row])],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    const found = rows[to[0]]?.[to[1]] ?? (event.key === "Home" ? rows[to[0]]?.[1] : null);
    if (found) go(found);
  };
}

/** Show n, or the rate if there is one, all with as many decimals. */
function shower(numbers) {
  const rates = numbers.rates?.flat();
  const digits = rates && Math.max(...rates) < 10 ? 2 : 1;
  return (n, rate) => (rates ? (rate === null ? "–" : rate.toFixed(digits)) : number(n));
}

/** The one value that is chosen, null if none is, undefined if several are or all but some. */
const alone = (choice) =>
  (choice === null ? null : choice.codes.length === 1 && !choice.but ? choice.codes[0] : undefined);

/** The matrix: mentions by the rows and columns of a view, each a button that filters. */
class Matrix {
  constructor(page) {
    const { facets, possible, ask } = page;
    Object.assign(this, { facets, possible, ask, per: page.per, perWords: page.perWords });
    this.choice = h("select", { "aria-label": "View",
      onchange: () => this.ask("view", { number: this.choice.selectedIndex }) },
    ...this.possible.map(({ rows, columns }) =>
      h("option", {}, isolated(`${facets[rows].label} by ${facets[columns].said}`))));
    this.title = h("p", { id: `matrix-${Math.random()}` });
    this.note = h("p", { class: "hint" });
    this.scroll = h("div", { class: "scroll" });
    this.element = h("div", { class: "matrix" },
      h("div", { class: "title" }, this.title, this.choice), this.scroll, this.note);
  }

  /** Make the matrix of a view anew; the focus stays on what chooses the view. */
  make(view) {
    this.view = view;
    const names = [view.rows, view.columns];
    const [sideNames, headNames] = names.map((name) => [...this.facets[name].values, "All"]);
    const code = (at, values) => (at === values.length - 1 ? null : at);
    const button = (row, column, label) => {
      const choose = () => {
        const off = made.getAttribute("aria-pressed") === "true";
        const only = (code) => (off || code === null ? null : { codes: [code], but: false });
        this.ask("filter", { choose: { [view.rows]: only(row), [view.columns]: only(column) } });
      };
      const made = h("button", { onclick: choose }, label);
      return Object.assign(made, { row, column });
    };
    const heads = headNames.map((label, at) => button(null, code(at, headNames), text(label)));
    const sides = sideNames.map((label, at) => button(code(at, sideNames), null, text(label)));
    this.cells = sideNames.map((_, row) =>
      headNames.map((_, column) => button(code(row, sideNames), code(column, headNames), "")));
    this.buttons = [[null, ...heads], ...this.cells.map((row, at) => [sides[at], ...row])];
    this.names = [sideNames, headNames];
    const head = h("tr", {}, h("td", {}), ...heads.map((b) => h("th", { scope: "col" }, b)));
    const body = this.cells.map((row, at) =>
      h("tr", {}, h("th", { scope: "row" }, sides[at]), ...row.map((b) => h("td", {}, b))));
    this.scroll.replaceChildren(h("table",
      { role: "grid", "aria-labelledby": this.title.id, onkeydown: rove(this.buttons) },
      h("thead", {}, head), h("tbody", {}, ...body)));
  }

  showChosen({ view }) {
    this.choice.selectedIndex = this.possible.findIndex((other) =>
      other.rows === view.rows && other.columns === view.columns);
  }

  show({ grid, chosen, rated, view }) {
    if (view.rows !== this.view?.rows || view.columns !== this.view.columns) this.make(view);
    const [rows, columns] = [this.facets[view.rows], this.facets[view.columns]];
    const shown = shower(grid);
    const values = (grid.rates ?? grid.n).slice(0, -1).map((row) => row.slice(0, -1));
    const most = Math.max(...values.flat(), 0) || 1;
    const unit = grid.rates ? `${this.perWords} of the ${rows.said}` : "Mentions";
    this.title.textContent = `${unit}, by ${rows.said} and ${columns.said}`;
    this.note.textContent = [
      grid.rates ? `Slanted: fewer than ${FEW} mentions. toolkit.rates gives the intervals.` : "",
      rated && !grid.rates ? `Counts, not rates: words are not counted by ${rows.said}.` : "",
      Object.values(view).includes("target") ? "A mention counts for its likeliest target." : "",
    ].filter(Boolean).join(" ");
    this.cells.forEach((row, r) => row.forEach((cell, c) => {
      const [n, rate] = [grid.n[r][c], grid.rates?.[r][c] ?? null];
      const total = cell.row === null || cell.column === null;
      cell.textContent = shown(n, rate);
      cell.classList.toggle("none", n === 0);
      cell.classList.toggle("few", rate !== null && n > 0 && n < FEW);
      cell.style.setProperty("--share", total ? 0 : (grid.rates ? rate ?? 0 : n) / most);
      const said = grid.rates && rate !== null ? `, ${shown(n, rate)} per ${number(this.per)} words` : "";
      const side = cell.row === null ? rows.all[0].toUpperCase() + rows.all.slice(1) : isolated(this.names[0][r]);
      const head = cell.column === null ? columns.all : isolated(this.names[1][c]);
      cell.setAttribute("aria-label", `${side}, ${head}: ${count(n, "mention")}${said}`);
      cell.title = cell.getAttribute("aria-label");
    }));
    for (const button of this.buttons.flat().filter(Boolean)) {
      const all = button.row === null && button.column === null;
      const pressed = !all && alone(chosen[view.rows]) === button.row
        && alone(chosen[view.columns]) === button.column;
      button.setAttribute("aria-pressed", pressed);
    }
  }
}

/** The timeline: a bar for each period, in one line or in one for each row of the view. */
class Timeline {
  constructor(page) {
    const { facets, every, periods, events, ask } = page;
    Object.assign(this, { facets, every, periods, events, ask, per: page.per, perWords: page.perWords });
    this.split = h("input", { type: "checkbox", onchange: () =>
      this.ask("split", { on: this.split.checked }) });
    this.splitBy = h("span", {});
    const gap = Math.ceil(this.periods.length / 5);
    const short = this.every === "month"
      ? { month: "short", year: "numeric", timeZone: "UTC" } : { ...DATE, year: undefined };
    const ticks = this.periods.map(([first], at) =>
      h("span", {}, at % gap ? "" : h("span", {}, dated(first, short))));
    this.title = h("p", { id: `timeline-${Math.random()}` });
    this.highest = h("span", { class: "highest", "aria-hidden": "true" });
    this.note = h("p", { class: "hint" });
    this.lines = h("div", { class: "lines" });
    this.element = h("div", { class: "timeline", role: "group", "aria-labelledby": this.title.id },
      h("div", { class: "title" }, this.title,
        h("label", {}, this.split, this.splitBy), this.highest),
      placed(h("div", { class: "scroll" },
        this.makeMarks(), this.lines,
        h("div", { class: "ticks", "aria-hidden": "true" }, ...ticks)), { n: this.periods.length }),
      this.makeEvents(), this.note);
  }

  /** Number the events above their periods; those of one period stand together. */
  makeMarks() {
    const by = new Map();
    this.events.forEach(({ period }, at) => {
      if (period !== null) by.set(period, [...(by.get(period) ?? []), at + 1]);
    });
    const marks = [...by].map(([period, numbers], at) => {
      const said = numbers.length > 2 ? `${numbers[0]}–${numbers.at(-1)}` : numbers.join();
      const mark = h("span", { class: at % 2 ? "low" : "" }, h("span", {}, said));
      return placed(mark, { at: period + 1, share: this.events[numbers[0] - 1].share });
    });
    return h("div", { class: "marks", "aria-hidden": "true", hidden: !marks.length }, ...marks);
  }

  /** List the events: what the numbers above the bars stand for. */
  makeEvents() {
    return h("ol", { class: "events", "aria-label": "Events", hidden: !this.events.length },
      ...this.events.map(({ day, name, period }) => h("li", {},
        h("span", {}, dated(day)), " ", text(name), period === null ? " (not on the timeline)" : "")));
  }

  /** Make the bars of each line anew. */
  makeLines(codes) {
    this.codes = codes;
    this.bars = codes.map(() => this.periods.map((period) => this.makeBar(period)));
    this.names = codes.map(() => h("p", {}));
    const move = rove(this.bars);
    this.lines.replaceChildren(...this.bars.map((bars, at) =>
      h("div", { class: "bars", onkeydown: move }, ...bars, this.makeDays(), this.names[at])));
  }

  makeBar([first, last]) {
    const choose = ({ shiftKey }) => {
      const off = bar.getAttribute("aria-pressed") === "true" && !shiftKey;
      const days = [first, last];
      if (shiftKey) days.push(...this.period.filter(Boolean));
      days.sort();
      this.ask("period", off ? { first: null, last: null } : { first: days[0], last: days.at(-1) });
    };
    const bar = h("button", { onclick: choose }, h("span", {}));
    return bar;
  }

  /** Draw a line through the bars at the day of each event. */
  makeDays() {
    const days = this.events.filter(({ period }) => period !== null);
    return h("div", { class: "days-marked", "aria-hidden": "true" },
      ...days.map(({ period, share }) => placed(h("i", {}), { at: period + 1, share })));
  }

  showChosen({ line }) {
    this.split.checked = line.split;
  }

  show({ line, period, undated, chosen, rated, view }) {
    this.period = period;
    const { said, values: names } = this.facets[view.rows];
    if (JSON.stringify(line.codes) !== JSON.stringify(this.codes)) this.makeLines(line.codes);
    const shown = shower(line);
    const values = line.rates ?? line.n;
    // A rate of few mentions may be any; it does not set the scale.
    const sure = values.flat().filter((_, at) => !line.rates || line.n.flat()[at] >= FEW);
    const most = Math.max(...sure, 0) || Math.max(...values.flat(), 0);
    const beyond = values.flat().filter((value) => value > most).length;
    const whose = line.split ? said : chosen.voice !== null ? "voice" : "";
    const unit = line.rates ? `${this.perWords}${whose && ` of the ${whose}`}` : "Mentions";
    this.splitBy.textContent = `Split by ${said}`;
    this.title.textContent = `${unit}, by ${this.every}${line.split ? ` and ${said}` : ""}`;
    this.highest.textContent = most ? `${line.split ? "up to " : ""}${shown(most, most)}` : "";
    this.lines.classList.toggle("split", line.split);
    line.codes.forEach((code, at) => {
      this.names[at].replaceChildren(...(line.split ? [text(names[code])] : []));
      this.bars[at].forEach((bar, which) => {
        const rate = line.rates?.[at][which] ?? null;
        this.showBar(bar, which, { n: line.n[at][which], share: most ? (values[at][which] ?? 0) / most : 0, rate,
          name: line.split ? `${isolated(names[code])}, ` : "",
          said: rate === null ? "" : `, ${shown(0, rate)} per ${number(this.per)} words` });
      });
    });
    this.note.textContent = [
      line.of > line.codes.length ? `The ${line.codes.length} of ${line.of} with most mentions are drawn.` : "",
      line.split && !line.codes.length ? "No dated passage has all of this." : "",
      rated && !line.rates ? `Counts, not rates: words are not counted by ${said}.` : "",
      line.rates ? `Pale: fewer than ${FEW} mentions.` : "",
      beyond ? `${count(beyond, "bar")} of these would be higher.` : "",
      undated ? `${count(undated, "passage")} without a date.` : "",
    ].filter(Boolean).join(" ");
  }

  showBar(bar, at, { n, share, rate, name, said }) {
    const { period } = this;
    const [first, last] = this.periods[at];
    bar.firstChild.style.setProperty("--share", Math.min(share, 1));
    bar.classList.toggle("few", rate !== null && n < FEW);
    const within = first >= (period[0] ?? "") && last <= (period[1] ?? "9999");
    bar.setAttribute("aria-pressed", period.some(Boolean) && within);
    const when = { day: "", week: "week of ", month: "month of " }[this.every] + dated(first);
    const events = this.events.filter((event) => event.period === at).map((event) => isolated(event.name));
    const marked = events.length ? ` (${events.join("; ")})` : "";
    bar.setAttribute("aria-label", `${name}${when}: ${count(n, "mention")}${said}${marked}`);
    bar.title = bar.getAttribute("aria-label");
  }
}
