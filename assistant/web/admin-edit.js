// The windows that change or remove a document.

import { callJson } from "./admin-api.js";
import { openDialog } from "./dialog.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { kindName, t } from "./i18n.js";

const KINDS = ["rapport", "compte_rendu", "presentation", "politique", "plan", "guide", "document"];

function field(name, control, help) {
  const id = `edit-${name}`;
  control.id = id;
  control.name = name;
  if (help) control.setAttribute("aria-describedby", `${id}-help`);
  return h("div", { class: "field" }, h("label", { for: id }, t(`meta_${name}`)), control,
    help ? h("p", { class: "soft", id: `${id}-help` }, help) : null);
}

function choice(values, value, name) {
  const known = values.includes(value) || !value ? values : [value, ...values];
  return h("select", {}, known.map((one) => h("option", { value: one, selected: one === value }, name(one))));
}

/** Asks to confirm; resolves once `action` is done or the window is closed. */
export function confirmDialog({ heading, text, confirm, action }, opener) {
  const said = h("div", { role: "status" });
  const go = async () => {
    yes.disabled = true;
    try {
      await action();
      close();
    } catch (error) {
      yes.disabled = false;
      said.replaceChildren(h("p", { class: "error" }, icon("warn"), error.message));
    }
  };
  const yes = button({ class: "primary danger", on: { click: go } }, confirm);
  const no = button({ class: "pill", on: { click: () => close() } }, t("adminCancel"));
  const { close } = openDialog(heading, [h("p", {}, text), said, h("p", { class: "entry-tools" }, yes, no)], opener,
    { focus: null });
}

/** Asks before a document is removed. */
export function removeDialog(document, done, opener) {
  confirmDialog({
    heading: t("removeHeading", { title: document.title }),
    text: t(document.uploaded ? "removeUploaded" : "removeFromFolder", { file: document.source }),
    confirm: t("removeConfirm"),
    action: async () => {
      await callJson(`/api/documents/${encodeURIComponent(document.id)}`, { method: "DELETE" });
      done(t("removeDone", { title: document.title }));
    },
  }, opener);
}

/** The form of a document's description; only what was changed is sent. */
export function editDialog(shown, done, opener) {
  const text = (value, more) => h("input", { type: "text", value: value ?? "", ...more });
  const controls = {
    title: text(shown.title, { maxlength: "300" }),
    kind: choice(KINDS, shown.kind, kindName),
    year: text(shown.year, { maxlength: "9", inputmode: "numeric" }),
    organization: text(shown.organization, { maxlength: "200" }),
    url: text(shown.url, { maxlength: "1000", inputmode: "url" }),
    lang: choice(["fr", "en"], shown.language, (one) => t(`meta_lang_${one}`)),
    date: text(shown.date, { maxlength: "10", inputmode: "numeric" }),
    ...Object.fromEntries(["municipality", "mrc", "region"].map((kind) => [kind,
      text((shown.places ?? []).find((one) => one.kind === kind)?.name, { maxlength: "100" })])),
  };
  const before = Object.fromEntries(Object.entries(controls).map(([name, one]) => [name, one.value]));
  const said = h("div", { role: "status" });
  const save = h("button", { type: "submit", class: "primary" }, t("editSave"));
  const submit = async (event) => {
    event.preventDefault();
    const changed = Object.entries(controls).filter(([name, one]) => one.value.trim() !== before[name].trim());
    if (!changed.length) return close();
    const body = Object.fromEntries(changed.map(([name, one]) => [name, one.value.trim() || null]));
    save.disabled = true;
    said.replaceChildren(h("p", {}, t("editSaving")));
    try {
      const after = await callJson(`/api/documents/${encodeURIComponent(shown.id)}`, { method: "PATCH", body });
      close();
      return done(t("editDone", { title: after.title }));
    } catch (error) {
      save.disabled = false;
      return said.replaceChildren(h("p", { class: "error" }, icon("warn"), error.message));
    }
  };
  const form = h("form", { class: "edit-form", on: { submit } },
    field("title", controls.title), field("kind", controls.kind), field("year", controls.year, t("meta_year_help")),
    field("organization", controls.organization), field("url", controls.url, t("meta_url_help")),
    field("lang", controls.lang), field("date", controls.date), field("municipality", controls.municipality),
    field("mrc", controls.mrc), field("region", controls.region), said, h("p", { class: "entry-tools" }, save,
      button({ class: "pill", on: { click: () => close() } }, t("adminCancel"))));
  const { close } = openDialog(t("editHeading"), [h("p", { class: "soft file" }, shown.source),
    h("p", { class: "soft" }, t("editHelp")), form], opener, { focus: controls.title });
}
