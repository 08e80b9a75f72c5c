// The administration: asks for the key, then shows one of three sections (#admin, #admin/questions,
// #admin/journal).

import { hasKey, hasRole, keepKey } from "./admin-api.js";
import { DocumentsSection } from "./admin-documents.js";
import { JournalSection } from "./admin-journal.js";
import { QuestionsSection } from "./admin-questions.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import "./i18n-admin.js";

const SECTIONS = {
  documents: { make: DocumentsSection, title: "adminDocuments", href: "/#admin" },
  questions: { make: QuestionsSection, title: "adminQuestions", href: "/#admin/questions" },
  journal: { make: JournalSection, title: "adminJournal", href: "/#admin/journal" },
};
const WRONG = new Set(["admin_key_required", "admin_key_wrong", "admin_disabled", "too_many_tries",
  "access_key_wrong", "role_too_low"]);

class Admin extends HTMLElement {
  #body = h("div", { class: "admin" });
  #heading = h("h1", { tabindex: "-1" }, t("adminHeading"));
  #made = new Map();
  #name = "documents";

  connectedCallback() {
    if (!this.childElementCount) this.append(this.#heading, this.#body);
  }

  /** Called by the router. */
  show({ id }) {
    this.#name = Object.hasOwn(SECTIONS, id ?? "") ? id : "documents";
    if (hasKey()) this.#open();
    else this.#enter();
  }

  async #enter() {
    this.#askKey();
    if (await hasRole()) await this.#open();
  }

  #askKey(problem = "") {
    this.#made.clear();
    const input = h("input", { id: "admin-key", type: "password", autocomplete: "off", required: true,
      "aria-describedby": problem ? "admin-problem admin-key-help" : "admin-key-help",
      "aria-invalid": problem ? "true" : null });
    const submit = (event) => {
      event.preventDefault();
      if (!input.value.trim()) return input.focus();
      keepKey(input.value.trim());
      return this.#open(true);
    };
    this.#body.replaceChildren(...[
      problem && h("p", { class: "error", role: "alert", id: "admin-problem" }, icon("warn"), problem),
      h("form", { class: "admin-key", on: { submit } },
        h("div", { class: "field" }, h("label", { for: "admin-key" }, t("adminKey")), input),
        h("p", { class: "soft", id: "admin-key-help" }, t("adminKeyHelp")),
        h("button", { type: "submit", class: "primary" }, t("adminEnter")))].filter(Boolean));
    if (problem) input.focus();
  }

  /** What `error` asks for: the key again, or nothing when it is of another kind. */
  refused = (error) => {
    if (!WRONG.has(error.code)) return false;
    keepKey("");
    this.#askKey(error.message);
    return true;
  };

  async #open(entering = false) {
    const { make } = SECTIONS[this.#name];
    if (!this.#made.has(this.#name)) this.#made.set(this.#name, new make(this));
    const section = this.#made.get(this.#name);
    const links = Object.entries(SECTIONS).map(([name, { title, href }]) => h("a", { href,
      "aria-current": name === this.#name ? "page" : null }, t(title)));
    const leave = () => {
      keepKey("");
      this.#askKey();
      this.#heading.focus();
    };
    const focused = this.#body.querySelector(".admin-nav")?.contains(document.activeElement);
    this.#body.replaceChildren(h("nav", { class: "views admin-nav", "aria-label": t("adminNav") }, links,
      button({ class: "quiet", on: { click: leave } }, t("adminLeave"))), section.node);
    if (focused) this.#body.querySelector("[aria-current]").focus();
    if (entering) this.#heading.focus();
    await section.refresh();
  }
}

customElements.define("rp-admin", Admin);
