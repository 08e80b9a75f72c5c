// Past conversations of this browser: to open again, to erase, to keep no more.

import { openDialog } from "./dialog.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { day, t } from "./i18n.js";
import "./i18n-talk.js";
import { erasePast, keeps, past, setKeeps } from "./past.js";

/** Opens the window. `current`: key of the one shown; `take(saved)` shows another; `erased(all, key)`
 * is told what went; `done()` when the window closes. */
export function historyDialog({ current, take, erased, done }, opener) {
  const list = h("div", {});
  const said = h("p", { role: "status" });
  const body = h("div", { class: "talk-part" }, h("p", { class: "soft" }, t("pastHelp")), said, list);
  const { dialog, close } = openDialog(t("history"), body, opener);
  dialog.addEventListener("close", () => {
    done();
    if (!opener.checkVisibility()) document.getElementById("question")?.focus();
  });
  const row = (one) => {
    const [{ question }] = one.turns;
    const named = one.key === current
      ? h("span", {}, question, " ", h("span", { class: "soft" }, t("pastCurrent")))
      : button({ class: "link", on: { click: () => { close(); take(one); } } }, question);
    const facts = `${day(new Date(one.at).toLocaleDateString("sv"))} · ${t("pastTurns", { n: one.turns.length })}`;
    return h("li", {}, h("div", {}, named, h("p", { class: "soft" }, facts)),
      button({ class: "quiet icon-only", "aria-label": t("eraseNamedTalk", { name: question }), title: t("eraseOneTalk"),
        on: { click: () => drop(one.key) } }, icon("bin")));
  };
  const drop = (key) => {
    erasePast(key);
    erased(!key, key);
    said.textContent = t("pastErased");
    draw();
    dialog.querySelector("h2").focus();
  };
  const switchKeeping = (event) => {
    setKeeps(event.currentTarget.checked);
    if (!event.currentTarget.checked) said.textContent = t("pastOff");
    draw();
  };
  const draw = () => {
    const kept = past();
    const check = h("label", { class: "check" }, h("input", { type: "checkbox", checked: keeps(), on: { change: switchKeeping } }),
      t("pastKeep"));
    list.replaceChildren(...[
      kept.length ? h("ul", { class: "past" }, kept.map(row)) : h("p", { class: "hint" }, t("pastNone")), check,
      kept.length ? button({ class: "pill", on: { click: () => drop() } }, icon("bin"), t("pastEraseAll")) : null].filter(Boolean));
  };
  draw();
}
