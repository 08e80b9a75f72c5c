// The filters of a bank: groups of boxes with live counts, and chips for what is chosen.

import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { number, t } from "./i18n.js";

const SHOWN = 7;
const OPEN_FIRST = 3;
// Values that have an order of their own; the others come as the server gives them.
const ORDERS = {
  status: ["open", "continuous", "unknown", "closed"],
  population: ["moins de 1 000", "1 000 à 4 999", "5 000 à 19 999", "20 000 à 99 999", "100 000 et plus"],
};

/** A value of a facet as a person reads it. */
export function facetLabel(name, value) {
  if (name === "status") return t(`status_${value}`, {}, true) ?? value;
  if (name === "population") return t("inhabitants", { value });
  return value;
}

function inOrder(name, facets) {
  const order = ORDERS[name]?.map(plainSpaces);
  const rank = ({ value }) => (order.indexOf(plainSpaces(value)) + 1) || order.length + 1;
  return order ? facets.toSorted((a, b) => rank(a) - rank(b)) : facets;
}

function plainSpaces(text) {
  return text.replace(/\s/g, " ");
}

/** A chip with a cross; `name` is what a screen reader hears. */
export function chip(text, name, key, remove) {
  return h("li", {}, button({ class: "chip", "aria-label": name, title: name, "data-key": key,
    on: { click: remove } }, h("span", {}, text), icon("close")));
}

/**
 * The groups of filters. They keep which groups stand open and which are shown in full.
 *
 * `onToggle(name, value, on)` is called when a box changes; `count(n)` names a number of results.
 */
export class Facets {
  element = h("div", { class: "facet-groups" });
  #open = new Map();
  #full = new Set();
  #drawn = null;

  constructor({ names, onToggle, count }) {
    this.names = names;
    this.onToggle = onToggle;
    this.count = count;
  }

  /** Draws the groups; `chosen(name)` gives the values chosen. True when there is a group. */
  draw(facets, chosen) {
    this.#drawn = [facets, chosen];
    const key = this.element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const groups = this.names.map((name) => this.#group(name, facets[name] ?? [], chosen(name)))
      .filter(Boolean);
    groups.forEach((group, at) => {
      const { name } = group.dataset;
      group.open = this.#open.get(name) ?? (at < OPEN_FIRST || chosen(name).length > 0);
      group.addEventListener("toggle", () => this.#open.set(name, group.open));
    });
    this.element.replaceChildren(...groups);
    if (key) this.element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
    return groups.length > 0;
  }

  #group(name, facets, chosen) {
    const known = new Set(facets.map(({ value }) => value));
    const missing = chosen.filter((value) => !known.has(value)).map((value) => ({ value, count: 0 }));
    const values = inOrder(name, [...missing, ...facets]);
    if (!values.length) return null;
    const full = this.#full.has(name);
    const shown = values.filter(({ value }, at) => full || at < SHOWN || chosen.includes(value));
    const label = t(`bfacet_${name}`);
    const rest = values.length - shown.length;
    const more = rest > 0 || full ? this.#more(name, rest, full) : null;
    return h("details", { class: "facet-group", "data-name": name },
      h("summary", {}, label, chosen.length ? h("span", { class: "chosen" }, number(chosen.length)) : null),
      h("div", { role: "group", "aria-label": label },
        shown.map((facet) => this.#box(name, facet, chosen.includes(facet.value)))), more);
  }

  #box(name, { value, count }, on) {
    const input = h("input", { type: "checkbox", checked: on, "data-key": `${name}:${value}`,
      on: { change: (event) => this.onToggle(name, value, event.target.checked) } });
    const unit = this.count(count).replace(/^\S+/, "");
    return h("label", { class: "facet-box" }, input, h("span", { lang: "fr" }, facetLabel(name, value)),
      h("span", { class: "soft" }, number(count), h("span", { class: "visually-hidden" }, unit)));
  }

  #more(name, rest, full) {
    const flip = () => {
      if (full) this.#full.delete(name);
      else this.#full.add(name);
      this.draw(...this.#drawn);
    };
    return button({ class: "link", "data-key": `more:${name}`, "aria-expanded": String(full), on: { click: flip } },
      full ? t("fewerValues") : t("moreValues", { n: rest }));
  }
}
