// One measure or grant: all its fields, its source, what funds it or what it fits, what the
// documents say of it, and entries like it.

import { getJson } from "./api.js";
import { whereabouts } from "./answer-view.js";
import { addButton, amount, badges, calendarLink, entryCard, reasonList } from "./bank-card.js";
import { inPage, KINDS, lastSearch } from "./bank-kinds.js";
import { button, h, safeUrl } from "./dom.js";
import { icon } from "./icons.js";
import { day, t } from "./i18n.js";
import "./source-panel.js";

const ORDER = ["organization", "amount", "rate", "deadline", "period", "eligibility", "axis", "objective", "theme",
  "policy", "audience", "population", "scope", "responsible", "partners", "schedule", "indicator", "budget", "year",
  "municipality", "mrc", "region", "source", "source_page"];
const HIDDEN = new Set(["amount_min", "amount_max", "url"]);

function rows({ fields = {} }) {
  const shown = { ...fields, amount: amount(fields), deadline: fields.deadline && day(fields.deadline) };
  const others = Object.keys(fields).filter((name) => !ORDER.includes(name) && !HIDDEN.has(name));
  return [...ORDER, ...others].filter((name) => shown[name]).map((name) =>
    h("div", {}, h("dt", {}, t(`field_${name}`, {}, true) ?? name), h("dd", { lang: "fr" }, shown[name])));
}

/** An http(s) address with a host, else null: a bank may hold anything in its `url` column. */
function outside(url) {
  return /^https?:\/\/[^/]/i.test(url ?? "") && safeUrl(url) ? url : null;
}

class Entry extends HTMLElement {
  #shown = null;
  #top = h("div", {}, h("h1", { tabindex: "-1" }, t("loading")));
  #rest = h("div", {});
  #source = document.createElement("rp-source");

  connectedCallback() {
    if (this.childElementCount) return;
    this.append(h("div", { class: "entry-view" }, this.#top, this.#rest), this.#source);
  }

  /** Called by the router: `id` of the entry. */
  async show({ id }) {
    const again = this.#shown !== null && this.#shown !== id;
    this.#shown = id;
    if (this.#source.current) this.#source.close();
    try {
      const entry = await getJson(`${this.kind.api}/${encodeURIComponent(id ?? "")}`);
      if (this.#shown !== id) return;
      this.#draw({ similar: [], matches: [], evidence: [], fields: {}, ...entry });
      if (again) {
        scrollTo(0, 0);
        this.querySelector("h1").focus({ preventScroll: true });
      }
    } catch (error) {
      if (this.#shown === id) this.#fail(error, id);
    }
  }

  #back() {
    const last = lastSearch(this.kind.name);
    return h("p", {}, h("a", { class: "back", href: `/#${this.kind.view}${last ? `?${last}` : ""}` }, icon("previous"),
      t(last ? "backToResults" : this.kind.words.back)));
  }

  #fail(error, id) {
    const gone = error.code === "unknown_entry" || error.code === "http_404";
    this.#top.replaceChildren(this.#back(), h("h1", { tabindex: "-1" }, t(this.kind.words.heading)));
    this.#rest.replaceChildren(h("p", { class: "error", role: "alert" }, icon("warn"), gone ? t("entryMissing") : error.message),
      gone ? "" : button({ class: "pill", on: { click: () => this.show({ id }) } }, icon("retry"), t("retry")));
  }

  #draw(entry) {
    document.title = `${entry.title} – ${t("appTitle")}`;
    const had = document.activeElement === this.querySelector("h1");
    const heading = h("h1", { tabindex: "-1", lang: "fr" }, entry.title);
    this.#top.replaceChildren(...[this.#back(), badges(entry), heading,
      entry.text && entry.text !== entry.title ? h("p", { class: "lead-text", lang: "fr" }, entry.text) : null,
      reasonList(entry.reasons), this.#tools(entry)].filter(Boolean));
    if (had) heading.focus({ preventScroll: true });
    const { words } = this.kind;
    this.#rest.replaceChildren(...[this.#details(entry),
      this.#cards(words.matches, entry.matches, words.noMatches), this.#evidence(entry.evidence),
      this.#cards(words.similar, entry.similar, null)].filter(Boolean));
  }

  #tools(entry) {
    const site = outside(entry.fields.url);
    const source = inPage(entry.url);
    return h("p", { class: "entry-tools" }, addButton(entry), calendarLink(entry),
      source ? h("a", { class: "pill", href: source }, icon("page"), t("readSource"),
        entry.page ? ` (${t("page", { page: entry.page })})` : null) : null,
      site ? h("a", { class: "pill", href: site, target: "_blank", rel: "noopener noreferrer" }, icon("open"),
        t("officialSite"), h("span", { class: "visually-hidden" }, ` ${t("opensNewTab")}`)) : null);
  }

  #details(entry) {
    const read = [entry.source, entry.page ? t("page", { page: entry.page }) : null].filter(Boolean).join(", ");
    return h("section", { class: "entry-section" }, h("h2", {}, t("details")), h("dl", { class: "details" }, rows(entry),
      read ? h("div", {}, h("dt", {}, t("readIn")), h("dd", { class: "file" }, read)) : null,
      entry.also?.length ? h("div", {}, h("dt", {}, t("alsoIn")), h("dd", { class: "file" }, entry.also.join(", "))) : null));
  }

  #cards(heading, hits, none) {
    if (!hits.length && !none) return null;
    return h("section", { class: "entry-section" }, h("h2", {}, t(heading)), hits.length
      ? h("ol", { class: "entries" }, hits.map((hit) => entryCard(hit, { level: "h3" })))
      : h("p", { class: "soft" }, t(none)));
  }

  #evidence(citations) {
    const open = (citation, opener) => this.#source.open(citation, citations, opener);
    const items = citations.map((citation) => h("li", {}, button({ class: "source-chip", "aria-expanded": "false",
      on: { click: (event) => open(citation, event.currentTarget) } }, icon("page"),
    h("span", { class: "source-chip-text" }, h("span", { class: "source-title" }, citation.title),
      h("span", { class: "soft" }, whereabouts(citation)), h("q", { class: "quote", lang: "fr" }, citation.quote))), reasonList(citation.reasons)));
    return h("section", { class: "entry-section" }, h("h2", {}, t("evidence")),
      items.length ? h("ol", { class: "evidence" }, items) : h("p", { class: "soft" }, t("noEvidence")));
  }
}

customElements.define("rp-measure", class extends Entry { kind = KINDS.measure; });
customElements.define("rp-grant", class extends Entry { kind = KINDS.grant; });
