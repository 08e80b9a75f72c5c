// An answer as nodes: text with citation buttons, figures, sources, what to do next.

import { button, copyText, h, style } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { blocks, inline, spoken } from "./text.js";
import { figureCards } from "./figure-cards.js";
import { remember } from "./passages.js";

const SILENT_KINDS = new Set(["greeting", "help", "out_of_scope"]);

/** « , page 4 » where the format has pages, else nothing. */
export function place(item) {
  return item.page ? t("inPage", { page: item.page }) : "";
}

/** Title, year, page and heading of a citation or hit, on one line. */
export function whereabouts(item) {
  const printed = item.page_label ? ` (${t("printedPage", { label: item.page_label })})` : "";
  const page = item.page ? t("page", { page: item.page }) + printed : null;
  const year = item.year && !String(item.title).includes(item.year) ? item.year : null;
  return [year, page, item.heading].filter(Boolean).join(" · ");
}

function citeButton(citation, open) {
  const name = t("sourceName", { n: citation.n, title: citation.title, place: place(citation) });
  return button({ class: "cite", "aria-label": name, "aria-expanded": "false",
    "data-cite": citation.n, on: { click: (event) => open(citation, event.currentTarget) } },
  String(citation.n));
}

function line(text, citations, open) {
  const out = [];
  for (const piece of inline(text)) {
    if (piece.strong) {
      out.push(h("strong", {}, piece.strong));
    } else if (typeof piece === "string") {
      // What ends a sentence stays on the line of its citation.
      const [, ending, rest] = piece.match(/^([.,;:!?…)»]*)(.*)$/s);
      if (ending && out.at(-1)?.localName === "button") out.push(h("span", { class: "kept" }, out.pop(), ending));
      else out.push(ending);
      out.push(rest.replace(/ $/, citations.length ? "\u00a0" : ""));
    } else {
      const citation = citations.find(({ n }) => n === piece.cite);
      if (citation) out.push(citeButton(citation, open));
    }
  }
  return out;
}

/** The text of an answer; `citations` is empty while it streams, and markers are then left out. */
export function answerText(text, citations = [], open = null) {
  return blocks(text).map(({ kind, lines }) =>
    kind === "ul"
      ? h("ul", {}, lines.map((item) => h("li", {}, line(item, citations, open))))
      : h("p", {}, line(lines[0], citations, open)));
}

function understoodLine(turn, actions) {
  const read = turn.answer.understood;
  if (!read || SILENT_KINDS.has(read.kind)) return null;
  const parts = [t(`kind_${read.kind}`, {}, true), ...(turn.year ? [turn.year] : read.years ?? [])];
  if (read.corrected) parts.push(t("corrected", { text: read.corrected }));
  else if (read.standalone && read.standalone !== turn.question) {
    parts.push(t("understoodAs", { text: read.standalone }));
  }
  const edit = button({ class: "link", on: { click: async () => {
    const [{ understoodForm }] = await Promise.all([import("./understood.js"), style("talk.css")]);
    const close = () => { form.replaceWith(line); edit.focus(); };
    const { form, input } = understoodForm(turn, { close, ask: (text, year) => {
      form.replaceWith(line);
      actions.ask(text, year);
    } });
    line.replaceWith(form);
    input.focus();
  } } }, icon("edit"), t("edit"));
  const line = h("p", { class: "understood" }, h("span", {}, t("understood"), " ",
    parts.filter(Boolean).join(" · ")), " ", edit);
  return line;
}

function sourceList(citations, open) {
  if (!citations.length) return null;
  const items = citations.map((citation) => h("li", {}, button({ class: "source-chip",
    "aria-expanded": "false", "data-cite": citation.n,
    on: { click: (event) => open(citation, event.currentTarget) } },
  h("span", { class: "n", "aria-hidden": "true" }, String(citation.n)),
  h("span", { class: "source-chip-text" }, h("span", { class: "source-title" }, citation.title),
    h("span", { class: "soft" }, whereabouts(citation)))),
  h("blockquote", { class: "on-paper" }, citation.quote)));
  return h("section", { class: "sources" }, h("h3", {}, t("sources")), h("ol", {}, items));
}

function closestList(answer, question, everywhere) {
  const search = h("a", { class: "pill", href: `/#recherche?q=${encodeURIComponent(question)}` },
    icon("search"), t("searchInstead"));
  for (const { passage_id: id, text } of answer.closest ?? []) remember(id, text);
  const items = (answer.closest ?? []).map((item) => h("li", { class: "closest" },
    h("a", { href: readerHref(item) }, item.title), " ",
    h("span", { class: "soft" }, whereabouts(item)),
    h("blockquote", {}, item.text)));
  return h("section", { class: "closest-list" },
    items.length ? [h("h3", {}, t("closest")), h("ul", {}, items)] : null, h("p", { class: "soft" }, t("notFoundHelp")),
    h("p", { class: "ways" }, everywhere && button({ class: "pill", on: { click: everywhere } }, t("scopeRemove")), search,
      h("a", { class: "pill", href: "/#documents" }, icon("page"), t("seeDocuments"))));
}

/** The reader's address for a citation, hit or figure. */
export function readerHref(item) {
  const params = new URLSearchParams({ page: String(item.text_page ?? item.page ?? 1) });
  if (item.passage_id) params.set("passage", item.passage_id);
  if (Number.isInteger(item.start) && Number.isInteger(item.end)) {
    params.set("start", String(item.start));
    params.set("end", String(item.end));
  }
  return `/#document/${encodeURIComponent(item.document_id)}?${params}`;
}

function followUps(answer, actions) {
  if (!answer.follow_ups?.length) return null;
  const chips = answer.follow_ups.map((text) =>
    h("li", {}, button({ class: "pill", on: { click: () => actions.ask(text) } }, text)));
  return h("section", { class: "chips" }, h("h3", {}, t("followUps")), h("ul", {}, chips));
}

function copyButton(answer) {
  const label = h("span", {}, t("copyAnswer"));
  const sources = answer.citations.map((c) => `[${c.n}] ${c.title}${place(c)}`);
  const copy = async () => {
    label.textContent = await copyText([answer.answer, "", ...sources].join("\n").trim())
      .then(() => t("copied"), () => t("copyFailed"));
  };
  return button({ class: "quiet", on: { click: copy } }, icon("copy"), label);
}

/** Several years compared, as a table and a chart; else figures as cards. */
function figures(answer, open) {
  const years = new Set((answer.figures ?? []).map(({ year }) => year).filter(Boolean));
  if (answer.kind !== "comparison" || years.size < 2) return figureCards(answer, open);
  const box = h("div", { class: "comparison-box" });
  const drawn = Promise.all([import("./comparison.js"), style("talk.css")]);
  drawn.then(([{ comparison }]) => box.append(comparison(answer, open)),
    () => box.replaceWith(figureCards(answer, open)));
  return box;
}

/** The measures and grants of an answer as cards; what draws them is loaded when there are some. */
function entryCards({ entries }) {
  if (!entries?.length) return null;
  const box = h("div", { class: "answer-entries" });
  const drawn = Promise.all([import("./bank-card.js"), style("bank.css")]);
  drawn.then(([{ answerEntries }]) => box.append(answerEntries(entries)), () => box.remove());
  return box;
}

/** Everything under the text of a finished answer. `actions`: open, ask(question, year), feedback (a node). */
export function answerExtras(turn, actions) {
  const answer = { citations: [], ...turn.answer };
  return [
    figures(answer, actions.open),
    entryCards(answer),
    sourceList(answer.citations, actions.open),
    answer.answered || SILENT_KINDS.has(answer.kind) ? null : closestList(answer, turn.question, actions.everywhere),
    followUps(answer, actions),
    h("div", { class: "answer-tools" }, copyButton(answer), actions.feedback),
    understoodLine(turn, actions),
  ].filter(Boolean);
}

/** What a screen reader hears when the answer is complete, said once. */
export function announcement(answer) {
  return t("answerReady", { n: answer.citations?.length ?? 0 }) + spoken(answer.answer);
}
