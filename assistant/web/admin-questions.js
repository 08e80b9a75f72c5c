// What people asked, where the operator keeps it: gaps by theme, habits, complaints, waiting times.

import { call, callJson } from "./admin-api.js";
import { confirmDialog } from "./admin-edit.js";
import { button, h } from "./dom.js";
import { saveAs } from "./download.js";
import { icon } from "./icons.js";
import { day, number, t } from "./i18n.js";

const percent = (part, whole) => (whole ? Math.round((100 * part) / whole) : 0);

function off() {
  return h("section", { class: "admin-part admin-note" }, h("h2", {}, t("questionsOff")),
    h("p", {}, t("questionsOffWhy")),
    h("p", {}, t("questionsOffHow"), " ", h("code", {}, "REPERE_LOG_QUESTIONS=1")),
    h("p", { class: "soft" }, t("questionsOffDuty")));
}

function summary({ asked, answered, useful, low_rated: low, latency }) {
  const facts = [[t("factAsked"), number(asked)],
    [t("factAnswered"), asked ? t("percent", { n: percent(answered, asked) }) : "–"],
    [t("factUseful"), t("factVotes", { up: number(useful), down: number(low.length) })],
    [t("factLatency"), latency ? t("milliseconds", { n: number(Math.round(latency.median_ms)) }) : "–"],
    [t("factSlow"), latency ? t("milliseconds", { n: number(Math.round(latency.p95_ms)) }) : "–"]];
  return h("dl", { class: "details" }, facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

export class QuestionsSection {
  #said = h("p", { role: "status" });
  #body = h("div", {});

  constructor(page) {
    this.page = page;
    this.node = h("div", {}, this.#said, this.#body);
  }

  async refresh() {
    try {
      this.#draw(await callJson("/api/admin/questions"));
    } catch (error) {
      if (this.page.refused(error)) return;
      this.#body.replaceChildren(h("p", { class: "error", role: "alert" }, icon("warn"), error.message),
        button({ class: "pill", on: { click: () => this.refresh() } }, icon("retry"), t("retry")));
    }
  }

  #draw(value) {
    const low = this.#lowRated(value.low_rated);
    if (!value.enabled) {
      this.#body.replaceChildren(off(), low);
      return;
    }
    const exports = h("p", { class: "entry-tools" },
      this.#exportButton("questions.csv", "exportTable"), this.#exportButton("questions.jsonl", "exportGold"));
    this.#body.replaceChildren(summary(value), exports, this.#unanswered(value.unanswered), low,
      this.#most(value.most_asked));
  }

  #exportButton(name, label) {
    const save = async () => {
      try {
        await saveAs(await call(`/api/admin/${name}`), name);
        this.#said.textContent = t("exported", { name });
      } catch (error) {
        if (!this.page.refused(error)) this.#said.textContent = error.message;
      }
    };
    return button({ class: "pill", on: { click: save } }, icon("download"), t(label));
  }

  #unanswered(themes) {
    const none = h("p", { class: "hint" }, t("unansweredNone"));
    const boxes = themes.map(({ word, count, questions }, rank) => h("details", { class: "theme", open: rank === 0 },
      h("summary", {}, h("span", { class: "strong" }, word ?? t("themeOther")), " ",
        h("span", { class: "soft" }, t("askedTimes", { n: count }))),
      h("ul", {}, questions.map((one) => this.#question(one)))));
    return h("section", { class: "admin-part" }, h("h2", {}, t("unansweredHeading")),
      themes.length ? [h("p", { class: "soft" }, t("unansweredHelp")), boxes] : none);
  }

  #question({ question, count, last, closest, conversations }) {
    const near = closest.flatMap(({ id, title }, rank) => [rank ? ", " : "",
      h("a", { href: `/#document/${encodeURIComponent(id)}` }, title)]);
    return h("li", { class: "asked" }, h("p", { class: "quote" }, question),
      h("p", { class: "soft" }, t("askedLine", { n: count, date: day(last) })),
      h("p", { class: "soft" }, near.length ? [t("nearDocuments"), " ", near] : t("nearNone")),
      h("p", { class: "entry-tools" },
        h("a", { class: "pill", href: `/#recherche?q=${encodeURIComponent(question)}` }, icon("search"), t("searchWords")),
        this.#eraser(conversations, question)));
  }

  #lowRated(rated) {
    const items = rated.map(({ at, question, comment, conversation_id: id }) => h("li", { class: "asked" },
      question ? h("p", { class: "quote" }, question) : h("p", { class: "soft" }, t("questionNotKept")),
      comment ? h("p", {}, comment) : null,
      h("p", { class: "soft" }, day(at)), h("p", { class: "entry-tools" }, this.#eraser([id], question ?? comment ?? day(at)))));
    return h("section", { class: "admin-part" }, h("h2", {}, t("lowHeading")),
      items.length ? h("ul", {}, items) : h("p", { class: "hint" }, t("lowNone")));
  }

  #most(questions) {
    if (!questions.length) return h("div", {});
    const rows = questions.slice(0, 50).map(({ question, count, last }) => h("tr", {},
      h("th", { scope: "row" }, question), h("td", { class: "num" }, number(count)), h("td", {}, day(last))));
    return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t("mostHeading") },
      h("table", {}, h("caption", {}, t("mostHeading")), h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("colQuestion")),
        h("th", { scope: "col", class: "num" }, t("colCount")), h("th", { scope: "col" }, t("colLast")))), h("tbody", {}, rows)));
  }

  #eraser(conversations, name) {
    const kept = conversations.filter(Boolean);
    if (!kept.length) return null;
    const action = async () => {
      for (const id of kept) await callJson(`/api/admin/conversations/${encodeURIComponent(id)}`, { method: "DELETE" });
      await this.refresh();
      this.#said.textContent = t("eraseDone");
      this.page.querySelector("h1").focus();
    };
    const ask = (event) => confirmDialog({ heading: t("eraseHeading"), text: t("eraseText", { n: kept.length }),
      confirm: t("eraseConfirm"), action }, event.currentTarget);
    return button({ class: "pill", "aria-label": t("eraseNamed", { name }), "aria-haspopup": "dialog", on: { click: ask } },
      icon("bin"), t("erase"));
  }
}
