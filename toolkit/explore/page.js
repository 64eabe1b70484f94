// What the pages of the widgets share; it stands before the text of each.

const PATIENCE = 400; // milliseconds before the page says that it waits
const DATE = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };

const number = (n) => n.toLocaleString("en");
const count = (n, one) => `${number(n)} ${one}${n === 1 ? "" : "s"}`;

/** Make an element; `on…` are listeners, others attributes (true is "", false none). */
function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Show a text of the corpus, which may run in either direction, between others. */
const text = (value) => h("bdi", {}, value);

/** Say whether a control does anything; it keeps the focus, which `disabled` would take. */
const able = (control, does) => control.setAttribute("aria-disabled", String(!does));
