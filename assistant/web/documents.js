// The documents view: what is indexed, and what could not be read and why.

import { getJson } from "./api.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { kindName, lang, moment, t } from "./i18n.js";
import { searchForm } from "./search-form.js";

/** Lower case without accents, so that « subventions » is found under any spelling. */
function folded(text) {
  return String(text ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function row(document) {
  const { id, title, source, kind, year, pages, paged, organization, warnings } = document;
  const facts = [kindName(kind), year, organization, paged ? t("pages", { n: pages }) : null];
  return h("li", { class: "document" },
    h("h2", {}, h("a", { href: `/#document/${encodeURIComponent(id)}`, lang: document.language ?? "fr" }, title)),
    h("p", { class: "soft" }, facts.filter(Boolean).join(" · ")),
    h("p", { class: "soft file" }, source),
    ...(warnings ?? []).map((warning) => h("p", { class: "soft" }, icon("warn"), " ", warning)));
}

function failureList(failures) {
  if (!failures.length) return null;
  const items = failures.map(({ source, code, message }) => h("li", {},
    h("strong", { class: "file" }, source), h("span", {}, message), h("code", { class: "soft" }, code)));
  return h("section", { class: "failures" },
    h("h2", {}, icon("warn"), t("failuresHeading", { n: failures.length })),
    h("p", {}, t("failuresIntro")), h("ul", {}, items));
}

/** Files left aside: folded away, since a folder may hold many pictures. */
export function skippedList(skipped) {
  if (!skipped?.length) return null;
  const items = skipped.map(({ source, message }) => h("li", {},
    h("strong", { class: "file" }, source), " ", h("span", {}, message)));
  return h("details", { class: "skipped" },
    h("summary", {}, t("skippedHeading", { n: skipped.length })), h("ul", {}, items));
}

class Documents extends HTMLElement {
  #form = searchForm({ id: "documents-q", label: t("documentsLabel"), submit: false });
  #status = h("p", { class: "count", role: "status" });
  #results = h("div", { class: "results" });
  #documents = [];
  #failures = [];
  #indexed = null;
  #skipped = [];

  connectedCallback() {
    if (this.childElementCount) return;
    this.#form.form.addEventListener("submit", (event) => event.preventDefault());
    this.#form.input.addEventListener("input", () => this.#draw());
    this.append(h("h1", { tabindex: "-1" }, t("documentsHeading")), this.#form.form, this.#status,
      this.#results);
  }

  /** Called by the router; the list is read again each time. */
  async show() {
    try {
      const { documents, failures, skipped, indexed_at: indexed } = await getJson("/api/documents");
      this.#indexed = indexed ? moment(indexed) : null;
      this.#documents = [...documents].sort((a, b) => a.title.localeCompare(b.title, lang()));
      this.#failures = failures ?? [];
      this.#skipped = skipped ?? [];
      this.#draw();
    } catch (error) {
      this.#status.textContent = "";
      this.#results.replaceChildren(h("p", { class: "error", role: "alert" }, icon("warn"), error.message),
        button({ class: "pill", on: { click: () => this.show() } }, icon("retry"), t("retry")));
    }
  }

  #draw() {
    const words = folded(this.#form.input.value).split(/\s+/).filter(Boolean);
    const shown = this.#documents.filter((d) => {
      const text = folded([d.title, d.year, d.source, kindName(d.kind), d.organization].join(" "));
      return words.every((word) => text.includes(word));
    });
    const when = this.#indexed ? ` · ${t("indexedAt", { date: this.#indexed })}` : "";
    this.#status.textContent = t("documentsCount", { n: shown.length }) + when;
    const none = this.#documents.length ? t("noMatch") : `${t("noDocuments")} ${t("noDocumentsHelp")}`;
    this.#results.replaceChildren(...[
      shown.length ? h("ul", { class: "document-list" }, shown.map(row)) : h("p", { class: "hint" }, none),
      failureList(this.#failures), skippedList(this.#skipped),
    ].filter(Boolean));
  }
}

customElements.define("rp-documents", Documents);
