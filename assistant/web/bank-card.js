// One measure or grant as a card: badges, facts, why it is proposed, what can be done with it.

import { entryHref } from "./bank-kinds.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { day, money, t } from "./i18n.js";
import "./i18n-bank.js";

const STATUS_ICONS = { open: "check", continuous: "retry", closed: "close", unknown: "warn" };

function badge(className, text, why, mark) {
  return h("li", { class: `badge ${className}`, title: why }, mark ? icon(mark) : null, text,
    why ? h("span", { class: "visually-hidden" }, ` : ${why}`) : null);
}

/** The badges of an entry: written for demonstration, and the status of a grant. */
export function badges(hit) {
  const origin = String(hit.fields?.source ?? "");
  const shown = [];
  if (hit.kind === "grant" && hit.status) {
    shown.push(badge(`is-${hit.status}`, t(`status_${hit.status}`, {}, true) ?? hit.status, null,
      STATUS_ICONS[hit.status]));
  }
  if (/^mesure type/i.test(origin)) shown.push(badge("is-sample", t("badge_type"), t("badgeTypeWhy")));
  if (/^exemple/i.test(origin)) shown.push(badge("is-sample", t("badge_example"), t("badgeExampleWhy")));
  return shown.length ? h("ul", { class: "badges" }, shown) : null;
}

/** « De 2 700 $ à 10 000 $ », or null. */
export function amount({ amount_min: low, amount_max: high }) {
  const [min, max] = [low, high].map((v) => (/^\d+([.,]\d+)?$/.test(v ?? "") ? money(Number(v.replace(",", "."))) : v));
  if (min && max) return min === max ? max : t("amountRange", { min, max });
  if (max) return t("amountMax", { max });
  return min ? t("amountMin", { min }) : null;
}

/** What places an entry, in a few words; some may be missing. */
export function facts({ kind, status, fields = {} }) {
  if (kind === "grant") {
    const over = fields.deadline?.length === 7 ? "monthWas" : "deadlineWas";
    const date = fields.deadline && t(status === "closed" ? over : "deadlineOn", { date: day(fields.deadline) });
    return [fields.organization, amount(fields), fields.rate, date ?? fields.period];
  }
  const place = [fields.municipality, fields.mrc, fields.region].filter(Boolean).join(", ");
  return [fields.theme, fields.audience, fields.policy, place, fields.year];
}

/** Why an entry is proposed, as a short list; null without reasons. */
export function reasonList(reasons) {
  if (!reasons?.length) return null;
  return h("div", { class: "why" }, h("span", { class: "soft" }, t("why")),
    h("ul", { class: "tags" }, reasons.map(({ text }) => h("li", { class: "tag" }, text))));
}

/** A button that opens the dialog of lists for this entry. */
export function addButton(hit, className = "pill") {
  const add = async (event) => {
    const opener = event.currentTarget;
    const { addToList } = await import("./add-to-list.js");
    addToList(hit, opener);
  };
  return button({ class: `${className} add`, "aria-haspopup": "dialog", on: { click: add } }, icon("plus"),
    t("addToList"), h("span", { class: "visually-hidden" }, ` : ${hit.title}`));
}

/** A link to the calendar file of a grant's deadline; null without a date to come. */
export function calendarLink(hit) {
  if (hit.kind !== "grant" || hit.status === "closed") return null;
  if (!/^\d{4}-\d\d/.test(hit.fields?.deadline ?? "")) return null;
  return h("a", { class: "pill", href: `/api/grants/${encodeURIComponent(hit.id)}.ics`, download: true },
    icon("calendar"), t("addCalendar"), h("span", { class: "visually-hidden" }, ` : ${hit.title}`));
}

/** « 2 passages des documents · 3 subventions », or null: what opening the entry will show. */
function linked({ kind, links }) {
  const { evidence = 0, matches = 0 } = links ?? {};
  const said = [evidence && t("linkedPassages", { n: evidence }),
    matches && t(kind === "grant" ? "linkedMeasures" : "linkedGrants", { n: matches })].filter(Boolean);
  return said.length ? h("p", { class: "soft linked" }, icon("page"), said.join(" · ")) : null;
}

/** The card of an entry, a list item; `level` is that of its heading. */
export function entryCard(hit, { level = "h2", text = true } = {}) {
  const said = facts(hit).filter(Boolean).join(" · ");
  return h("li", { class: `entry${hit.status === "closed" ? " is-past" : ""}`, "data-id": hit.id },
    badges(hit), h(level, {}, h("a", { href: entryHref(hit), lang: "fr" }, hit.title)),
    said ? h("p", { class: "soft facts" }, said) : null,
    text && hit.text && hit.text !== hit.title ? h("p", { class: "entry-text", lang: "fr" }, hit.text) : null,
    reasonList(hit.reasons), linked(hit),
    h("p", { class: "entry-tools" }, addButton(hit), calendarLink(hit)));
}

/** The entries of an answer, or null when it has none. */
export function answerEntries(entries) {
  if (!entries?.length) return null;
  return h("section", { class: "entries-section" }, h("h3", {}, t("answerEntries")),
    h("ol", { class: "entries" }, entries.map((hit) => entryCard(hit, { level: "h4" }))));
}
