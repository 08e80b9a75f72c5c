// The question box: Enter sends, Shift+Enter breaks the line, the same button stops.

import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";

const MAX_HEIGHT = 180;

/** Makes the form. `onSend(text)`, `onStop()`, `onDraft(text)`; returns `{form, box, set, busy}`. */
export function composer({ onSend, onStop, onDraft }) {
  const box = h("textarea", { id: "question", name: "question", rows: "1", required: true,
    autocomplete: "off", enterkeyhint: "send", placeholder: t("questionPlaceholder"),
    "aria-describedby": "question-keys" });
  const send = h("button", { type: "submit", class: "primary icon-only send",
    "aria-label": t("send"), title: t("send") }, icon("send"));
  const stop = button({ class: "primary icon-only stop", hidden: true, "aria-label": t("stop"),
    title: t("stop"), on: { click: onStop } }, icon("stop"));
  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, MAX_HEIGHT)}px`;
  };
  const submit = (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (text && stop.hidden) onSend(text);
  };
  box.addEventListener("input", () => {
    fit();
    onDraft(box.value);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  });
  const form = h("form", { class: "composer", on: { submit } },
    h("label", { for: "question", class: "visually-hidden" }, t("questionLabel")),
    h("div", { class: "composer-box" }, box, send, stop),
    h("p", { id: "question-keys", class: "keys soft" }, t("keysHint")));
  const set = (text) => {
    box.value = text;
    fit();
    onDraft(text);
  };
  const busy = (on) => {
    const had = document.activeElement === send || document.activeElement === stop;
    send.hidden = on;
    stop.hidden = !on;
    if (had) (on ? stop : box).focus();
  };
  return { form, box, set, busy };
}
