// Several years side by side: a table that says it all, and columns that show it at a glance.

import { button, h, svg } from "./dom.js";
import { doubtMark, withUnit } from "./figure-cards.js";
import { number, t } from "./i18n.js";
import "./i18n-talk.js";

const STEP = 84;
const TALL = 96;
const TOP = 22;
let made = 0;

/** One figure a year, oldest first; figures of a year already there are left to the sentences. */
function byYear(figures) {
  const years = new Map();
  for (const figure of figures) {
    if (figure.year && !years.has(figure.year)) years.set(figure.year, figure);
  }
  return [...years.values()].sort((a, b) => a.year.localeCompare(b.year));
}

/** A figure in digits, whatever the document wrote it with. */
const shown = (figure) => (/\d/.test(String(figure.value)) ? withUnit(figure) : number(figure.number));

const symbol = ({ unit }) => (unit === "%" || unit === "$" ? unit : "");

/** The columns of `points`, all of one unit; null where a number is missing. */
function columns(label, points) {
  if (points.some((point) => !Number.isFinite(point.number))) return null;
  const values = points.map((point) => point.number);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const y = (value) => TOP + TALL - ((value - low) / (high - low || 1)) * TALL;
  const bars = points.flatMap(({ number: value, year }, i) => {
    const middle = i * STEP + STEP / 2;
    const [top, bottom] = [Math.min(y(value), y(0)), Math.max(y(value), y(0))];
    return [svg("rect", { x: middle - 22, y: top.toFixed(1), width: 44, height: Math.max(1, bottom - top).toFixed(1), rx: 3 }),
      svg("text", { x: middle, y: (top - 6).toFixed(1) }, shown(points[i])),
      svg("text", { x: middle, y: TOP + TALL + 18, class: "chart-year" }, year)];
  });
  made += 1;
  const [title, desc] = [`columns-title-${made}`, `columns-desc-${made}`];
  const said = points.map((point) => `${point.year} : ${shown(point)}`).join(", ");
  const wide = points.length * STEP;
  return svg("svg", { class: "columns", viewBox: `0 0 ${wide} ${TOP + TALL + 26}`, width: wide, height: TOP + TALL + 26,
    role: "img", "aria-labelledby": title, "aria-describedby": desc },
  svg("title", { id: title }, t("comparisonChart", { label })), svg("desc", { id: desc }, said),
  svg("line", { x1: 0, x2: wide, y1: y(0).toFixed(1), y2: y(0).toFixed(1) }), bars);
}

function change(point, before) {
  if (!before || !Number.isFinite(point.number) || !Number.isFinite(before.number)) return "–";
  const gap = point.number - before.number;
  const sign = gap > 0 ? "+" : gap < 0 ? "−" : "";
  const unit = { "%": ` ${t("points")}`, $: "\u00a0$" }[point.unit] ?? "";
  return `${sign}${number(Math.abs(gap))}${unit}`;
}

function row(point, before, citations, open) {
  const citation = citations.find(({ n }) => n === point.n);
  const cite = citation && button({ class: "cite", "aria-label": t("sourceN", { n: point.n }), "aria-expanded": "false",
    "data-cite": point.n, on: { click: (event) => open(citation, event.currentTarget) } }, String(point.n));
  return h("tr", {}, h("th", { scope: "row" }, point.year, h("span", { class: "soft counted" }, point.label),
    point.doubtful ? doubtMark() : null), h("td", { class: "num" }, shown(point)),
  h("td", { class: "num" }, change(point, before)), h("td", {}, cite));
}

/** The table and the chart of a comparison; null under two years. */
export function comparison({ figures, citations }, open) {
  const points = byYear(figures);
  if (points.length < 2) return null;
  const label = points.at(-1).label;
  const head = ["comparisonYear", "comparisonValue", "comparisonChange", "comparisonSource"]
    .map((name, i) => h("th", { scope: "col", class: i === 1 || i === 2 ? "num" : null }, t(name)));
  const table = h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t("comparisonTable") },
    h("table", {}, h("caption", {}, t("comparisonTable")), h("thead", {}, h("tr", {}, head)),
      h("tbody", {}, points.map((point, i) => row(point, points[i - 1], citations, open)))));
  const drawn = new Set(points.map(symbol)).size === 1 ? columns(label, points) : null;
  return h("section", { class: "comparison" }, h("h3", { class: "visually-hidden" }, t("comparison")),
    drawn && h("div", { class: "chart-scroll" }, drawn), table);
}
