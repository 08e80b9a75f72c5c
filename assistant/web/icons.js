// Icons drawn for Repère, on a 24 × 24 grid. They are decoration: the button carries the name.

import { svg } from "./dom.js";

const SHAPES = {
  send: ["M5 12h13", "M12 5.5 18.5 12 12 18.5"],
  stop: ["M7 7h10v10H7z"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  plus: ["M12 5v14", "M5 12h14"],
  search: ["M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z", "M15.3 15.3 20 20"],
  copy: ["M9 9h10v11H9z", "M15 9V4H5v11h4"],
  check: ["M5 12.5 10 17.5 19 7"],
  open: ["M14 4h6v6", "M20 4l-9 9", "M18 14v6H4V6h6"],
  page: ["M6 3h8l4 4v14H6z", "M14 3v4h4", "M9 12h6", "M9 16h6"],
  up: ["M8 11v9H4v-9z", "M8 11l4-7c1.6 0 2.4 1.2 2 2.8L13.3 10H19l-1.6 8.6A2 2 0 0 1 15.4 20H8"],
  down: ["M8 13V4H4v9z", "M8 13l4 7c1.6 0 2.4-1.2 2-2.8L13.3 14H19l-1.6-8.6A2 2 0 0 0 15.4 4H8"],
  previous: ["M14.5 6 8.5 12l6 6"],
  next: ["M9.5 6l6 6-6 6"],
  theme: ["M12 4a8 8 0 1 0 0 16z", "M12 4a8 8 0 0 1 0 16"],
  warn: ["M12 4 21 19.5H3z", "M12 10v4", "M12 16.7v.6"],
  download: ["M12 4v11", "M7 10.5 12 15.5l5-5", "M5 20h14"],
  retry: ["M19 12a7 7 0 1 1-2.2-5.1", "M19.5 3.5v4h-4"],
  calendar: ["M4 6h16v14H4z", "M4 10.5h16", "M8.5 3.5V8", "M15.5 3.5V8"],
  rise: ["M12 19V6", "M6 11.5 12 5.5l6 6"],
  sink: ["M12 5v13", "M6 12.5l6 6 6-6"],
  bin: ["M5 7h14", "M9 7V4h6v3", "M7 7l1 13h8l1-13"],
  share: ["M12 15V4", "M8 7.5 12 3.5l4 4", "M5 13v7h14v-7"],
  past: ["M4.5 12a7.5 7.5 0 1 0 2.2-5.3L4.5 9", "M4.5 4.5V9H9", "M12 8v4.5l3 2"],
  print: ["M7 9V4h10v5", "M7 17H4V9h16v8h-3", "M7 14h10v6H7z"],
  help: ["M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z", "M9.6 9.6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.2.9-1.2 1.8", "M12 16.4v.6"],
  edit: ["M5 19l1-4L16 5l3 3L9 18z"],
};

/** The icon called `name`, hidden from assistive technology. */
export function icon(name) {
  const paths = SHAPES[name].map((d) => svg("path", { d }));
  return svg("svg", { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true",
    focusable: "false" }, ...paths);
}

/** The mark of Repère: a surveyor's bench mark, a disc with two opposite quarters filled. */
export function brandMark() {
  return svg("svg", { class: "brand-mark", viewBox: "0 0 32 32", "aria-hidden": "true",
    focusable: "false" },
    svg("circle", { cx: "16", cy: "16", r: "12.5", fill: "none", "stroke-width": "2.5" }),
    svg("path", { d: "M16 16V5.5A10.5 10.5 0 0 1 26.5 16z M16 16v10.5A10.5 10.5 0 0 1 5.5 16z" }));
}
