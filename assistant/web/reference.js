// A reference in the form French-speaking libraries teach: AUTEUR. Titre, année, p. 4, en ligne.

import { lang, t, today } from "./i18n.js";

/** The reference of a citation; `document` adds its organization and public address when known. */
export function reference(citation, document) {
  const author = document?.organization ? `${document.organization.toLocaleUpperCase(lang())}. ` : "";
  const year = citation.year && !citation.title.includes(citation.year) ? citation.year : null;
  // A reference names the page as it is printed.
  const page = citation.page ? t("page", { page: citation.page_label ?? citation.page }) : null;
  const online = document?.url ? `${t("online")} : ${document.url}` : null;
  const seen = online ? t("consulted", { date: today() }) : null;
  return `${author}${[citation.title, year, page, online, seen].filter(Boolean).join(", ")}.`;
}
