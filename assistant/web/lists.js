// « Mes listes »: the lists this browser knows, a new one, an import.

import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { day, t } from "./i18n.js";
import "./i18n-lists.js";
import { createList, forgetList, importList, knownLists, readList, refreshList } from "./list-store.js";

const SUFFIX = /\.[^.]+$/;

class Lists extends HTMLElement {
  #list = h("ul", { class: "list-cards" });
  #none = h("div", { class: "hint", hidden: true }, h("p", {}, t("noLists")), h("p", {}, t("noListsHelp")));
  #said = h("div", { class: "said", role: "status" });

  connectedCallback() {
    if (this.childElementCount) return;
    this.append(h("h1", { tabindex: "-1" }, t("listsHeading")), h("p", { class: "view-intro" }, t("listsIntro")),
      this.#list, this.#none, this.#said,
      h("div", { class: "panels" }, this.#newForm(), this.#importForm()),
      h("p", { class: "entry-tools" }, h("a", { class: "pill", href: "/#plateforme" }, icon("page"), t("navPlatform"))));
  }

  /** Called by the router; the lists are read again each time. */
  show() {
    this.#said.replaceChildren();
    this.#draw();
    for (const { key } of knownLists()) this.#refresh(key);
  }

  #draw() {
    const lists = knownLists();
    this.#none.hidden = lists.length > 0;
    this.#list.hidden = !lists.length;
    this.#list.replaceChildren(...lists.map((list) => this.#card(list)));
  }

  #card({ key, name, access, total, updated, gone }) {
    const facts = [gone ? null : t("entryCount", { n: total ?? 0 }), t(`access_${access}`, {}, true),
      updated ? t("updatedOn", { date: day(updated) }) : null];
    const drop = () => {
      forgetList(key);
      this.#draw();
      this.querySelector("h1").focus();
    };
    const gives = gone || access !== "owner";
    return h("li", { class: "list-card", "data-key": key },
      h("h2", {}, h("a", { href: `/#listes/${encodeURIComponent(key)}` }, name)),
      h("p", { class: "soft" }, facts.filter(Boolean).join(" · ")),
      gone ? h("p", { class: "error" }, icon("warn"), gone) : null,
      gives ? button({ class: "link", "aria-label": t("forgetListNamed", { name }), on: { click: drop } },
        t("forgetList")) : null);
  }

  async #refresh(key) {
    try {
      const list = await readList(key);
      refreshList(key, list);
      this.#replace(key, { ...list, key });
    } catch (error) {
      const known = knownLists().find((list) => list.key === key);
      if (known && error.code === "unknown_list") this.#replace(key, { ...known, gone: t("listGone") });
    }
  }

  #replace(key, list) {
    const card = this.#list.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (card && !card.contains(document.activeElement)) card.replaceWith(this.#card(list));
  }

  #fail(error) {
    this.#said.replaceChildren(h("p", { class: "error" }, icon("warn"), error.message));
  }

  #newForm() {
    const input = h("input", { id: "list-name", type: "text", required: true, maxlength: "120", autocomplete: "off" });
    const submit = async (event) => {
      event.preventDefault();
      const name = input.value.trim();
      if (!name) return;
      try {
        const { key } = await createList(name);
        input.value = "";
        location.hash = `listes/${encodeURIComponent(key)}`;
      } catch (error) {
        this.#fail(error);
      }
    };
    return h("form", { class: "panel", on: { submit } }, h("h2", {}, t("newList")),
      h("div", { class: "field" }, h("label", { for: "list-name" }, t("listName")), input),
      h("button", { type: "submit", class: "primary" }, t("createList")));
  }

  #importForm() {
    const file = h("input", { id: "list-file", type: "file", accept: ".json,.csv,application/json,text/csv",
      "aria-describedby": "list-file-help" });
    const submit = async (event) => {
      event.preventDefault();
      const [chosen] = file.files;
      if (!chosen) {
        this.#fail({ message: t("importPick") });
        return;
      }
      try {
        this.#imported(await importList(chosen, chosen.name.replace(SUFFIX, "").slice(0, 120)));
        event.target.reset();
      } catch (error) {
        this.#fail(error);
      }
    };
    return h("form", { class: "panel", on: { submit } }, h("h2", {}, t("importHeading")),
      h("div", { class: "field" }, h("label", { for: "list-file" }, t("importLabel")), file,
        h("p", { class: "soft", id: "list-file-help" }, t("importHelp"))),
      h("button", { type: "submit", class: "primary" }, t("importButton")));
  }

  #imported({ key, name, imported = 0, unknown = 0, refused = [] }) {
    this.#draw();
    this.#said.replaceChildren(h("p", {}, icon("check"), " ", t("imported", { n: imported }), " ",
      unknown ? `${t("importUnknown", { n: unknown })} ` : null,
      h("a", { href: `/#listes/${encodeURIComponent(key)}` }, name)),
    refused.length ? h("div", { class: "failures" }, h("h2", {}, icon("warn"), t("importRefusedHeading", { n: refused.length })),
      h("ul", {}, refused.map(({ row, message }) => h("li", {}, t("importRefused", { row, message }))))) : "");
  }
}

customElements.define("rp-lists", Lists);
