// The figures view: series by year with their line, then every figure with its source.

import { getJson, pathTo } from "./api.js";
import { readerHref } from "./answer-view.js";
import { sparkline } from "./chart.js";
import { button, h } from "./dom.js";
import { doubtMark } from "./figure-cards.js";
import { icon } from "./icons.js";
import { number, t } from "./i18n.js";
import { searchForm } from "./search-form.js";

const LIMIT = 100;

function column(text, props) {
  return h("th", { scope: "col", ...props }, text);
}

function table(caption, head, rows) {
  const name = h("caption", {}, caption);
  return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": caption },
    h("table", {}, name, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)));
}

function cell(point, byId) {
  if (!point) return h("td", { class: "num" }, h("span", { class: "soft", "aria-hidden": "true" }, "–"));
  const figure = byId.get(point.figure_id);
  const text = figure?.value ?? number(point.number);
  return h("td", { class: "num" }, figure ? h("a", { href: readerHref(figure) }, text) : text,
    figure?.doubtful ? doubtMark() : null,
    (point.others ?? []).map((other) => otherValue(other, byId)));
}

/** Another number told for the same year: shown, never hidden. */
function otherValue(other, byId) {
  const figure = byId.get(other.figure_id);
  const text = t("alsoSaid", { value: figure?.value ?? number(other.number) });
  return h("span", { class: "soft heading" }, figure ? h("a", { href: readerHref(figure) }, text) : text);
}

/** One row a series, one column a year. */
function seriesTable(series, figures) {
  const shown = series.filter(({ points }) => points.length > 1);
  if (!shown.length) return null;
  const byId = new Map(figures.map((figure) => [figure.figure_id, figure]));
  const years = [...new Set(shown.flatMap(({ points }) => points.map((p) => p.year ?? "?")))].sort();
  const rows = shown.map(({ label, reason, points }) => {
    const ordered = [...points].sort((a, b) => String(a.year).localeCompare(String(b.year)));
    return h("tr", {}, h("th", { scope: "row" }, label,
      reason ? h("span", { class: "soft heading" }, reason) : null),
      years.map((year) => cell(ordered.find((p) => (p.year ?? "?") === year), byId)),
      h("td", {}, sparkline(label, ordered)));
  });
  const head = [column(t("seriesLabel")), ...years.map((year) => column(year, { class: "num" })),
    column(t("trend"))];
  return table(t("seriesTitle"), head, rows);
}

function listTable(figures) {
  const rows = figures.map((figure) => h("tr", {},
    h("td", { class: "num strong" }, figure.value),
    h("th", { scope: "row" }, figure.label, figure.doubtful ? [" ", doubtMark()] : null,
      figure.heading ? h("span", { class: "soft heading" }, figure.heading) : null,
      h("q", { class: "soft quote" }, figure.quote)),
    h("td", { class: "year" }, figure.year ?? "–"),
    h("td", {}, h("a", { href: readerHref(figure) }, figure.title || figure.source),
      figure.page ? h("span", { class: "soft" }, ` ${t("page", { page: figure.page })}`) : null,
      h("a", { class: "soft permalink", href: `#chiffres?${new URLSearchParams({ q: figure.figure_id })}`,
        "aria-label": t("figureLinkOf", { label: figure.label }) }, t("figureLink")))));
  const head = [column(t("value"), { class: "num" }), column(t("seriesLabel")), column(t("year")),
    column(t("source"))];
  return table(t("listTitle"), head, rows);
}

class Figures extends HTMLElement {
  #year = h("select", { id: "figures-year" });
  #form = searchForm({ id: "figures-q", label: t("figuresLabel"),
    placeholder: t("figuresPlaceholder") }, h("label", { class: "visually-hidden",
    for: "figures-year" }, t("year")), this.#year);
  #status = h("p", { class: "count", role: "status" });
  #results = h("div", { class: "results" });
  #params = new URLSearchParams();
  #abort = null;

  connectedCallback() {
    if (this.childElementCount) return;
    this.#years([]);
    this.#form.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#move();
    });
    this.#year.addEventListener("change", () => this.#move());
    this.append(h("h1", { tabindex: "-1" }, t("figuresHeading")), this.#form.form, this.#status,
      this.#results);
    getJson("/api/documents").then(
      ({ documents }) => this.#years(documents.map(({ year }) => year)), () => {});
  }

  /** Called by the router with the parameters of the address. */
  show({ params }) {
    this.#params = params;
    this.#form.input.value = params.get("q") ?? "";
    this.#years([...this.#year.options].map(({ value }) => value));
    this.#run();
  }

  #years(values) {
    const chosen = this.#params.get("year") ?? "";
    const years = [...new Set([...values, chosen].filter(Boolean))].sort().reverse();
    this.#year.replaceChildren(h("option", { value: "" }, t("allYears")),
      ...years.map((year) => h("option", { value: year, selected: year === chosen }, year)));
  }

  #move() {
    const next = new URLSearchParams();
    const q = this.#form.input.value.trim();
    if (q) next.set("q", q);
    if (this.#year.value) next.set("year", this.#year.value);
    location.hash = `chiffres?${next}`;
  }

  async #run() {
    this.#abort?.abort();
    const { signal } = this.#abort = new AbortController();
    if (!this.#params.get("q")) {
      this.#status.textContent = "";
      this.#results.replaceChildren(h("p", { class: "hint" }, t("figuresEmpty")));
      return;
    }
    try {
      const asked = { ...Object.fromEntries(this.#params), k: LIMIT };
      this.#draw(await getJson("/api/figures", asked, signal));
    } catch (error) {
      if (error.name !== "AbortError") this.#fail(error);
    }
  }

  #fail(error) {
    this.#status.textContent = "";
    this.#results.replaceChildren(h("p", { class: "error", role: "alert" }, icon("warn"), error.message),
      button({ class: "pill", on: { click: () => this.#run() } }, icon("retry"), t("retry")));
  }

  #draw({ figures, series }) {
    this.#status.textContent = t("figureCount", { n: figures.length });
    if (!figures.length) {
      this.#results.replaceChildren(h("p", { class: "hint" }, t("noFigures"), " ", t("noHitsHelp")));
      return;
    }
    const files = h("p", { class: "downloads" }, ["csv", "xlsx"].map((kind) => this.#file(kind)));
    const trends = seriesTable(series ?? [], figures);
    this.#results.replaceChildren(...[trends, listTable(figures), files].filter(Boolean));
  }

  /** A link to the figures shown, as a file: its address can be kept and shared. */
  #file(kind) {
    const asked = Object.fromEntries(this.#params);
    return h("a", { class: "pill", href: pathTo(`/api/figures.${kind}`, asked),
      download: `chiffres.${kind}` }, icon("download"), t(kind === "csv" ? "downloadCsv" : "downloadXlsx"));
  }
}

customElements.define("rp-figures", Figures);
