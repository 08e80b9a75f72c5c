// The document reader: one page at a time, its text with the passage marked, its picture beside; the
// other pages as small pictures, and a search of this document alone.

import { getJson } from "./api.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { kindName, t } from "./i18n.js";
import "./i18n-views.js";
import { marked } from "./source-panel.js";
import { recall } from "./passages.js";
import { Finder, wordSpans } from "./reader-find.js";
import { thumbnails } from "./reader-thumbs.js";
import { locate, toUnits, unwrap } from "./text.js";

/** The span to mark: sent in the address (span or quote), told by the server, or seen in this tab. */
function markedSpan(page, params) {
  const passage = params.get("passage");
  const [start, end] = [params.get("start"), params.get("end")].map((n) => (n ? Number(n) : NaN));
  if (end > start) return locate(page.text, null, start, end);
  if (page.highlight) return toUnits(page.text, [page.highlight])[0] ?? null;
  const quote = params.get("quote") || (passage && recall(passage));
  return quote ? locate(page.text, quote, NaN, NaN) : null;
}

class Reader extends HTMLElement {
  #top = h("div", {});
  #page = h("div", { class: "reader-page" });
  #aside = h("div", { class: "reader-aside" });
  #finder = new Finder((q) => { location.hash = this.#address(this.#number, q); });
  #thumbs = null;
  #document = null;
  #shown = null;
  #number = 1;
  #q = "";

  connectedCallback() {
    if (this.childElementCount) return;
    this.append(this.#top, h("div", { class: "reader-body" }, this.#aside, this.#page));
  }

  /** The address of a page of the document shown, with the words looked for. */
  #address(page, q = this.#q) {
    const query = new URLSearchParams({ page: String(page) });
    if (q) query.set("q", q);
    return `#document/${encodeURIComponent(this.#document.id)}?${query}`;
  }

  /** Called by the router: `id` of the document, `page`, `passage`, `start`, `end`, `q`. */
  async show({ id, params }) {
    const number = Math.max(1, Number.parseInt(params.get("page") ?? "1", 10) || 1);
    const key = this.#shown = `${id}?${params}`;
    this.#number = number;
    this.#q = (params.get("q") ?? "").trim();
    const base = `/api/documents/${encodeURIComponent(id)}`;
    try {
      if (this.#document?.id !== id) {
        this.#page.replaceChildren(h("p", { class: "soft" }, t("loading")));
        const document = await getJson(base);
        if (this.#shown !== key) return;
        this.#document = document.document ?? document;
        this.#drawAside();
      }
      this.#drawTop(number);
      this.#thumbs?.show(number, (page) => this.#address(page));
      const passage = params.get("passage");
      const [page] = await Promise.all([getJson(`${base}/pages/${number}`, { passage }), this.#finder.show(id, this.#q, passage)]);
      if (this.#shown === key) this.#drawPage(page, number, params);
    } catch (error) {
      if (this.#shown !== key) return;
      this.#page.replaceChildren(h("p", { class: "error", role: "alert" }, icon("warn"), error.message),
        button({ class: "pill", on: { click: () => this.show({ id, params }) } }, icon("retry"), t("retry")));
    }
  }

  #drawAside() {
    this.#thumbs = thumbnails(this.#document);
    this.#aside.replaceChildren(this.#finder.node, ...(this.#thumbs ? [this.#thumbs.node] : []));
  }

  #drawTop(number) {
    const { id, title, kind, year, organization, source, paged } = this.#document;
    const scope = new URLSearchParams({ document: id, title });
    const key = encodeURIComponent(id);
    const file = `/api/documents/${key}/file${paged ? `#page=${number}` : ""}`;
    document.title = `${title} – ${t("appTitle")}`;
    this.#top.replaceChildren(
      h("p", {}, h("a", { class: "back", href: "/#documents" }, icon("previous"), t("backToDocuments"))),
      h("h1", { tabindex: "-1" }, title),
      h("p", { class: "soft" }, [kindName(kind), year, organization, source].filter(Boolean).join(" · ")),
      h("p", { class: "source-tools" },
        h("a", { class: "pill", href: `/#chat?${scope}` }, t("askDocument")),
        h("a", { class: "pill", href: file, target: "_blank", rel: "noopener" }, icon("open"), t("original"))),
      ...[this.#turner(number)].filter(Boolean));
  }

  #turner(number) {
    const { pages } = this.#document;
    if (!(pages > 1)) return null;
    const to = (n) => this.#address(n);
    const step = (n, name, label) => (n < 1 || n > pages ? null
      : h("a", { class: "pill icon-only", href: to(n), "aria-label": t(label), title: t(label) }, icon(name)));
    const input = h("input", { type: "number", min: "1", max: pages, value: number, id: "reader-page",
      inputmode: "numeric" });
    const submit = (event) => {
      event.preventDefault();
      location.href = to(Math.min(pages, Math.max(1, Number(input.value) || 1)));
    };
    return h("nav", { class: "turner", "aria-label": t("pageOf", { page: number, total: pages }) },
      step(number - 1, "previous", "previousPage"),
      h("form", { on: { submit } }, h("label", { for: "reader-page", class: "visually-hidden" }, t("goToPage")),
        input, h("span", {}, ` / ${pages} `), h("button", { type: "submit", class: "quiet" }, t("go"))),
      step(number + 1, "next", "nextPage"));
  }

  #drawPage(page, number, params) {
    const words = wordSpans(page, number, this.#finder.hits);
    const span = markedSpan(page, params);
    const spans = words.length ? words : [span].filter(Boolean);
    const text = page.text.trim()
      ? h("div", { class: "page-text", lang: this.#document.language ?? "fr" },
        marked(unwrap(page.text), spans))
      : h("p", { class: "hint" }, t("emptyPage"));
    const label = this.#document.paged ? t("pageN", { page: page.label ?? number }) : t("pageText");
    this.#page.replaceChildren(...[
      h("section", { class: "sheet" }, h("h2", {}, label),
        page.ocr == null ? "" : h("p", { class: "soft" }, icon("warn"), " ", t("ocrPage")), text),
      this.#picture(number, params),
    ].filter(Boolean));
    const at = words.length && span ? words.findIndex(([start]) => start >= span[0]) : 0;
    this.#page.querySelectorAll("mark")[Math.max(0, at)]?.scrollIntoView({ block: "center" });
  }

  #picture(number, params) {
    if (!this.#document.paged) return null;
    const { id, title } = this.#document;
    const query = new URLSearchParams();
    for (const name of ["passage", "start", "end"]) {
      if (params.get(name)) query.set(name, params.get(name));
    }
    const src = `/api/documents/${encodeURIComponent(id)}/pages/${number}.png?${query}`;
    const image = h("img", { class: "page-picture", src, loading: "lazy",
      alt: t(params.get("passage") ? "pagePicture" : "pageImage", { page: number, title }) });
    image.addEventListener("error", () => image.remove());
    return image;
  }
}

customElements.define("rp-reader", Reader);
