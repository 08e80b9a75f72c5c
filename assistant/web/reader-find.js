// Searching inside one document: where the words stand, page by page.

import { getJson } from "./api.js";
import { readerHref } from "./answer-view.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { searchForm } from "./search-form.js";
import { marked } from "./source-panel.js";
import { locate, toUnits, unwrap, windowAround } from "./text.js";

const MOST = 50;
const AROUND = 70;

function spansOf(hit) {
  return toUnits(hit.text, hit.highlights ?? []);
}

/** Where the words of the hits stand in the text of a page. */
export function wordSpans(page, number, hits) {
  return hits.filter((hit) => (hit.text_page ?? hit.page ?? 1) === number).flatMap((hit) => {
    const place = locate(page.text, hit.text, NaN, NaN);
    return place ? spansOf(hit).map(([start, end]) => [start + place[0], end + place[0]]) : [];
  }).sort((a, b) => a[0] - b[0]);
}

function found(hit, q, current) {
  const spans = spansOf(hit);
  const part = windowAround(hit.text, spans[0] ?? [0, 0], AROUND);
  const inside = spans.map(([a, b]) => [a - part.offset, Math.min(b - part.offset, part.text.length)])
    .filter(([a, b]) => a >= 0 && a < b);
  const href = `${readerHref(hit)}&q=${encodeURIComponent(q)}`;
  return h("li", {}, h("a", { href, "aria-current": hit.passage_id === current ? "true" : null }, hit.page ? t("page", { page: hit.page }) : hit.heading || t("pageText")),
    h("p", {}, part.cutBefore ? "…" : null, marked(unwrap(part.text), inside), part.cutAfter ? "…" : null));
}

/** The search box of a document and its results. `onAsk(q)` is called to change the address. */
export class Finder {
  #form = searchForm({ id: "reader-q", label: t("searchDocument") });
  #said = h("p", { class: "count", role: "status" });
  #list = h("ol", { class: "found" });
  #key = "";
  hits = [];

  constructor(onAsk) {
    this.#form.form.addEventListener("submit", (event) => {
      event.preventDefault();
      onAsk(this.#form.input.value.trim());
    });
    this.node = h("div", { class: "finder" }, this.#form.form, this.#said, this.#list);
  }

  /** Shows what `q` finds in a document; settles once `hits` holds it. */
  async show(id, q, passage) {
    const key = `${id} ${q}`;
    if (this.#key !== key) {
      this.#key = key;
      this.hits = [];
      this.#form.input.value = q;
      await this.#search(id, q, key);
    }
    if (this.#key === key) this.#list.replaceChildren(...this.hits.map((hit) => found(hit, q, passage)));
  }

  async #search(id, q, key) {
    this.#said.textContent = "";
    if (!q) return;
    try {
      const { hits, corrected } = await getJson("/api/search", { q, document: id, k: MOST });
      if (this.#key !== key) return;
      // What only the meaning brought says nothing of where the words stand.
      const exact = hits.filter((hit) => hit.highlights?.length);
      this.hits = exact.sort((a, b) => (a.page ?? 0) - (b.page ?? 0));
      const said = corrected ? `${t("resultsFor", { text: corrected })} · ` : "";
      this.#said.textContent = this.hits.length ? said + t("results", { n: this.hits.length }) : t("notInDocument");
    } catch (error) {
      if (this.#key === key) this.#said.textContent = error.message;
    }
  }
}
