// The help: what is where, the keys, what stays in the browser, and the tour again.

import { openDialog } from "./dialog.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import "./i18n-lists.js";
import { tour } from "./tour.js";

function section(heading, names) {
  return [h("h3", {}, t(heading)), h("ul", { class: "bullets" }, names.map((name) => h("li", {}, t(name))))];
}

/** Opens the help; the focus returns to `opener`. */
export function help(opener) {
  const start = () => {
    close();
    tour();
  };
  const again = button({ class: "primary with-icon", on: { click: start } }, icon("retry"), t("helpTour"));
  const { close } = openDialog(t("helpHeading"), [h("p", {}, again),
    section("helpWhere", ["helpWhere1", "helpWhere2", "helpWhere3", "helpWhere4"]),
    section("helpKeys", ["helpKey1", "helpKey2", "helpKey3", "helpKey4"]),
    h("h3", {}, t("helpData")), h("p", {}, t("helpDataText"))], opener);
}
