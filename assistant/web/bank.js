// The search of a bank (measures or grants): results as one types, what was understood as chips,
// filters with live counts. The address holds the whole search, so that it can be shared.

import { getJson, pathTo } from "./api.js";
import { entryCard } from "./bank-card.js";
import { chip, facetLabel, Facets } from "./bank-facets.js";
import { KINDS, keepSearch } from "./bank-kinds.js";
import { button, copyText, debounce, h } from "./dom.js";
import { icon } from "./icons.js";
import { lang, number, t } from "./i18n.js";
import { likeField, rememberedTown } from "./like-field.js";
import { searchForm } from "./search-form.js";

const SIZE = 20;
const SLOW_AFTER = 400;
const WIDE = matchMedia("(min-width: 50rem)");

class Bank extends HTMLElement {
  #params = new URLSearchParams();
  #abort = null;
  #moved = false;
  #results = h("div", { class: "results" });
  #status = h("p", { class: "count", role: "status" });
  #chips = h("div", { class: "chip-rows" });
  #refine = h("div", { class: "refine" });
  #fold = h("details", { open: WIDE.matches }, h("summary", {}, t("filters")));
  #aside = h("aside", { class: "filters", "aria-label": t("filters"), hidden: true }, this.#fold);

  connectedCallback() {
    if (this.childElementCount) return;
    const { words, facets, sorts, name } = this.kind;
    this.form = searchForm({ id: `${name}-q`, label: t(words.label), placeholder: t(words.placeholder) });
    this.facets = new Facets({ names: facets, count: (n) => t(words.count, { n }),
      onToggle: (facet, value, on) => this.#toggle(facet, value, on) });
    this.like = likeField(`${name}-like`, (town) => this.#move({ like: town }, true));
    this.sort = this.#sortField(sorts, name);
    this.#refine.append(this.like.element, this.sort.element);
    this.#fold.append(this.facets.element);
    const typed = debounce(() => this.#move({ q: this.form.input.value.trim(), ignore: [] }, false), 250);
    this.form.input.addEventListener("input", typed);
    this.form.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#move({ q: this.form.input.value.trim(), ignore: [] }, true);
    });
    this.append(h("h1", { tabindex: "-1" }, t(words.heading)), h("p", { class: "view-intro" }, t(words.intro)),
      this.form.form, this.#chips,
      h("div", { class: "split" }, this.#aside, h("div", { class: "found" }, this.#status, this.#results)));
    this.#arrange();
    WIDE.addEventListener("change", () => this.#arrange());
  }

  /** Town and order stand under the box on a wide screen, among the folded filters on a phone. */
  #arrange() {
    this.#fold.open = WIDE.matches;
    if (WIDE.matches) this.form.form.after(this.#refine);
    else this.facets.element.before(this.#refine);
  }

  /** Called by the router. Who comes with nothing asked finds the town kept; who clears it does not. */
  show({ params }) {
    const town = rememberedTown();
    if (!this.#moved && !params.size && town) {
      params.set("like", town);
      history.replaceState(null, "", `#${this.kind.view}?${params}`);
    }
    this.#moved = false;
    this.#params = params;
    const q = params.get("q") ?? "";
    if (this.form.input.value.trim() !== q) this.form.input.value = q;
    this.like.set(params.get("like") ?? "");
    this.sort.set(params.get("sort") || this.#order);
    this.#run();
  }

  #sortField(sorts, name) {
    const select = h("select", { id: `${name}-sort` },
      sorts.map((sort) => h("option", { value: sort }, t(`sort_${sort}`))));
    select.addEventListener("change", () =>
      this.#move({ sort: select.value === this.#order ? "" : select.value }, true));
    const element = h("p", { class: "field" }, h("label", { for: `${name}-sort` }, t("sortLabel")), select);
    return { element, set: (value) => { select.value = sorts.includes(value) ? value : "relevance"; } };
  }

  /** The order where none is chosen: with nothing asked, grants come by deadline, open ones first. */
  get #order() {
    return this.kind === KINDS.grant && !this.#params.get("q") ? "deadline" : "relevance";
  }

  #chosen = (name) => this.#params.getAll(name);

  #toggle(name, value, on) {
    const values = this.#chosen(name).filter((other) => other !== value);
    this.#move({ [name]: on ? [...values, value] : values }, true);
  }

  #address(changes) {
    const next = new URLSearchParams(this.#params);
    if (!("offset" in changes)) next.delete("offset");
    for (const [name, value] of Object.entries(changes)) {
      next.delete(name);
      for (const one of [value].flat()) if (one) next.append(name, one);
    }
    return next;
  }

  #move(changes, push) {
    const next = this.#address(changes);
    if (next.toString() === this.#params.toString()) return;
    this.#moved = true;
    if (push) {
      location.hash = `${this.kind.view}?${next}`;
    } else {
      history.replaceState(null, "", `#${this.kind.view}?${next}`);
      this.show({ params: next });
    }
  }

  #asked() {
    return Object.fromEntries([...new Set(this.#params.keys())].map((name) => [name, this.#params.getAll(name)]));
  }

  async #run() {
    this.#abort?.abort();
    const abort = this.#abort = new AbortController();
    keepSearch(this.kind.name, this.#params);
    const sort = this.#order === "relevance" ? "" : this.#order;
    const asked = { sort, ...this.#asked(), k: SIZE };
    this.#results.setAttribute("aria-busy", "true");
    const slow = setTimeout(() => {
      if (abort === this.#abort) this.#status.textContent = t("loading");
    }, SLOW_AFTER);
    try {
      this.#draw(await getJson(this.kind.api, asked, abort.signal));
    } catch (error) {
      if (error.name !== "AbortError") this.#fail(error);
    } finally {
      clearTimeout(slow);
      if (abort === this.#abort) this.#results.removeAttribute("aria-busy");
    }
  }

  #fail(error) {
    this.#status.textContent = "";
    this.#results.replaceChildren(h("p", { class: "error", role: "alert" }, icon("warn"), error.message),
      button({ class: "pill", on: { click: () => this.#run() } }, icon("retry"), t("retry")));
  }

  #draw(found) {
    const { words } = this.kind;
    this.like.suggest(found.facets?.municipality ?? []);
    this.#drawChips(found);
    const groups = this.facets.draw(found.facets ?? {}, this.#chosen);
    this.#aside.hidden = !groups;
    if (!found.indexed) {
      this.#status.textContent = "";
      this.#results.replaceChildren(h("div", { class: "hint" }, h("p", {}, t(words.noBank)),
        h("p", {}, t(words.noBankHelp)), h("a", { href: "/#documents" }, t("seeDocuments"))));
      return;
    }
    const said = found.corrected
      ? h("span", {}, h("strong", {}, t("resultsFor", { text: found.corrected })), " ",
        h("span", { class: "soft" }, t("insteadOf", { text: this.#params.get("q") })), " · ") : "";
    this.#status.replaceChildren(said, t(words.count, { n: found.total }));
    if (!found.hits.length) this.#results.replaceChildren(this.#nothing(), this.#nearest(found.closest ?? []));
    else {
      this.#results.replaceChildren(h("ol", { class: "entries" }, found.hits.map((hit) => entryCard(hit))),
        this.#pages(found), this.#after());
    }
  }

  #nothing() {
    const q = this.#params.get("q");
    return h("div", { class: "hint" }, h("p", {}, t(this.kind.words.none), " ", t("noEntryHelp")),
      h("p", { class: "entry-tools" }, h("a", { class: "pill", href: `/#${this.kind.view}?sort=` }, t("clearSearch")),
        q ? h("a", { class: "pill", href: `/#recherche?q=${encodeURIComponent(q)}` }, icon("search"),
          t("searchDocuments")) : null));
  }

  #nearest(hits) {
    if (!hits.length) return "";
    return h("section", {}, h("h2", {}, t("nearest")),
      h("ol", { class: "entries" }, hits.map((hit) => entryCard(hit, { level: "h3" }))));
  }

  #after() {
    const { offset, ...asked } = this.#asked();
    const dates = this.kind === KINDS.grant ? h("a", { class: "pill", download: true,
      href: pathTo("/api/grants.ics", asked) }, icon("calendar"), t("allDeadlines")) : null;
    const label = h("span", {}, t("copyLink"));
    const copy = async () => {
      label.textContent = await copyText(location.href).then(() => t("copied"), () => t("copyFailed"));
    };
    return h("p", { class: "entry-tools" }, button({ class: "pill", on: { click: copy } }, icon("copy"), label),
      dates ?? h("a", { class: "pill", href: "/#plateforme" }, icon("page"), t("composeFrom")));
  }

  #pages({ total, hits }) {
    const offset = Number(this.#params.get("offset") ?? 0);
    if (offset === 0 && hits.length >= total) return "";
    const step = (to, label, name) => h("a", { class: "pill",
      href: `/#${this.kind.view}?${this.#address({ offset: to > 0 ? String(to) : "" })}` },
    name === "previous" ? icon(name) : null, label, name === "next" ? icon(name) : null);
    const values = { from: number(offset + 1), to: number(offset + hits.length), total: number(total) };
    return h("nav", { class: "pages", "aria-label": t("pagination") },
      offset > 0 ? step(Math.max(0, offset - SIZE), t("previous"), "previous") : null,
      h("span", {}, t("range", values)),
      offset + hits.length < total ? step(offset + SIZE, t("next"), "next") : null);
  }

  #drawChips({ understood = [] }) {
    const key = this.#chips.contains(document.activeElement);
    const set = (reason) => `${reason.code}:${reason.value}`;
    const ignored = this.#params.getAll("ignore");
    const shown = ({ code }) => code !== "like" || !this.#params.get("like");
    const read = understood.filter((reason) => shown(reason) && !ignored.includes(set(reason))).map((reason) =>
      chip(reason.text, t("ignoreReason", { text: reason.text }), `ignore:${set(reason)}`,
        () => this.#move({ ignore: [...ignored, set(reason)] }, true)));
    if (ignored.length) {
      read.push(h("li", {}, button({ class: "link", on: { click: () => this.#move({ ignore: [] }, true) } },
        t("restoreReasons"))));
    }
    const chosen = this.kind.facets.flatMap((name) => this.#chosen(name).map((value) => {
      const text = facetLabel(name, value);
      return chip(text, t("removeFilter", { text }), `drop:${name}:${value}`, () => this.#toggle(name, value, false));
    }));
    const town = this.#params.get("like");
    if (town) {
      const text = t("likeChip", { value: town });
      chosen.push(chip(text, t("removeFilter", { text }), "drop:like", () => this.#move({ like: "" }, true)));
    }
    if (chosen.length > 1) chosen.push(this.#clearAll());
    this.#chips.replaceChildren(...[this.#row("understoodChips", read), this.#row("activeFilters", chosen)]
      .filter(Boolean));
    if (key) (this.#chips.querySelector("button") ?? this.form.input).focus();
  }

  #clearAll() {
    const none = Object.fromEntries([...this.kind.facets, "like"].map((name) => [name, []]));
    return h("li", {}, button({ class: "link", on: { click: () => this.#move(none, true) } }, t("removeFilters")));
  }

  #row(name, items) {
    if (!items.length) return null;
    const id = `${this.kind.name}-${name}`;
    return h("div", { class: "chip-row", lang: lang() }, h("span", { class: "soft", id }, t(name)),
      h("ul", { "aria-labelledby": id }, items));
  }
}

customElements.define("rp-measures", class extends Bank { kind = KINDS.measure; });
customElements.define("rp-grants", class extends Bank { kind = KINDS.grant; });
