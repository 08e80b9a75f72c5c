// What differs between the bank of measures and the bank of grants, and where their entries live.

export const KINDS = {
  measure: {
    api: "/api/measures", view: "mesures", entry: "mesure", name: "measure", other: "grant",
    facets: ["audience", "theme", "population", "policy", "scope", "region", "mrc", "municipality",
      "responsible", "year"],
    sorts: ["relevance", "title", "year"],
    words: { heading: "measuresHeading", intro: "measuresIntro", label: "measuresLabel",
      placeholder: "measuresPlaceholder", count: "measureCount", none: "noMeasure", noBank: "noMeasureBank",
      noBankHelp: "noMeasureBankHelp", back: "backToMeasures", matches: "measureMatches",
      noMatches: "noMeasureMatches", similar: "similarMeasures" },
  },
  grant: {
    api: "/api/grants", view: "subventions", entry: "subvention", name: "grant", other: "measure",
    facets: ["status", "audience", "theme", "population", "region", "year"],
    sorts: ["relevance", "deadline", "title"],
    words: { heading: "grantsHeading", intro: "grantsIntro", label: "grantsLabel",
      placeholder: "grantsPlaceholder", count: "grantCount", none: "noGrant", noBank: "noGrantBank",
      noBankHelp: "noGrantBankHelp", back: "backToGrants", matches: "grantMatches",
      noMatches: "noGrantMatches", similar: "similarGrants" },
  },
};

/** The address of an entry on this page. */
export function entryHref({ kind, id }) {
  return `/#${(KINDS[kind] ?? KINDS.measure).entry}/${encodeURIComponent(id)}`;
}

/** A `/documents/ID#page=4` address as a move inside the page, so that nothing reloads; else null. */
export function inPage(url) {
  const found = String(url ?? "").match(/^\/documents\/([^/?#]+)(?:\?([^#]*))?(?:#(.*))?$/);
  if (!found) return null;
  const query = [found[2], found[3]].filter(Boolean).join("&");
  return `/#document/${found[1]}${query ? `?${query}` : ""}`;
}

const searches = new Map();

/** Keeps the last search of a bank, so that an entry can lead back to it. */
export function keepSearch(kind, params) {
  searches.set(kind, String(params));
}

/** The last search of a bank, or null when none was made on this page. */
export function lastSearch(kind) {
  return searches.get(kind) || null;
}
