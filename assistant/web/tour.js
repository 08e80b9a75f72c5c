// The one-minute tour: a card that shows one link of the page at a time. It holds nobody: the page
// stays usable around it, Escape or the cross ends it, and the focus then returns where it was.

import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import "./i18n-lists.js";
import { openMenu } from "./menu.js";

const TARGETS = ["[data-view=chat]", "[data-view=recherche]", "[data-view=mesures]", "[data-view=subventions]",
  "[data-view=listes]", "#help"];
let running = null;

/** Starts the tour; one at a time. */
export function tour() {
  running?.();
  const before = document.activeElement;
  let at = 0;
  const card = h("section", { class: "tour", role: "dialog", "aria-modal": "false", "aria-labelledby": "tour-title" });
  const mark = (on) => document.querySelector(TARGETS[at])?.classList.toggle("toured", on);
  const end = () => {
    mark(false);
    card.remove();
    openMenu(false);
    removeEventListener("keydown", escape);
    running = null;
    const places = [before === document.body ? null : before, before?.closest(".bar") && document.getElementById("menu")];
    const back = places.find((node) => node?.isConnected && node.checkVisibility()) ?? document.getElementById("contenu");
    back.focus();
  };
  const escape = (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog:modal")) end();
  };
  const step = (by) => {
    mark(false);
    at += by;
    draw();
  };
  const draw = () => {
    const last = at === TARGETS.length - 1;
    mark(true);
    const title = h("h2", { id: "tour-title", tabindex: "-1" }, t(`tour${at + 1}`));
    card.replaceChildren(h("div", { class: "window-top" },
      h("p", { class: "soft" }, t("tourStep", { n: at + 1, total: TARGETS.length })),
      button({ class: "quiet icon-only", "aria-label": t("tourClose"), title: t("tourClose"), on: { click: end } }, icon("close"))),
    title, h("p", {}, t(`tour${at + 1}Text`)),
    h("p", { class: "entry-tools" }, at ? button({ class: "pill", on: { click: () => step(-1) } }, t("tourBack")) : null,
      button({ class: "primary", on: { click: () => (last ? end() : step(1)) } }, t(last ? "tourEnd" : "tourNext"))));
    openMenu(true);
    title.focus();
  };
  running = end;
  addEventListener("keydown", escape);
  document.querySelector("header.bar").after(card);
  draw();
}
