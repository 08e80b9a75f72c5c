// The window that puts an entry in a list: one of this browser's, or a new one.

import { openDialog } from "./dialog.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import "./i18n-lists.js";
import { addItems, createList, knownLists } from "./list-store.js";

/** Tells beside `opener` what was done; the region stands there before its words, to be heard. */
function done(opener, text, key) {
  let box = opener.parentElement?.querySelector(".added");
  if (!box) {
    box = h("span", { class: "added soft", role: "status" });
    opener.after(box);
  }
  box.replaceChildren();
  const link = h("a", { href: `/#listes/${encodeURIComponent(key)}` }, text);
  requestAnimationFrame(() => box.replaceChildren(icon("check"), " ", link));
}

/** Opens the window for `hit`; what was done is told beside `opener`, which gets the focus back. */
export function addToList(hit, opener) {
  const items = [{ kind: hit.kind, id: hit.id }];
  const lists = knownLists().filter(({ access }) => access !== "read");
  const error = h("p", { class: "error", role: "alert", hidden: true });
  const run = async (work) => {
    error.hidden = true;
    dialog.setAttribute("aria-busy", "true");
    try {
      const [text, key] = await work();
      close();
      done(opener, text, key);
    } catch (failed) {
      error.replaceChildren(icon("warn"), failed.message);
      error.hidden = false;
    } finally {
      dialog.removeAttribute("aria-busy");
    }
  };
  const choices = lists.map(({ key, name }) => h("li", {}, button({ class: "pill", on: { click: () => run(async () => {
    const { list, added } = await addItems(key, items);
    return [t(added ? "added" : "alreadyIn", { name: list.name }), key];
  }) } }, icon("plus"), name)));
  const name = h("input", { id: "new-list-name", type: "text", required: true, maxlength: "120",
    value: lists.length ? null : t("defaultList") });
  const submit = (event) => {
    event.preventDefault();
    if (name.value.trim()) {
      run(async () => {
        const made = await createList(name.value.trim(), items);
        return [t("added", { name: made.name }), made.key];
      });
    }
  };
  const { dialog, close } = openDialog(t("addHeading"), [
    h("p", { lang: "fr" }, hit.title),
    choices.length ? [h("h3", { id: "add-to" }, t("addTo")), h("ul", { class: "choices", "aria-labelledby": "add-to" }, choices)] : null,
    h("form", { class: "field", on: { submit } }, h("label", { for: "new-list-name" }, t("addNew")),
      h("div", { class: "field-row" }, name, h("button", { type: "submit", class: "primary" }, t("createAndAdd")))),
    error,
  ], opener, { focus: choices.length ? choices[0].firstElementChild : name });
}
