// The platform builder: themes × audiences × size, measures proposed, kept and rewritten, then a
// document. The questionnaire stands in the address; what was kept, in this tab.

import { getJson, post } from "./api.js";
import { badges, reasonList } from "./bank-card.js";
import { entryHref, KINDS } from "./bank-kinds.js";
import { button, h } from "./dom.js";
import { saveAs } from "./download.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import "./i18n-lists.js";
import { rememberedTown } from "./like-field.js";
import { createList } from "./list-store.js";
import { Draft } from "./platform-draft.js";
import { platformForm } from "./platform-form.js";

function origin(measure) {
  const source = measure.fields?.source || measure.source;
  return [source, measure.page ? t("page", { page: measure.page }) : null].filter(Boolean).join(", ");
}

class Platform extends HTMLElement {
  #draft = new Draft();
  #sections = [];
  #asked = "";
  #abort = null;
  #questions = platformForm((params) => { location.hash = `plateforme?${params}`; });
  #said = h("p", { class: "count", role: "status" });
  #proposal = h("div", { class: "proposal" });
  #kept = h("p", { class: "soft", role: "status" });
  #done = h("div", { class: "said", role: "status" });
  #sheet = h("article", { class: "print-only sheet-print" });

  connectedCallback() {
    if (this.childElementCount) return;
    this.append(h("h1", { tabindex: "-1" }, t("platformHeading")), h("p", { class: "view-intro" }, t("platformIntro")),
      this.#questions.form, this.#said, this.#proposal, this.#sheet);
    addEventListener("beforeprint", () => this.#drawSheet());
  }

  /** Called by the router with the questionnaire as it stands in the address. */
  async show({ params }) {
    this.#fillQuestions(params);
    const asked = params.toString();
    if (asked === this.#asked && this.#sections.length) return;
    this.#asked = asked;
    this.#sections = [];
    this.#proposal.replaceChildren();
    this.#said.textContent = "";
    if (asked) this.#propose(params);
  }

  async #fillQuestions(params) {
    this.#questions.set(params, rememberedTown());
    if (this.#questions.ready) return;
    try {
      const { facets, indexed } = await getJson(KINDS.measure.api, { k: 1 });
      this.#questions.choices(facets ?? {});
      this.#questions.set(params, rememberedTown());
      if (!indexed) this.#nothing("noMeasureBank", "noMeasureBankHelp");
    } catch (error) {
      this.#fail(error, () => this.#fillQuestions(params));
    }
  }

  #nothing(...said) {
    this.#proposal.replaceChildren(h("div", { class: "hint" }, said.map((name) => h("p", {}, t(name)))));
  }

  #fail(error, again) {
    this.#said.textContent = "";
    this.#proposal.replaceChildren(h("p", { class: "error", role: "alert" }, icon("warn"), error.message),
      button({ class: "pill", on: { click: again } }, icon("retry"), t("retry")));
  }

  async #propose(params) {
    this.#abort?.abort();
    const { signal } = this.#abort = new AbortController();
    const body = { themes: params.getAll("theme"), audiences: params.getAll("audience"),
      count: Number(params.get("count")) || 12 };
    if (params.get("population")) body.population = Number(params.get("population"));
    if (params.get("municipality")) body.municipality = params.get("municipality");
    this.#said.textContent = t("loading");
    try {
      const { sections, total } = await (await post("/api/platform", body, signal)).json();
      this.#sections = sections.filter(({ measures }) => measures.length);
      this.#said.textContent = this.#sections.length ? t("proposed", { n: total }) : "";
      if (this.#sections.length) this.#draw();
      else this.#nothing("noProposal", "noProposalHelp");
    } catch (error) {
      if (error.name !== "AbortError") this.#fail(error, () => this.#propose(params));
    }
  }

  #draw() {
    const parts = this.#sections.map(({ theme, measures, available }) => h("section", { class: "entry-section" },
      h("h2", { lang: "fr" }, theme, " ", h("span", { class: "soft" }, available ? t("available", { n: available }) : null)),
      h("ol", { class: "entries" }, measures.map((measure) => this.#measure(measure)))));
    this.#proposal.replaceChildren(...parts, this.#composeForm());
    this.#count();
  }

  #measure(measure) {
    const { keep, title, text } = this.#draft.of(measure);
    const shown = h("a", { href: entryHref(measure), lang: "fr" }, title);
    const body = h("p", { class: "entry-text", lang: "fr" }, text);
    const box = h("input", { type: "checkbox", class: "keep", checked: keep,
      "aria-label": t("keepNamed", { title: measure.title }) });
    const row = h("li", { class: `entry proposed${keep ? "" : " left-out"}`, "data-id": measure.id },
      h("div", { class: "item-top" }, h("label", { class: "check" }, box, h("span", { "aria-hidden": "true" }, t("keepMeasure"))),
        h("div", {}, badges(measure), h("h3", {}, shown))),
      body, reasonList(measure.reasons), h("p", { class: "soft" }, t("cited", { source: origin(measure) })),
      this.#rewrite(measure, (change) => {
        this.#draft.edit(measure.id, change);
        if ("title" in change) shown.textContent = change.title || measure.title;
        if ("text" in change) body.textContent = change.text;
      }));
    box.addEventListener("change", () => {
      this.#draft.edit(measure.id, { keep: box.checked });
      row.classList.toggle("left-out", !box.checked);
      this.#count();
    });
    return row;
  }

  #rewrite(measure, change) {
    const now = this.#draft.of(measure);
    const id = (name) => `${name}-${measure.id}`;
    const title = h("input", { id: id("title"), type: "text", maxlength: "300" });
    const text = h("textarea", { id: id("text"), rows: "3", maxlength: "4000" });
    [title.value, text.value] = [now.title, now.text];
    title.addEventListener("input", () => change({ title: title.value.trim() || measure.title }));
    text.addEventListener("input", () => change({ text: text.value }));
    return h("details", { class: "rewrite" }, h("summary", {}, t("editText"),
      h("span", { class: "visually-hidden" }, ` : ${measure.title}`)),
    h("div", { class: "field" }, h("label", { for: id("title") }, t("engagementTitle")), title),
    h("div", { class: "field" }, h("label", { for: id("text") }, t("engagementText")), text));
  }

  #count() {
    const n = this.#draft.kept(this.#sections).flatMap(({ measures }) => measures).length;
    this.#kept.textContent = n ? t("keptCount", { n }) : t("keepOne");
    for (const control of this.querySelectorAll(".compose .needs-kept")) control.disabled = n === 0;
  }

  #composeForm() {
    const now = { form: "platform", title: t("platformTitleDefault"), introduction: "", ...this.#draft.document };
    const title = h("input", { id: "platform-title", type: "text", maxlength: "200" });
    const introduction = h("textarea", { id: "platform-intro", rows: "3", maxlength: "4000" });
    [title.value, introduction.value] = [now.title, now.introduction];
    const form = (value) => h("label", { class: "check" }, h("input", { type: "radio", name: "form", value,
      checked: now.form === value }), t(`form_${value}`));
    const act = (name, mark, action, look = "pill") => button({ class: `${look} needs-kept`,
      on: { click: action } }, icon(mark), t(name));
    const element = h("form", { class: "panel compose", on: { submit: (event) => event.preventDefault() } },
      h("h2", {}, t("composeHeading")), this.#kept,
      h("fieldset", {}, h("legend", {}, t("platformForm")), form("platform"), form("plan")),
      h("div", { class: "field" }, h("label", { for: "platform-title" }, t("platformTitle")), title),
      h("div", { class: "field" }, h("label", { for: "platform-intro" }, t("introduction")), introduction),
      h("p", { class: "entry-tools" }, act("downloadDocx", "download", () => this.#export("docx"), "primary with-icon"),
        act("downloadPdf", "download", () => this.#export("pdf")), act("printPdf", "print", () => print()), act("saveAsList", "plus", () => this.#saveList())), this.#done);
    element.addEventListener("input", () => {
      const chosen = element.querySelector("[name=form]:checked").value;
      this.#draft.document = { form: chosen, title: title.value, introduction: introduction.value };
    });
    this.#done.replaceChildren();
    return element;
  }

  get #document() {
    const { form = "platform", title, introduction = "" } = this.#draft.document;
    return { form, title: title || t("platformTitleDefault"), introduction,
      municipality: new URLSearchParams(this.#asked).get("municipality") ?? "" };
  }

  #failDone(error) {
    this.#done.replaceChildren(h("p", { class: "error" }, icon("warn"), error.message));
  }

  async #export(file) {
    const { form, title, introduction, municipality } = this.#document;
    const sections = this.#draft.kept(this.#sections).map(({ theme, measures }) => ({ theme,
      measures: measures.map((m) => ({ id: m.id, kind: m.kind, title: this.#draft.of(m).title, text: this.#draft.of(m).text })) }));
    const body = { form, file, title, sections, ...(introduction && { introduction }), ...(municipality && { municipality }) };
    try {
      await saveAs(await post("/api/platform/export", body, undefined, "*/*"), `plateforme.${file}`);
      this.#done.replaceChildren(h("p", {}, icon("check"), " ", t("composed")));
    } catch (error) {
      this.#failDone(error);
    }
  }

  async #saveList() {
    const items = this.#draft.kept(this.#sections).flatMap(({ measures }) =>
      measures.map(({ id, kind }) => ({ id, kind })));
    try {
      const { key } = await createList(this.#document.title.slice(0, 120), items);
      this.#done.replaceChildren(h("p", {}, icon("check"), " ", t("savedAsList"), " ",
        h("a", { href: `/#listes/${encodeURIComponent(key)}` }, t("seeList"))));
    } catch (error) {
      this.#failDone(error);
    }
  }

  #drawSheet() {
    if (this.hidden || !this.#sections.length) return;
    const { title, introduction, municipality } = this.#document;
    this.#sheet.replaceChildren(h("h1", {}, title), municipality ? h("p", {}, municipality) : "",
      introduction ? h("p", {}, introduction) : "",
      ...this.#draft.kept(this.#sections).map(({ theme, measures }) => h("section", {}, h("h2", {}, theme),
        h("ul", {}, measures.map((measure) => {
          const now = this.#draft.of(measure);
          return h("li", {}, h("strong", {}, now.title), now.text && now.text !== now.title ? ` ${now.text}` : null,
            h("br"), h("small", {}, t("cited", { source: origin(measure) })));
        })))));
  }
}

customElements.define("rp-platform", Platform);
