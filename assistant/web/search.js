// The search view: results as one types, facets as filters, pages of results. The address holds it all.

import { getJson } from "./api.js";
import { readerHref, whereabouts } from "./answer-view.js";
import { button, debounce, h } from "./dom.js";
import { icon } from "./icons.js";
import { kindName, number, t } from "./i18n.js";
import { searchForm } from "./search-form.js";
import { marked } from "./source-panel.js";
import { toUnits, unwrap, windowAround } from "./text.js";
import { remember } from "./passages.js";

const SIZE = 10;
const AROUND = 260;
const WIDE = matchMedia("(min-width: 50rem)");
const FILTERS = ["year", "kind", "document"];
const ORDERS = ["relevance", "year", "title"];

/** Text around the first match, with every match marked. */
function excerpt(hit) {
  const spans = toUnits(hit.text, hit.highlights ?? []);
  const part = windowAround(hit.text, spans[0] ?? [0, 0], AROUND);
  const inside = spans.map(([a, b]) => [a - part.offset, Math.min(b - part.offset, part.text.length)])
    .filter(([a, b]) => a >= 0 && a < b);
  return h("p", { class: "excerpt" }, part.cutBefore ? "…" : null,
    marked(unwrap(part.text), inside), part.cutAfter ? "…" : null);
}

function result(hit) {
  remember(hit.passage_id, hit.text);
  return h("li", { class: "hit" }, h("h2", {}, h("a", { href: readerHref(hit) }, hit.title)),
    h("p", { class: "soft" }, whereabouts(hit)), excerpt(hit));
}

class Search extends HTMLElement {
  #params = new URLSearchParams();
  #form = searchForm({ id: "search-q", label: t("searchLabel"), placeholder: t("searchPlaceholder") });
  #results = h("div", { class: "results" });
  #groups = h("div", {});
  #fold = h("details", { open: WIDE.matches }, h("summary", {}, t("filters")), this.#groups);
  #filters = h("aside", { class: "filters", "aria-label": t("filters"), hidden: true }, this.#fold);
  #status = h("p", { class: "count", role: "status" });
  #order = h("select", { id: "search-order" }, ORDERS.map((name) => h("option", { value: name }, t(`order_${name}`))));
  #ordered = h("p", { class: "order", hidden: true }, h("label", { for: "search-order", class: "soft" }, t("order")), this.#order);
  #banks = h("p", { class: "soft banks", hidden: true });
  #titles = new Map();
  #facets = null;
  #abort = null;
  #wait = debounce(() => this.#typed(), 250);

  connectedCallback() {
    if (this.childElementCount) return;
    WIDE.addEventListener("change", () => { this.#fold.open = WIDE.matches; });
    this.#form.input.addEventListener("input", this.#wait);
    getJson("/api/documents").then(({ documents }) => {
      for (const { id, title } of documents) this.#titles.set(id, title);
      if (this.#facets) this.#drawFilters(this.#facets);
    }, () => {});
    this.#order.addEventListener("change", () => this.#move({ sort: this.#order.value === ORDERS[0] ? "" : this.#order.value }, true));
    this.#form.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#move({ q: this.#form.input.value.trim() }, true);
    });
    this.append(h("h1", { tabindex: "-1" }, t("searchHeading")), this.#form.form,
      h("div", { class: "split" }, this.#filters, h("div", {}, h("div", { class: "result-top" }, this.#status, this.#ordered), this.#banks, this.#results)));
  }

  /** Called by the router with the parameters of the address. */
  show({ params }) {
    this.#params = params;
    const q = params.get("q") ?? "";
    if (this.#form.input.value.trim() !== q) this.#form.input.value = q;
    this.#order.value = ORDERS.includes(params.get("sort")) ? params.get("sort") : ORDERS[0];
    this.#run();
  }

  #typed() {
    this.#move({ q: this.#form.input.value.trim() }, false);
  }

  #address(changes) {
    const next = new URLSearchParams(this.#params);
    if (!("offset" in changes)) next.delete("offset");
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    return next;
  }

  #move(changes, push) {
    const next = this.#address(changes);
    if (next.toString() === this.#params.toString()) return;
    if (push) {
      location.hash = `recherche?${next}`;
    } else {
      history.replaceState(null, "", `#recherche?${next}`);
      this.show({ params: next });
    }
  }

  async #run() {
    this.#abort?.abort();
    const abort = this.#abort = new AbortController();
    this.#askBanks(abort.signal);
    if (!this.#params.get("q")) {
      this.#status.textContent = "";
      this.#ordered.hidden = true;
      this.#filters.hidden = true;
      this.#results.replaceChildren(h("p", { class: "hint" }, t("searchEmpty")));
      return;
    }
    this.#results.setAttribute("aria-busy", "true");
    try {
      const asked = Object.fromEntries(this.#params);
      const found = await getJson("/api/search", { ...asked, k: SIZE }, abort.signal);
      this.#draw(found);
    } catch (error) {
      if (error.name !== "AbortError") this.#fail(error);
    } finally {
      if (abort === this.#abort) this.#results.removeAttribute("aria-busy");
    }
  }

  /** « 12 mesures et 3 subventions correspondent », each a link to the same search over there. */
  async #askBanks(signal) {
    const q = this.#params.get("q");
    this.#banks.hidden = true;
    if (!q) return;
    const count = (path) => getJson(path, { q, k: 1 }, signal).then(({ total }) => total, () => 0);
    const [measures, grants] = await Promise.all([count("/api/measures"), count("/api/grants")]);
    if (signal.aborted || !(measures + grants)) return;
    const link = (view, name, n) => n > 0 && h("a", { href: `/#${view}?q=${encodeURIComponent(q)}` }, t(name, { n }));
    const links = [link("mesures", "measureCount", measures), link("subventions", "grantCount", grants)].filter(Boolean);
    const parts = links.length > 1 ? [links[0], ` ${t("and")} `, links[1]] : links;
    this.#banks.replaceChildren(...parts, ` ${t("alsoMatch", { n: measures + grants })}`);
    this.#banks.hidden = false;
  }

  #fail(error) {
    this.#status.textContent = "";
    this.#results.replaceChildren(h("p", { class: "error", role: "alert" }, icon("warn"), error.message),
      button({ class: "pill", on: { click: () => this.#run() } }, icon("retry"), t("retry")));
  }

  #draw(found) {
    for (const hit of found.hits) this.#titles.set(hit.document_id, hit.title);
    this.#ordered.hidden = found.total < 2;
    this.#facets = found.facets ?? {};
    this.#drawFilters(this.#facets);
    const said = found.corrected
      ? h("span", {}, h("strong", {}, t("resultsFor", { text: found.corrected })), " ",
        h("span", { class: "soft" }, t("insteadOf", { text: this.#params.get("q") })), " · ")
      : "";
    this.#status.replaceChildren(said, t("results", { n: found.total }));
    if (!found.hits.length) {
      this.#results.replaceChildren(h("p", { class: "hint" }, t("noHits"), " ", t("noHitsHelp")));
      return;
    }
    this.#results.replaceChildren(h("ol", { class: "hits" }, found.hits.map(result)),
      this.#pages(found));
  }

  #pages({ total, hits }) {
    const offset = Number(this.#params.get("offset") ?? 0);
    const step = (to, label, name) => h("a", { class: "pill",
      href: `/#recherche?${this.#address({ offset: to > 0 ? String(to) : "" })}` },
    name === "previous" ? icon(name) : null, label, name === "next" ? icon(name) : null);
    const values = { from: number(offset + 1), to: number(offset + hits.length), total: number(total) };
    return h("nav", { class: "pages", "aria-label": t("pagination") },
      offset > 0 ? step(Math.max(0, offset - SIZE), t("previous"), "previous") : null,
      h("span", {}, t("range", values)),
      offset + hits.length < total ? step(offset + SIZE, t("next"), "next") : null);
  }

  #drawFilters(facets) {
    const groups = FILTERS.map((name) => this.#group(name, facets[name] ?? [])).filter(Boolean);
    const active = FILTERS.filter((name) => this.#params.get(name));
    const clear = active.length ? button({ class: "link", on: { click: () =>
      this.#move(Object.fromEntries(active.map((name) => [name, ""])), true) } }, t("removeFilters")) : "";
    const focused = document.activeElement?.closest(".filters") ? document.activeElement.dataset.key : null;
    this.#groups.replaceChildren(...groups, clear);
    this.#filters.hidden = !groups.length;
    if (focused) this.#filters.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  #group(name, facets) {
    const chosen = this.#params.get(name);
    const values = facets.some(({ value }) => value === chosen) || !chosen
      ? facets : [{ value: chosen, count: 0 }, ...facets];
    if (!values.length) return null;
    return h("section", {}, h("h2", {}, t(`facet_${name}`)), h("ul", {}, values.map((facet) => {
      const on = facet.value === chosen;
      return h("li", {}, button({ class: "facet", "aria-pressed": String(on),
        "data-key": `${name}:${facet.value}`,
        on: { click: () => this.#move({ [name]: on ? "" : facet.value }, true) } },
      h("span", {}, this.#label(name, facet)),
      h("span", { class: "soft" }, number(facet.count),
        h("span", { class: "visually-hidden" }, ` ${t("results", { n: facet.count })
          .replace(/^\S+\s/, "")}`))));
    })));
  }

  #label(name, { value, label }) {
    if (name === "kind") return kindName(value);
    if (name === "document") return label ?? this.#titles.get(value) ?? value;
    return value;
  }
}

customElements.define("rp-search", Search);
