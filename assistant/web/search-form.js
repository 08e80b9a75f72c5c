// The search box that the search, figures and documents views share.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import "./i18n-views.js";

/** A labelled search box; `extra` nodes stand between the box and its button. */
export function searchForm({ id, label, placeholder = "", submit = true }, ...extra) {
  const input = h("input", { id, type: "search", autocomplete: "off", placeholder,
    enterkeyhint: "search", spellcheck: "true" });
  const send = submit ? h("button", { type: "submit", class: "primary" }, t("searchButton")) : null;
  const form = h("form", { role: "search", class: "search-form" }, h("label", { for: id }, label),
    h("div", { class: "search-row" }, h("span", { class: "search-box" }, icon("search"), input),
      extra, send));
  return { form, input };
}
