// One list, opened by its key (`#listes/KEY`): order, notes, share, export. An edit says which
// version it saw; when the list changed meanwhile, it is read again and the edit is made on it.

import { openDialog } from "./dialog.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { day, t } from "./i18n.js";
import "./i18n-bank.js";
import "./i18n-lists.js";
import { listItem } from "./list-item.js";
import * as store from "./list-store.js";

const EXPORTS = { docx: "exportDocx", pdf: "exportPdf", xlsx: "exportXlsx", csv: "exportCsv", json: "exportJson", ics: "exportIcs" };
const TRIES = 3;

class List extends HTMLElement {
  #key = null;
  #list = null;
  #dragged = null;
  #head = h("div", { class: "list-head" }, h("h1", { tabindex: "-1" }, t("listLoading")));
  #items = h("ol", { class: "entries" });
  #said = h("div", { class: "said", role: "status" });

  connectedCallback() {
    if (this.childElementCount) return;
    this.append(h("p", {}, h("a", { class: "back", href: "/#listes" }, icon("previous"), t("backToLists"))),
      this.#head, this.#said, this.#items);
    this.#items.addEventListener("dragstart", (event) => this.#dragStart(event));
    this.#items.addEventListener("dragover", (event) => this.#dragged && event.preventDefault());
    this.#items.addEventListener("drop", (event) => this.#drop(event));
  }

  /** Called by the router: `id` is the key of the list. */
  async show({ id }) {
    if (this.#key !== id) this.#forgetShown();
    this.#key = id;
    try {
      const list = await store.readList(id);
      if (this.#key === id) this.#took(list);
    } catch (error) {
      if (this.#key === id) this.#fail(error);
    }
  }

  #forgetShown() {
    this.#list = null;
    this.#said.replaceChildren();
    this.#items.replaceChildren();
    this.#head.querySelector("h1").textContent = t("listLoading");
  }

  #fail(error) {
    const gone = error.code === "unknown_list";
    this.#head.replaceChildren(h("h1", { tabindex: "-1" }, t("listsHeading")));
    this.#said.replaceChildren(h("p", { class: "error", role: "alert" }, icon("warn"), gone ? t("listGone") : error.message),
      gone ? "" : button({ class: "pill", on: { click: () => this.show({ id: this.#key }) } }, icon("retry"), t("retry")));
    this.#items.replaceChildren();
  }

  #took(list) {
    this.#list = list;
    store.refreshList(this.#key, list);
    this.#draw();
  }

  get #canEdit() {
    return this.#list.access !== "read";
  }

  #draw() {
    const list = this.#list;
    document.title = `${list.name} – ${t("appTitle")}`;
    const key = this.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const wasHeading = document.activeElement === this.querySelector("h1");
    const ours = store.knownLists().some((known) => known.key === this.#key);
    this.#head.replaceChildren(h("h1", { tabindex: "-1" }, list.name),
      h("p", { class: "soft" }, [t("entryCount", { n: list.items.length }), t(`access_${list.access}`, {}, true),
        t("updatedOn", { date: day(list.updated) })].filter(Boolean).join(" · ")),
      ours ? "" : this.#shared(), this.#tools());
    const actions = { canEdit: this.#canEdit, noteLimit: list.limits?.note ?? 4000,
      move: (item, by) => this.#move(item, by), remove: (item) => this.#remove(item),
      note: (item, base, text) => this.#note(item, base, text) };
    this.#items.replaceChildren(...list.items.map((item, at) => listItem(item, at, list.items.length, actions)));
    if (!list.items.length) {
      this.#items.append(h("li", { class: "hint" }, h("p", {}, t("emptyList")), h("p", {}, t("emptyListHelp"))));
    }
    if (key) this.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
    else if (wasHeading) this.querySelector("h1").focus({ preventScroll: true });
  }

  #shared() {
    const keep = () => {
      store.keepList(this.#key, this.#list);
      this.#draw();
      this.#tell(t("keptList"));
      this.querySelector("h1").focus();
    };
    return h("p", { class: "shared" }, t(`shared_${this.#list.access}`, {}, true), " ",
      button({ class: "pill", on: { click: keep } }, icon("plus"), t("keepList")));
  }

  #tools() {
    const { links = {}, access, items } = this.#list;
    const grants = items.some(({ kind }) => kind === "grant");
    const files = Object.entries(EXPORTS).filter(([form]) => links[form] && (form !== "ics" || grants));
    const act = (name, mark, action) => button({ class: "pill", "data-key": name, on: { click: action } }, icon(mark), t(name));
    const owner = access === "owner";
    return h("div", { class: "list-tools" },
      h("p", { class: "entry-tools" },
        owner ? act("share", "share", (event) => this.#share(event.currentTarget)) : null,
        this.#canEdit ? act("rename", "edit", (event) => this.#rename(event.currentTarget)) : null,
        act("print", "print", () => print()),
        owner ? act("deleteList", "bin", (event) => this.#delete(event.currentTarget)) : null),
      h("div", { class: "chip-row" }, h("span", { class: "soft", id: "exports" }, t("exportAs")),
        h("ul", { "aria-labelledby": "exports" }, files.map(([form, name]) => h("li", {},
          h("a", { class: "pill", href: links[form], download: true, referrerpolicy: "no-referrer" }, icon("download"), t(name)))))));
  }

  #tell(...said) {
    this.#said.replaceChildren(h("p", {}, ...said));
  }

  /** Makes `edit(list)` on the list as it is; reads it again while others change it. */
  async #change(edit) {
    let stale = false;
    for (let tries = 1; ; tries += 1) {
      try {
        this.#took(await edit(this.#list));
        return stale;
      } catch (error) {
        if (error.code !== "version_conflict" || tries === TRIES) throw error;
        stale = true;
        this.#list = await store.readList(this.#key);
      }
    }
  }

  async #do(edit, said) {
    try {
      const stale = await this.#change(edit);
      this.#tell(said(), stale ? ` ${t("conflictApplied")}` : null);
    } catch (error) {
      if (error.code === "unknown_list") this.#fail(error);
      else this.#said.replaceChildren(h("p", { class: "error" }, icon("warn"), error.message));
    }
  }

  #place(id, list = this.#list) {
    return list.items.findIndex((item) => item.id === id);
  }

  #move(item, by) {
    return this.#moveTo(item, (at) => at + by);
  }

  #moveTo(item, target) {
    const edit = (list) => {
      const order = list.items.map(({ id }) => id);
      const at = order.indexOf(item.id);
      if (at < 0) return store.readList(this.#key);
      const to = Math.min(Math.max(target(at, order), 0), order.length - 1);
      order.splice(to, 0, ...order.splice(at, 1));
      return store.editList(this.#key, { order, version: list.version });
    };
    return this.#do(edit, () => t("moved", { title: item.entry.title, n: this.#place(item.id) + 1,
      total: this.#list.items.length }));
  }

  async #remove(item) {
    const at = this.#place(item.id);
    await this.#do(() => store.removeItem(this.#key, item.id), () => t("removed", { title: item.entry.title }));
    if (this.#place(item.id) >= 0) return;
    const undo = async () => {
      await this.#do(() => store.putBack(this.#key, { ...item, position: at }),
        () => t("added", { name: this.#list.name }));
      this.querySelector("h1").focus();
    };
    const again = button({ class: "link", on: { click: undo } }, t("undo"));
    this.#said.lastElementChild.append(" ", again);
    again.focus();
  }

  /** Saves a note; when someone else changed it too, both texts are kept. */
  async #note(item, base, text) {
    let merged = false;
    const edit = (list) => {
      const now = list.items.find(({ id }) => id === item.id);
      const theirs = now && now.note !== base && now.note !== text ? now.note : null;
      merged = theirs !== null && theirs !== "";
      return store.editItem(this.#key, item.id, { note: merged ? `${theirs}\n${text}` : text, version: list.version });
    };
    for (let tries = 1; ; tries += 1) {
      try {
        this.#list = await edit(this.#list);
        break;
      } catch (error) {
        if (error.code !== "version_conflict" || tries === TRIES) throw error;
        this.#list = await store.readList(this.#key);
      }
    }
    return { note: this.#list.items.find(({ id }) => id === item.id)?.note ?? text, merged };
  }

  #rename(opener) {
    const input = h("input", { id: "rename-name", type: "text", required: true, maxlength: "120" });
    const said = h("p", { class: "error", role: "alert", hidden: true });
    let base = this.#list.name;
    input.value = base;
    const fail = (message) => {
      said.replaceChildren(icon("warn"), message);
      said.hidden = false;
    };
    const submit = async (event) => {
      event.preventDefault();
      try {
        this.#took(await store.editList(this.#key, { name: input.value.trim(), version: this.#list.version }));
        close();
      } catch (error) {
        if (error.code !== "version_conflict") {
          fail(error.message);
          return;
        }
        this.#took(await store.readList(this.#key));
        if (this.#list.name === base) submit(event);
        else {
          base = this.#list.name;
          fail(t("nameTaken", { name: base }));
        }
      }
    };
    const { close } = openDialog(t("rename"), h("form", { class: "field", on: { submit } },
      h("label", { for: "rename-name" }, t("listName")), h("div", { class: "field-row" }, input,
        h("button", { type: "submit", class: "primary" }, t("save"))), said), opener, { focus: input });
  }

  async #share(opener) {
    const { shareDialog } = await import("./share-dialog.js");
    shareDialog(this.#key, this.#list, opener);
  }

  #delete(opener) {
    const { name } = this.#list;
    const said = h("p", { class: "error", role: "alert", hidden: true });
    const go = async () => {
      try {
        await store.deleteList(this.#key);
        close();
        location.hash = "listes";
      } catch (error) {
        said.replaceChildren(icon("warn"), error.message);
        said.hidden = false;
      }
    };
    const { close } = openDialog(t("deleteHeading", { name }), [h("p", {}, t("deleteBody")), said,
      h("p", { class: "entry-tools" }, button({ class: "primary", on: { click: go } }, t("deleteList")),
        button({ class: "pill", on: { click: () => close() } }, t("cancel")))], opener);
  }

  #dragStart(event) {
    const row = event.target.closest?.("[data-item]");
    if (!row || !event.target.classList.contains("rank")) return;
    this.#dragged = row.dataset.item;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.querySelector("h2").textContent);
    event.dataTransfer.setDragImage(row, 20, 20);
  }

  #drop(event) {
    const over = event.target.closest("[data-item]")?.dataset.item;
    const item = this.#list.items.find(({ id }) => id === this.#dragged);
    this.#dragged = null;
    event.preventDefault();
    if (item && over && over !== item.id) this.#moveTo(item, (at, order) => order.indexOf(over));
  }
}

customElements.define("rp-list", List);
