// The conversation under way: a file of it, its print, what is kept of it, its erasure.

import { getJson, pathTo, post, send } from "./api.js";
import { openDialog } from "./dialog.js";
import { button, copyText, h } from "./dom.js";
import { saveAs } from "./download.js";
import { icon } from "./icons.js";
import { lang, t } from "./i18n.js";
import "./i18n-talk.js";

const CITED = ["n", "document_id", "title", "year", "page", "page_label", "text_page", "start", "end", "quote"];
const FIGURE = ["label", "value", "year", "n"];

const only = (names, item) => Object.fromEntries(names.filter((name) => item[name] != null).map((name) => [name, item[name]]));

/** What the server needs of the turns that hold an answer, or the start of one. */
function turnsToSend(turns) {
  return turns.filter(({ answer, partial }) => answer || partial).map(({ question, answer, partial }) => (answer
    ? { question, answer: answer.answer, citations: (answer.citations ?? []).map((one) => only(CITED, one)),
      figures: (answer.figures ?? []).map((one) => ({ ...only(FIGURE, one), value: String(one.value) })),
      entries: (answer.entries ?? []).map(({ title }) => ({ title })) }
    : { question, answer: partial, stopped: true }));
}

function exports(talk) {
  const said = h("p", { role: "status" });
  const save = async (form) => {
    const turns = turnsToSend(talk.turns);
    if (!turns.length) return void (said.textContent = t("exportNothing"));
    said.textContent = t("exportMaking");
    try {
      const made = await post("/api/conversations/export", { form, turns, lang: lang() }, null, "*/*");
      await saveAs(made, `conversation.${form}`);
      said.textContent = t("exportDone");
    } catch (error) {
      said.textContent = error.message;
    }
  };
  const make = (form) => button({ class: "pill", on: { click: () => save(form) } }, icon("download"), t(`export_${form}`));
  const onPaper = () => {
    said.closest("dialog").close();
    print();
  };
  return h("section", { class: "talk-part" }, h("h3", {}, t("exportHeading")),
    h("p", { class: "entry-tools" }, make("pdf"), make("docx"),
      button({ class: "pill", on: { click: onPaper } }, icon("print"), t("printIt"))), said);
}

function keptText({ questions, days }) {
  const how = t(days ? "keptServerDays" : "keptServerAlways", { n: days });
  return `${t(questions ? "keptServer" : "keptServerNot")} ${how}`;
}

function identity(talk) {
  const label = h("span", {}, t("copyId"));
  const copy = async () => {
    label.textContent = await copyText(talk.id).then(() => t("copied"), () => t("copyFailed"));
  };
  return talk.id ? [h("p", {}, t("idLabel"), " ", h("code", { class: "talk-id" }, talk.id), " ",
    button({ class: "pill", on: { click: copy } }, icon("copy"), label)), h("p", { class: "soft" }, t("idHelp"))] : [];
}

function erasure(talk, gone) {
  const said = h("p", { role: "status" });
  const erase = async (event) => {
    const control = event.currentTarget;
    control.disabled = true;
    try {
      const path = talk.id && pathTo(`/api/conversations/${encodeURIComponent(talk.id)}`);
      if (path) await send(path, { method: "DELETE", headers: { "Accept-Language": lang() } });
      said.closest("dialog").close();
      gone();
    } catch (error) {
      control.disabled = false;
      said.textContent = error.message;
    }
  };
  const sure = h("p", { class: "entry-tools", hidden: true }, t("eraseSure"),
    button({ class: "primary danger", on: { click: erase } }, t("eraseYes")));
  const ask = button({ class: "pill", "aria-expanded": "false", on: { click: () => {
    sure.hidden = !sure.hidden;
    ask.setAttribute("aria-expanded", String(!sure.hidden));
    if (!sure.hidden) sure.querySelector("button").focus();
  } } }, icon("bin"), t("eraseTalk"));
  return [h("p", {}, ask), sure, said];
}

/** Opens the window; `gone()` is called once the conversation is erased everywhere. */
export function talkDialog(talk, gone, opener) {
  const kept = h("p", {}, t("keptHere"));
  getJson("/api/conversations").then((told) => kept.append(" ", keptText(told)), () => {});
  openDialog(t("keepOrErase"), [exports(talk),
    h("section", { class: "talk-part" }, h("h3", {}, t("keptTitle")), kept, ...identity(talk), ...erasure(talk, gone))], opener);
}
