// Documents of the installation: adding, indexing again, what failed and what to do, one by one.

import { call, callJson } from "./admin-api.js";
import { editDialog, removeDialog } from "./admin-edit.js";
import { JobBox } from "./admin-job.js";
import { skippedList } from "./documents.js";
import { UploadBox } from "./admin-upload.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { kindName, lang, number, t } from "./i18n.js";
import "./i18n-views.js";

const folded = (text) => String(text ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function failure({ source, code, message }) {
  const advice = t(`advice_${code}`, {}, true) ?? t("adviceAny");
  return h("li", {}, h("strong", { class: "file" }, source), h("span", {}, message),
    h("span", {}, h("span", { class: "strong" }, t("adviceLabel")), " ", advice));
}

/** What the rules are not sure of, and whether a newer version stands for this one. */
function doubts({ sure, superseded_by: newer }) {
  const fields = Object.entries(sure ?? {}).filter(([, share]) => share < 0.55).map(([name]) => t(`meta_${name}`).toLowerCase());
  const lines = [newer ? t("isSuperseded") : null, fields.length ? t("toCheck", { fields: fields.join(", ") }) : null];
  return lines.filter(Boolean).map((line) => h("p", { class: "soft" }, line));
}

export class DocumentsSection {
  #documents = [];
  #failures = h("div", {});
  #list = h("ul", { class: "document-list" });
  #count = h("p", { class: "count", role: "status" });
  #problem = h("div", {});
  #filter = h("input", { id: "admin-filter", type: "search", autocomplete: "off", on: { input: () => this.#draw() } });
  #heading = h("h2", { id: "admin-held", tabindex: "-1" }, t("adminHeld"));

  constructor(page) {
    this.page = page;
    this.job = new JobBox((job) => job.kind === "rebuild" && this.refresh(true));
    this.uploads = new UploadBox({ after: () => this.refresh(true), refused: page.refused });
    this.again = button({ class: "pill", on: { click: () => this.#rebuild() } }, icon("retry"), t("rebuild"));
    this.node = h("div", {}, this.#problem,
      h("section", { class: "admin-part" }, h("h2", {}, t("uploadHeading")), this.uploads.node),
      h("section", { class: "admin-part" }, h("h2", {}, t("rebuildHeading")), h("p", { class: "soft" }, t("rebuildHelp")),
        h("p", { class: "entry-tools" }, this.again), this.job.node),
      this.#failures,
      h("section", { class: "admin-part", "aria-labelledby": "admin-held" }, this.#heading,
        h("div", { class: "field" }, h("label", { for: "admin-filter" }, t("adminFilter")), this.#filter),
        this.#count, this.#list));
  }

  async refresh(quiet = false) {
    try {
      const state = await callJson("/api/admin");
      this.#problem.replaceChildren();
      this.uploads.limit(state);
      this.#documents = [...state.documents].sort((a, b) => a.title.localeCompare(b.title, lang()));
      this.#drawFailures(state.failures, state.skipped, state.taken_out);
      this.#draw();
      this.job.draw(state.job);
      if (state.job?.running && !quiet) this.job.watch();
    } catch (error) {
      if (this.page.refused(error)) return;
      this.#problem.replaceChildren(h("p", { class: "error", role: "alert" }, icon("warn"), error.message),
        button({ class: "pill", on: { click: () => this.refresh() } }, icon("retry"), t("retry")));
    }
  }

  async #rebuild() {
    this.job.say("");
    try {
      const { job } = await (await call("/api/admin/rebuild", { method: "POST" })).json();
      this.job.draw(job);
      await this.job.watch();
    } catch (error) {
      if (!this.page.refused(error)) this.job.say(error.message, true);
    }
  }

  #drawFailures(failures, skipped = [], out = []) {
    const aside = skippedList(skipped.filter(({ code }) => code !== "excluded"));
    this.#failures.replaceChildren(...(failures.length ? [h("section", { class: "failures" },
      h("h2", {}, icon("warn"), t("failuresHeading", { n: failures.length })),
      h("p", {}, t("adminFailures")), h("ul", {}, failures.map(failure)))] : []), ...(aside ? [aside] : []),
      ...(out.length ? [h("details", { class: "skipped" }, h("summary", {}, t("outHeading", { n: out.length })),
        h("p", {}, t("outHelp")), h("ul", {}, out.map((one) => this.#out(one))))] : []));
  }

  /** A document taken out: taken back with one button. */
  #out({ id, title, source, day }) {
    const again = button({ class: "pill", "aria-label": t("readmitNamed", { title }) }, icon("retry"), t("readmit"));
    again.addEventListener("click", async () => {
      again.disabled = true;
      try {
        await callJson(`/api/admin/documents/${encodeURIComponent(id)}/readmit`, { method: "POST" });
        this.#changed(t("readmitDone", { title }));
      } catch (error) {
        again.disabled = false;
        if (!this.page.refused(error)) this.job.say(error.message, true);
      }
    });
    return h("li", {}, h("strong", {}, title), " ", h("span", { class: "soft file" }, `${source} (${day})`), " ", again);
  }

  #draw() {
    const words = folded(this.#filter.value).split(/\s+/).filter(Boolean);
    const shown = this.#documents.filter((d) => {
      const text = folded([d.title, d.year, d.source, kindName(d.kind), d.organization].join(" "));
      return words.every((word) => text.includes(word));
    });
    this.#count.textContent = t("documentsCount", { n: shown.length });
    this.#list.replaceChildren(...shown.map((one) => this.#row(one)));
  }

  #changed(text) {
    this.job.say("");
    this.refresh(true).then(() => {
      this.#heading.focus();
      this.#count.textContent = text;
    });
  }

  #row(document) {
    const { id, title, source, kind, year, pages, paged, organization, uploaded, editable, size, warnings } = document;
    const facts = [kindName(kind), year, organization, paged ? t("pages", { n: pages }) : null,
      t("kilobytes", { n: number(Math.max(1, Math.round(size / 1024))) }), uploaded ? t("uploadedHere") : null];
    const done = (text) => this.#changed(text);
    return h("li", { class: "document" },
      h("h3", {}, h("a", { href: `/#document/${encodeURIComponent(id)}`, lang: document.language ?? "fr" }, title)),
      h("p", { class: "soft" }, facts.filter(Boolean).join(" · ")), h("p", { class: "soft file" }, source),
      (warnings ?? []).map((warning) => h("p", { class: "soft" }, icon("warn"), " ", warning)),
      ...doubts(document),
      h("p", { class: "entry-tools" },
        editable ? button({ class: "pill", "aria-label": t("editNamed", { title }), "aria-haspopup": "dialog",
          on: { click: (event) => editDialog(document, done, event.currentTarget) } }, icon("edit"), t("edit_")) : null,
        button({ class: "pill", "aria-label": t("removeNamed", { title }), "aria-haspopup": "dialog",
          on: { click: (event) => removeDialog(document, done, event.currentTarget) } }, icon("bin"), t("remove_"))));
  }
}
