// The figures of an answer as cards; several years of one thing also get their line.

import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { sparkline } from "./chart.js";

/** The mark of a figure whose number and label may not belong together. */
export function doubtMark() {
  return h("span", { class: "doubt", title: t("doubtfulWhy") }, icon("warn"), t("doubtful"),
    h("span", { class: "visually-hidden" }, ` : ${t("doubtfulWhy")}`));
}

/** The value of a figure with its symbol, once. */
export function withUnit({ value, unit }) {
  const text = String(value ?? "");
  const sign = unit === "%" || unit === "$";
  return sign && !text.includes(unit) ? `${text}\u00a0${unit}` : text;
}

function card(figure, citations, open) {
  const citation = citations.find(({ n }) => n === figure.n);
  const cite = citation && button({ class: "cite", "aria-label": t("sourceN", { n: figure.n }),
    "aria-expanded": "false", "data-cite": figure.n,
    on: { click: (event) => open(citation, event.currentTarget) } }, String(figure.n));
  return h("li", { class: "figure-card" }, h("span", { class: "figure-value" }, withUnit(figure)),
    h("span", { class: "figure-label" }, figure.label),
    h("span", { class: "figure-year soft" }, figure.year, cite),
    figure.doubtful ? doubtMark() : null);
}

function lines(figures) {
  const byLabel = Map.groupBy ? Map.groupBy(figures, (f) => f.label) : new Map();
  const drawn = [];
  for (const [label, group] of byLabel) {
    const points = group.filter((f) => f.year).sort((a, b) => a.year.localeCompare(b.year));
    const svg = new Set(points.map((p) => p.year)).size > 1 ? sparkline(label, points) : null;
    if (svg) {
      drawn.push(h("figure", { class: "trend" }, svg, h("figcaption", { class: "soft" },
        `${label}, ${points[0].year} – ${points.at(-1).year}`)));
    }
  }
  return drawn;
}

/** The figures of an answer, or null when it has none. */
export function figureCards(answer, open) {
  if (!answer.figures?.length) return null;
  const cards = answer.figures.map((figure) => card(figure, answer.citations, open));
  return h("section", { class: "figure-cards" }, h("h3", { class: "visually-hidden" }, t("figures")),
    h("ul", {}, cards), lines(answer.figures));
}
