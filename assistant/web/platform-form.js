// The questionnaire of the platform builder.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { facetLabel } from "./bank-facets.js";

const COUNTS = [6, 12, 20, 30];

function group(name, legend, none) {
  const boxes = h("div", { class: "boxes" });
  const element = h("fieldset", { hidden: true }, h("legend", {}, t(legend)), h("p", { class: "soft" }, t(none)), boxes);
  const draw = (facets, chosen) => {
    const values = [...new Set([...facets.map(({ value }) => value), ...chosen])];
    element.hidden = !values.length;
    boxes.replaceChildren(...values.map((value) => h("label", { class: "check", lang: "fr" },
      h("input", { type: "checkbox", name, value, checked: chosen.includes(value) }), facetLabel(name, value))));
  };
  return { element, draw };
}

/** The form; `onAsk(params)` when measures are asked for. `choices(facets)`, `set(params, town)`, `ready`. */
export function platformForm(onAsk) {
  const themes = group("theme", "platformThemes", "noTheme");
  const audiences = group("audience", "platformAudiences", "noAudience");
  const population = h("input", { id: "platform-population", name: "population", type: "number", min: "0",
    max: "3000000", inputmode: "numeric" });
  const town = h("input", { id: "platform-town", name: "municipality", type: "text", maxlength: "80", autocomplete: "off" });
  const count = h("select", { id: "platform-count", name: "count" }, COUNTS.map((n) => h("option", { value: n }, String(n))));
  const field = (input, label) => h("div", { class: "field" }, h("label", { for: input.id }, t(label)), input);
  const submit = (event) => {
    event.preventDefault();
    const params = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) params.append(name, value);
    onAsk(params);
  };
  const form = h("form", { class: "questionnaire panel", on: { submit } }, themes.element, audiences.element,
    h("div", { class: "fields" }, field(population, "platformSize"), field(town, "platformTown"), field(count, "platformCount")),
    h("button", { type: "submit", class: "primary" }, t("propose")));
  let known = null;
  const choices = (facets) => { known = facets; };
  const set = (params, home) => {
    themes.draw(known?.theme ?? [], params.getAll("theme"));
    audiences.draw(known?.audience ?? [], params.getAll("audience"));
    population.value = params.get("population") ?? "";
    town.value = params.get("municipality") ?? (params.size ? "" : home);
    count.value = COUNTS.includes(Number(params.get("count"))) ? params.get("count") : "12";
  };
  return { form, choices, set, get ready() { return known !== null; } };
}
