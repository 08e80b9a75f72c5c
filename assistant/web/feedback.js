// Thumbs under an answer; a low one asks why.

import { post } from "./api.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";

const REASONS = ["inexact", "incomplet", "source", "question", "long"];

function reasonForm(submit) {
  const group = h("fieldset", {}, h("legend", {}, t("feedbackWhy")),
    REASONS.map((reason) => h("label", { class: "check" },
      h("input", { type: "checkbox", name: "reason", value: reason }), t(`reason_${reason}`))));
  const comment = h("textarea", { rows: "2", name: "comment", maxlength: "2000" });
  const onSubmit = (event) => {
    event.preventDefault();
    const reasons = [...event.target.querySelectorAll("input:checked")].map(({ value }) => value);
    submit([reasons.join(", "), comment.value.trim()].filter(Boolean).join(" : "));
  };
  return h("form", { class: "feedback-form", on: { submit: onSubmit } }, group,
    h("label", { class: "stacked" }, t("comment"), comment),
    h("button", { type: "submit", class: "primary" }, t("sendFeedback")));
}

/** The feedback controls of a turn; `save()` is called once a vote is recorded. */
export function feedback(turn, conversationId, save) {
  const box = h("div", { class: "feedback" });
  const said = h("p", { role: "status", class: "soft" });
  const send = async (useful, comment) => {
    const body = { conversation_id: conversationId, useful, ...(comment && { comment }) };
    try {
      await post("/api/feedback", body);
      turn.vote = useful;
      save();
      said.textContent = t("thanks");
      box.replaceChildren(said);
    } catch (error) {
      said.textContent = error.message;
    }
  };
  const up = button({ class: "quiet icon-only", "aria-label": t("useful"), title: t("useful"),
    on: { click: () => send(true) } }, icon("up"));
  const down = button({ class: "quiet icon-only", "aria-label": t("notUseful"), title: t("notUseful"),
    "aria-expanded": "false", on: { click: () => toggle() } }, icon("down"));
  const form = reasonForm((comment) => send(false, comment));
  const toggle = () => {
    form.hidden = !form.hidden;
    down.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("input").focus();
  };
  form.hidden = true;
  if (turn.vote !== null) said.textContent = t("thanks");
  box.append(...(turn.vote === null ? [up, down, said, form] : [said]));
  return box;
}
