// How long things are kept, the erasure of one conversation, and who did what.

import { callJson } from "./admin-api.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { moment, t } from "./i18n.js";

export class JournalSection {
  #kept = h("p", {});
  #days = h("input", { id: "retention-days", type: "number", required: true, inputmode: "numeric",
    "aria-describedby": "retention-help" });
  #retained = h("div", { role: "status" });
  #said = h("div", { role: "status" });
  #acts = h("div", {});
  #input = h("input", { id: "erase-id", type: "text", autocomplete: "off", required: true, maxlength: "200",
    pattern: "[A-Za-z0-9._~\\-]+", "aria-describedby": "erase-help" });

  constructor(page) {
    this.page = page;
    const form = h("form", { class: "admin-key", on: { submit: (event) => this.#erase(event) } },
      h("div", { class: "field" }, h("label", { for: "erase-id" }, t("eraseLabel")), this.#input),
      h("p", { class: "soft", id: "erase-help" }, t("eraseHelp")),
      h("button", { type: "submit", class: "pill" }, icon("bin"), t("erase")), this.#said);
    const choose = h("form", { class: "admin-key", on: { submit: (event) => this.#retain(event) } },
      h("div", { class: "field" }, h("label", { for: "retention-days" }, t("keptChoose")), this.#days),
      h("p", { class: "soft", id: "retention-help" }, t("keptHow"), " ", h("code", {}, "REPERE_RETENTION_DAYS"), ". ", t("keptAtOnce")),
      h("button", { type: "submit", class: "pill" }, t("keptSave")), this.#retained);
    this.node = h("div", {}, h("section", { class: "admin-part" }, h("h2", {}, t("keptHeading")), this.#kept, choose),
    h("section", { class: "admin-part" }, h("h2", {}, t("eraseOne")), form),
    h("section", { class: "admin-part" }, h("h2", {}, t("actsHeading")), this.#acts));
  }

  async refresh() {
    try {
      const [{ retention_days: days, retention_most: most, log_questions: log }, { acts }] = await Promise.all([
        callJson("/api/admin"), callJson("/api/admin/audit", { params: { k: 100 } })]);
      this.#kept.textContent = `${t(days ? "keptDays" : "keptForever", { n: days })} ${t(log ? "keptLog" : "keptNoLog")}`;
      this.#days.min = most ? 1 : 0;
      this.#days.max = most || 36500;
      this.#days.value = days;
      this.#drawActs(acts);
    } catch (error) {
      if (this.page.refused(error)) return;
      this.#acts.replaceChildren(h("p", { class: "error", role: "alert" }, icon("warn"), error.message),
        button({ class: "pill", on: { click: () => this.refresh() } }, icon("retry"), t("retry")));
    }
  }

  #drawActs(acts) {
    if (!acts.length) {
      this.#acts.replaceChildren(h("p", { class: "hint" }, t("actsNone")));
      return;
    }
    const rows = acts.map(({ at, who, address, act, target }) => h("tr", {}, h("td", {}, moment(at)),
      h("th", { scope: "row" }, t(`act_${act}`, {}, true) ?? act), h("td", { class: "file" }, target),
      h("td", {}, [who, address].filter(Boolean).join(", "))));
    const columns = ["colWhen", "colAct", "colTarget", "colWho"].map((name) => h("th", { scope: "col" }, t(name)));
    this.#acts.replaceChildren(h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t("actsHeading") },
      h("table", {}, h("thead", {}, h("tr", {}, columns)), h("tbody", {}, rows))));
  }

  async #retain(event) {
    event.preventDefault();
    try {
      const { erased } = await callJson("/api/admin/retention", { method: "PATCH", body: { days: Number(this.#days.value) } });
      await this.refresh();
      this.#retained.replaceChildren(h("p", {}, t("keptSaved"), " ", erased ? t("eraseLines", { n: erased }) : ""));
    } catch (error) {
      if (!this.page.refused(error)) this.#retained.replaceChildren(h("p", { class: "error" }, icon("warn"), error.message));
    }
  }

  async #erase(event) {
    event.preventDefault();
    const id = this.#input.value.trim();
    if (!id) return;
    try {
      const { erased } = await callJson(`/api/admin/conversations/${encodeURIComponent(id)}`, { method: "DELETE" });
      this.#input.value = "";
      await this.refresh();
      this.#said.replaceChildren(h("p", {}, t(erased ? "eraseLines" : "eraseNone", { n: erased })));
    } catch (error) {
      if (!this.page.refused(error)) this.#said.replaceChildren(h("p", { class: "error" }, icon("warn"), error.message));
    }
  }
}
