// One entry of a list: its place, its card, its note, and what can be done with it.

import { badges, calendarLink, facts } from "./bank-card.js";
import { entryHref } from "./bank-kinds.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";

function noteBox(item, title, actions) {
  const said = h("span", { class: "soft note-said", role: "status" });
  const id = `note-${item.id}`;
  const box = h("textarea", { id, rows: "2", maxlength: actions.noteLimit, "data-key": `note:${item.id}` });
  const label = h("label", { for: id }, t("note"), h("span", { class: "visually-hidden" }, ` : ${title}`));
  box.value = item.note;
  const printed = h("p", { class: "print-only" }, item.note);
  let base = item.note;
  const save = async () => {
    const text = box.value;
    if (text === base) return;
    said.textContent = t("noteSaving");
    try {
      const { note, merged } = await actions.note(item, base, text);
      base = note;
      printed.textContent = note;
      if (box.value === text) box.value = note;
      said.textContent = t(merged ? "noteMerged" : "noteSaved");
    } catch (error) {
      said.textContent = t("noteUnsaved", { message: error.message });
    }
  };
  box.addEventListener("change", save);
  return h("div", { class: "note field" }, label, box, said, printed);
}

function readNote({ note }) {
  return note ? h("p", { class: "note read" }, h("strong", {}, `${t("note")} : `), note) : null;
}

function mover(item, title, by, off, actions) {
  const up = by < 0;
  const name = t(up ? "moveUpNamed" : "moveDownNamed", { title });
  return button({ class: "quiet icon-only", "aria-label": name, title: t(up ? "moveUp" : "moveDown"),
    "aria-disabled": off ? "true" : null, "data-key": `${up ? "up" : "down"}:${item.id}`,
    on: { click: () => off || actions.move(item, by) } }, icon(up ? "rise" : "sink"));
}

function tools(item, title, at, total, actions) {
  return h("div", { class: "item-tools" }, mover(item, title, -1, at === 0, actions),
    mover(item, title, 1, at === total - 1, actions),
    button({ class: "quiet icon-only", "aria-label": t("removeItemNamed", { title }), title: t("removeItem"),
      "data-key": `remove:${item.id}`, on: { click: () => actions.remove(item) } }, icon("bin")));
}

/** A list item; `actions`: `canEdit`, `noteLimit`, `move(item, by)`, `remove(item)`, `note(item, base, text)`. */
export function listItem(item, at, total, actions) {
  const hit = { reasons: [], fields: {}, ...item.entry, kind: item.kind };
  const title = hit.title || item.entry_id;
  const calendar = calendarLink(hit);
  const missing = item.in_bank ? null : h("p", { class: "soft" }, h("strong", {}, t("notInBank")), ". ", t("notInBankWhy"));
  const said = facts(hit).filter(Boolean).join(" · ");
  return h("li", { class: "entry list-item", "data-item": item.id },
    h("div", { class: "item-top" },
      h("span", { class: "rank", draggable: actions.canEdit ? "true" : null }, String(at + 1)),
      h("div", {}, badges(hit), h("h2", {}, item.in_bank ? h("a", { href: entryHref(hit), lang: "fr" }, title) : title)),
      actions.canEdit ? tools(item, title, at, total, actions) : null),
    said ? h("p", { class: "soft facts" }, said) : null, missing,
    hit.text && hit.text !== title ? h("p", { class: "entry-text", lang: "fr" }, hit.text) : null,
    actions.canEdit ? noteBox(item, title, actions) : readNote(item),
    calendar ? h("p", { class: "entry-tools" }, calendar) : null);
}
