// The source beside the answer: the quote inside its page, the picture of the page, the reference.
// On a wide screen the dialog stands in a column; on a narrow one it covers the page.

import { getJson } from "./api.js";
import { readerHref, whereabouts } from "./answer-view.js";
import { button, copyText, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { remember } from "./passages.js";
import { reference } from "./reference.js";
import { locate, pieces, unwrap, windowAround } from "./text.js";

const AROUND = 350;
const WIDE = matchMedia("(min-width: 62rem)");

/** Text with its marked parts, as nodes; blank lines inside a part stay unmarked. */
export function marked(text, spans) {
  return pieces(text, spans).flatMap(([part, mark]) => (mark
    ? part.split(/(\n\s*\n\s*)/).map((piece, i) => (i % 2 || !piece ? piece : h("mark", {}, piece)))
    : [part]));
}

/** The picture of the cited page, with the quote alone marked when its place is known. */
function pictureOf({ image, start, end }) {
  const url = new URL(image, location.href);
  if (Number.isInteger(start) && Number.isInteger(end)) {
    url.searchParams.set("start", start);
    url.searchParams.set("end", end);
  }
  return url.href;
}

class SourcePanel extends HTMLElement {
  #dialog = h("dialog", { class: "source", "aria-labelledby": "source-title" });
  #citations = [];
  #current = null;
  #opener = null;

  connectedCallback() {
    if (this.#dialog.isConnected) return;
    this.append(this.#dialog);
    this.#dialog.addEventListener("close", () => this.#closed());
    this.#dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#dialog.open) {
        event.preventDefault();
        this.close();
      }
    });
    WIDE.addEventListener("change", () => this.#dialog.open && this.#present());
  }

  /** The citation shown, or null. */
  get current() {
    return this.#dialog.open ? this.#current : null;
  }

  /** Shows `citation`, one of `citations`; focus returns to `opener` on closing. */
  open(citation, citations, opener) {
    if (this.current === citation && this.#opener === opener) {
      this.close();
      return;
    }
    this.#opener?.setAttribute("aria-expanded", "false");
    this.#citations = citations;
    this.#opener = opener;
    opener.setAttribute("aria-expanded", "true");
    this.#show(citation);
  }

  close() {
    this.#dialog.close();
    this.#closed();
  }

  /** Once for each closing, ours or the browser's (whose event comes later). */
  #closed() {
    if (this.#dialog.open || !this.#opener) return;
    const opener = this.#opener;
    this.#opener = null;
    this.classList.remove("shown");
    opener.setAttribute("aria-expanded", "false");
    if (opener.isConnected) opener.focus();
  }

  #present() {
    const modal = !WIDE.matches;
    if (this.#dialog.open && this.#dialog.matches(":modal") !== modal) this.#dialog.close();
    this.classList.add("shown");
    if (!this.#dialog.open) this.#dialog[modal ? "showModal" : "show"]();
    this.querySelector("#source-title").focus({ preventScroll: true });
  }

  #show(citation) {
    this.#current = citation;
    const context = h("div", { class: "context", tabindex: "0", role: "region", "aria-label": t("context") },
      this.#quoteAlone(citation));
    const body = h("div", { class: "source-body" }, this.#heading(citation),
      h("p", { class: "soft" }, whereabouts(citation)), this.#tools(citation), context,
      this.#picture(citation));
    this.#dialog.replaceChildren(this.#top(citation), body);
    this.#present();
    this.#fillContext(citation, context);
  }

  #heading(citation) {
    return h("h2", { id: "source-title", tabindex: "-1" }, citation.title);
  }

  #top(citation) {
    const at = this.#citations.indexOf(citation);
    const step = (by, name, label) => {
      const next = this.#citations[at + by];
      return button({ class: "quiet icon-only", "aria-label": t(label), disabled: !next,
        on: { click: () => this.#show(next) } }, icon(name));
    };
    return h("div", { class: "source-top" },
      h("p", {}, t("sourceOf", { n: at + 1, total: this.#citations.length })),
      step(-1, "previous", "previousSource"), step(1, "next", "nextSource"),
      button({ class: "quiet icon-only", "aria-label": t("closeSource"), title: t("closeSource"),
        on: { click: () => this.close() } }, icon("close")));
  }

  #tools(citation) {
    remember(citation.passage_id, citation.quote);
    const id = encodeURIComponent(citation.document_id);
    const page = citation.page ? `#page=${citation.page}` : "";
    const label = h("span", {}, t("copyReference"));
    const copy = async () => {
      const document = await this.#document(citation);
      label.textContent = await copyText(reference(citation, document))
        .then(() => t("copied"), () => t("copyFailed"));
    };
    return h("p", { class: "source-tools" },
      h("a", { class: "pill", href: readerHref(citation) }, icon("page"), t("openDocument")),
      h("a", { class: "pill", href: `/api/documents/${id}/file${page}`, target: "_blank",
        rel: "noopener" }, icon("open"), t("original")),
      button({ class: "pill", on: { click: copy } }, icon("copy"), label));
  }

  #document(citation) {
    const path = `/api/documents/${encodeURIComponent(citation.document_id)}`;
    return getJson(path).catch(() => null);
  }

  #quoteAlone(citation) {
    return h("blockquote", { class: "page-text" },
      marked(citation.quote, [[0, citation.quote.length]]));
  }

  async #fillContext(citation, context) {
    const number = citation.text_page ?? citation.page ?? 1;
    const path = `/api/documents/${encodeURIComponent(citation.document_id)}/pages/${number}`;
    const page = await getJson(path).catch(() => null);
    if (this.#current !== citation) return;
    const span = page && locate(page.text, citation.quote, citation.start, citation.end);
    if (!span) {
      context.append(h("p", { class: "soft" }, t("contextMissing")));
      return;
    }
    const part = windowAround(page.text, span, AROUND);
    const inside = span.map((at) => at - part.offset);
    const quote = h("blockquote", { class: "page-text" }, part.cutBefore ? "…" : null,
      marked(unwrap(part.text), [inside]), part.cutAfter ? "…" : null);
    context.replaceChildren(quote);
    context.scrollTop = quote.querySelector("mark").offsetTop - context.clientHeight / 3;
  }

  #picture(citation) {
    if (!citation.image) return null;
    const alt = t("pagePicture", { page: citation.page ?? 1, title: citation.title });
    const image = h("img", { class: "page-picture", src: pictureOf(citation), alt, loading: "lazy" });
    image.addEventListener("error", () => image.remove());
    return image;
  }
}

customElements.define("rp-source", SourcePanel);
