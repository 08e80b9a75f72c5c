// What was understood of a question, to be corrected: its words, and the year it is about.

import { getJson } from "./api.js";
import { button, h } from "./dom.js";
import { t } from "./i18n.js";
import "./i18n-talk.js";

let made = 0;

/** The form; `ask(question, year)` sends it, `close()` puts back what it replaced. */
export function understoodForm(turn, { ask, close }) {
  made += 1;
  const read = turn.answer.understood;
  const [words, years] = [`understood-words-${made}`, `understood-year-${made}`];
  const input = h("textarea", { id: words, rows: "2", required: true, maxlength: "2000" });
  input.value = read.corrected || read.standalone || turn.question;
  const chosen = turn.year ?? (read.years?.length === 1 ? read.years[0] : "");
  const select = h("select", { id: years });
  const draw = (known) => {
    const values = [...new Set([...known, chosen].filter(Boolean))].sort().reverse();
    const kept = select.value || chosen;
    select.replaceChildren(h("option", { value: "" }, t("anyYear")),
      ...values.map((year) => h("option", { value: year, selected: year === kept }, year)));
  };
  draw([]);
  getJson("/api/documents").then(({ documents }) => draw(documents.map(({ year }) => year)), () => {});
  const submit = (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text) ask(text, select.value || null);
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  });
  const form = h("form", { class: "understood-form", on: { submit, keydown: (event) => event.key === "Escape" && close() } },
    h("label", { class: "stacked" }, t("understoodWords"), input),
    h("label", { class: "stacked" }, t("understoodYear"), select),
    h("p", { class: "form-tools" }, h("button", { type: "submit", class: "primary" }, t("askAgain")),
      button({ class: "quiet", on: { click: close } }, t("cancel"))));
  return { form, input };
}
