// Small line drawings of a series. The table beside them holds the same numbers.

import { svg } from "./dom.js";
import { number, t } from "./i18n.js";

const WIDTH = 120;
const HEIGHT = 32;
const EDGE = 4;
let made = 0;

/** A sparkline of `points` (`{year, number}`, oldest first); null under two points. */
export function sparkline(label, points) {
  const known = points.filter((point) => Number.isFinite(point.number));
  if (known.length < 2) return null;
  const values = known.map((point) => point.number);
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const x = (i) => EDGE + (i * (WIDTH - 2 * EDGE)) / (known.length - 1);
  const y = (v) => (span ? HEIGHT - EDGE - ((v - low) * (HEIGHT - 2 * EDGE)) / span : HEIGHT / 2);
  const path = values.map((v, i) => `${i ? "L" : "M"}${x(i).toFixed(1)} ${y(v).toFixed(1)}`).join("");
  const said = known.map((point) => `${point.year ?? "?"} : ${number(point.number)}`).join(", ");
  made += 1;
  const [title, desc] = [`spark-title-${made}`, `spark-desc-${made}`];
  return svg("svg", { class: "sparkline", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img",
    "aria-labelledby": title, "aria-describedby": desc },
  svg("title", { id: title }, `${t("trend")} – ${label}`),
  svg("desc", { id: desc }, t("trendDesc", { label, points: said })),
  svg("path", { d: path, fill: "none" }),
  values.map((v, i) => svg("circle", { cx: x(i).toFixed(1), cy: y(v).toFixed(1), r: "2.5" })));
}
