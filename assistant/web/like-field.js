// « Ma municipalité »: entries of towns like it come first. Remembered by this browser only.

import { h } from "./dom.js";
import { t } from "./i18n.js";

const KEY = "repere.municipality";

/** The town kept by this browser, or an empty text. */
export function rememberedTown() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

function keep(town) {
  try {
    if (town) localStorage.setItem(KEY, town);
    else localStorage.removeItem(KEY);
  } catch {
    // Storage refused: the town holds for this search only.
  }
}

/** The field; `onChange(town)` once one is chosen. `set(town)`, `suggest(facets)`. */
export function likeField(id, onChange) {
  const towns = h("datalist", { id: `${id}-towns` });
  const input = h("input", { id, type: "text", list: `${id}-towns`, autocomplete: "off", maxlength: "80",
    "aria-describedby": `${id}-help` });
  const submit = (event) => {
    event.preventDefault();
    const town = input.value.trim();
    keep(town);
    onChange(town);
  };
  const element = h("form", { class: "field like", on: { submit } }, h("label", { for: id }, t("likeLabel")),
    h("div", { class: "field-row" }, input, towns, h("button", { type: "submit", class: "pill" }, t("likeApply"))),
    h("p", { class: "soft", id: `${id}-help` }, t("likeHelp")));
  const set = (town) => {
    if (document.activeElement !== input) input.value = town || rememberedTown();
  };
  const suggest = (facets) => {
    if (towns.childElementCount >= facets.length) return;
    towns.replaceChildren(...facets.map(({ value }) => h("option", { value })));
  };
  return { element, set, suggest };
}
