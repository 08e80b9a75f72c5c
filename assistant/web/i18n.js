// Every sentence that a person reads on the page, French first, and the reader's formats.
// A value is a text with {names}, or a function of the values where the plural changes it.

/** A count and its noun in the right number. */
export const many = (n, one, more) => `${number(n)} ${n > 1 || (lang() === "en" && n === 0) ? more : one}`;

const FR = {
  appTitle: "Repère",
  skip: "Aller au contenu", navigation: "Navigation principale",
  navChat: "Questions", navSearch: "Recherche", navFigures: "Chiffres", navDocuments: "Documents",
  navMeasures: "Mesures", navGrants: "Subventions", navLists: "Mes listes",
  navPlatform: "Composer une plateforme", navAdmin: "Administration", help: "Aide",
  tourInvite: "Première visite ? Une minute suffit pour voir ce que Repère sait faire.",
  tourStart: "Faire la visite", tourLater: "Non merci",
  language: "English", theme: "Thème : {value}", themeAuto: "automatique", themeLight: "clair",
  themeDark: "sombre", offline: "Vous êtes hors ligne. Votre conversation est conservée.",
  footer: "Les réponses viennent des documents indexés. Vérifiez la source avant de citer.",
  close: "Fermer", retry: "Réessayer", loading: "Chargement…", copied: "Copié", copyFailed: "Copie refusée",

  chatHeading: "Que cherchez-vous dans vos documents ?",
  chatIntro: "Posez votre question. Chaque phrase de la réponse renvoie au passage qui la prouve.",
  startQuestions: "Pour commencer", questionLabel: "Votre question",
  questionPlaceholder: "Posez votre question",
  send: "Envoyer", stop: "Arrêter", newConversation: "Nouvelle conversation",
  conversation: "Conversation", you: "Vous",
  keysHint: "Entrée pour envoyer, Maj + Entrée pour changer de ligne",
  scope: "Seulement dans : {title}", scopeRemove: "Chercher dans tous les documents",
  statusSearching: "Recherche dans les documents…",
  statusSlow: "C'est plus long que d'habitude. Vous pouvez attendre ou arrêter.",
  stopped: "Réponse arrêtée.", interrupted: "Réponse interrompue avant la fin.",
  answerReady: ({ n }) => (n ? `Réponse, ${many(n, "source", "sources")} : ` : "Réponse : "),
  errorSaid: "Erreur : {message}",

  understood: "Compris :", understoodAs: "question comprise : « {text} »",
  corrected: "orthographe corrigée : « {text} »", edit: "Reformuler",
  kind_figure: "un chiffre", kind_comparison: "une comparaison", kind_definition: "une définition",
  kind_list: "une liste", kind_who: "une personne ou un rôle", kind_when: "une date",
  kind_where: "un lieu", kind_yesno: "oui ou non", kind_howto: "une marche à suivre",
  kind_recommendation: "une recommandation", kind_summary: "un résumé", kind_keyword: "des mots-clés",
  kind_measures: "des mesures", kind_open: "une question ouverte",

  sources: "Sources", sourceN: "Source {n}", sourceOf: "Source {n} sur {total}",
  sourceName: "Source {n} : {title}{place}", inPage: ", page {page}", page: "p. {page}",
  printedPage: "imprimée « {label} »",
  figures: "Chiffres", doubtful: "À vérifier",
  doubtfulWhy: "Le nombre et son libellé sont peut-être mal associés.",
  followUps: "Pour continuer", closest: "Passages les plus proches", searchInstead: "Chercher ces mots",
  copyAnswer: "Copier la réponse", useful: "Réponse utile", notUseful: "Réponse pas utile",
  thanks: "Merci, c'est noté.", feedbackWhy: "Qu'est-ce qui n'allait pas ?",
  reason_inexact: "Inexact", reason_incomplet: "Incomplet", reason_source: "Mauvaise source",
  reason_question: "Pas ma question", reason_long: "Trop long", comment: "Commentaire (facultatif)",
  sendFeedback: "Envoyer mon avis",

  previousSource: "Source précédente", nextSource: "Source suivante", closeSource: "Fermer la source",
  openDocument: "Lire dans le document", original: "Document original", copyReference: "Copier la référence",
  pagePicture: "Image de la page {page} de « {title} », passage surligné",
  pageImage: "Image de la page {page} de « {title} »",
  contextMissing: "Le texte autour de cette citation n'a pas pu être chargé.",
  consulted: "consulté le {date}", online: "en ligne",

  searchHeading: "Recherche", searchLabel: "Mots à chercher dans les documents",
  searchPlaceholder: "Ex. : camps de jour, MADA, bénévoles", searchButton: "Chercher",
  searchEmpty: "Tapez un ou plusieurs mots. Les fautes de frappe sont corrigées.",
  noHits: "Aucun passage ne contient ces mots.",
  noHitsHelp: "Essayez un mot plus général, ou retirez un filtre.",
  resultsFor: "Résultats pour « {text} »", insteadOf: "au lieu de « {text} »",
  results: ({ n }) => many(n, "passage", "passages"),
  range: "{from} à {to} sur {total}", previous: "Précédents", next: "Suivants", pagination: "Pages de résultats",
  measureCount: ({ n }) => many(n, "mesure", "mesures"),
  grantCount: ({ n }) => many(n, "subvention", "subventions"), and: "et",
  alsoMatch: ({ n }) => (n > 1 ? "correspondent." : "correspond."),
  filters: "Filtres", facet_year: "Année", facet_kind: "Genre", facet_document: "Document",
  removeFilters: "Retirer les filtres",

  figuresHeading: "Chiffres", figuresLabel: "Chiffres à chercher",
  figuresPlaceholder: "Ex. : membres, abonnés, budget", figuresEmpty: "Tapez ce que vous voulez compter.",
  noFigures: "Aucun chiffre ne correspond.", year: "Année", allYears: "Toutes les années",
  seriesTitle: "D'une année à l'autre", seriesLabel: "Libellé", trend: "Évolution",
  trendDesc: "{label} : {points}", listTitle: "Tous les chiffres trouvés", value: "Chiffre",
  source: "Source", downloadCsv: "Télécharger (CSV)", downloadXlsx: "Télécharger (XLSX)",
  figureLink: "lien", figureLinkOf: "Lien permanent vers ce chiffre : {label}",
  figureCount: ({ n }) => many(n, "chiffre", "chiffres"),

  documentsHeading: "Documents", documentsLabel: "Filtrer par titre, année ou nom de fichier",
  documentsCount: ({ n }) => many(n, "document", "documents"), title: "Titre", kind: "Genre",
  pages: ({ n }) => many(n, "page", "pages"), noDocuments: "Aucun document n'est encore indexé.",
  noDocumentsHelp: "Ajoutez des fichiers au dossier des documents, puis relancez l'indexation.",
  noMatch: "Aucun document ne correspond à ce filtre.",
  failuresHeading: ({ n }) => `${many(n, "fichier non lu", "fichiers non lus")}`,
  ocrPage: "Texte lu par reconnaissance de caractères (OCR) : vérifiez noms et nombres sur l’image.",
  failuresIntro: "Ces fichiers ne font pas partie des réponses :",
  skippedHeading: ({ n }) => many(n, "fichier laissé de côté", "fichiers laissés de côté"),
  type_rapport: "Rapport", type_presentation: "Présentation", type_compte_rendu: "Compte rendu",
  type_politique: "Politique", type_plan: "Plan", type_guide: "Guide", type_mesures: "Mesures",
  type_subventions: "Subventions", type_document: "Document",

  backToDocuments: "Tous les documents", pageN: "Page {page}", pageOf: "Page {page} sur {total}",
  previousPage: "Page précédente", nextPage: "Page suivante", goToPage: "Aller à la page", go: "Aller",
  askDocument: "Interroger ce document", searchDocument: "Chercher dans ce document",
  pageText: "Texte de la page", emptyPage: "Cette page ne contient pas de texte.",

  errorServer: "Le serveur a répondu de façon inattendue (code {status}). Réessayez dans un instant.",
  errorNetwork: "Le serveur ne répond pas. Vérifiez votre connexion, puis réessayez.",
  errorOffline: "Vous êtes hors ligne. Réessayez une fois la connexion revenue.",
  errorCut: "La réponse s'est interrompue avant la fin. Réessayez.",
};

const EN = {
  appTitle: "Repère",
  skip: "Skip to content", navigation: "Main navigation",
  navChat: "Questions", navSearch: "Search", navFigures: "Figures", navDocuments: "Documents",
  navMeasures: "Measures", navGrants: "Grants", navLists: "My lists",
  navPlatform: "Compose a platform", navAdmin: "Administration", help: "Help",
  tourInvite: "First visit? One minute is enough to see what Repère can do.",
  tourStart: "Take the tour", tourLater: "No thanks",
  language: "Français", theme: "Theme: {value}", themeAuto: "automatic", themeLight: "light",
  themeDark: "dark", offline: "You are offline. Your conversation is kept.",
  footer: "Answers come from the indexed documents. Check the source before you quote.",
  close: "Close", retry: "Try again", loading: "Loading…", copied: "Copied", copyFailed: "Copy refused",

  chatHeading: "What are you looking for in your documents?",
  chatIntro: "Ask your question. Every sentence of the answer points to the passage that proves it.",
  startQuestions: "To get started", questionLabel: "Your question",
  questionPlaceholder: "Ask your question",
  send: "Send", stop: "Stop", newConversation: "New conversation",
  conversation: "Conversation", you: "You",
  keysHint: "Enter to send, Shift + Enter for a new line",
  scope: "Only in: {title}", scopeRemove: "Search all documents",
  statusSearching: "Searching the documents…",
  statusSlow: "This is taking longer than usual. You can wait or stop.",
  stopped: "Answer stopped.", interrupted: "The answer was cut off before the end.",
  answerReady: ({ n }) => (n ? `Answer, ${many(n, "source", "sources")}: ` : "Answer: "),
  errorSaid: "Error: {message}",

  understood: "Understood:", understoodAs: "question read as “{text}”",
  corrected: "spelling corrected: “{text}”", edit: "Rephrase",
  kind_figure: "a figure", kind_comparison: "a comparison", kind_definition: "a definition",
  kind_list: "a list", kind_who: "a person or a role", kind_when: "a date",
  kind_where: "a place", kind_yesno: "yes or no", kind_howto: "a procedure",
  kind_recommendation: "a recommendation", kind_summary: "a summary", kind_keyword: "keywords",
  kind_measures: "measures", kind_open: "an open question",

  sources: "Sources", sourceN: "Source {n}", sourceOf: "Source {n} of {total}",
  sourceName: "Source {n}: {title}{place}", inPage: ", page {page}", page: "p. {page}",
  printedPage: "printed “{label}”",
  figures: "Figures", doubtful: "To be checked",
  doubtfulWhy: "The number and its label may not belong together.",
  followUps: "To go on", closest: "Closest passages", searchInstead: "Search for these words",
  copyAnswer: "Copy the answer", useful: "Useful answer", notUseful: "Not a useful answer",
  thanks: "Thank you, noted.", feedbackWhy: "What was wrong?",
  reason_inexact: "Inaccurate", reason_incomplet: "Incomplete", reason_source: "Wrong source",
  reason_question: "Not my question", reason_long: "Too long", comment: "Comment (optional)",
  sendFeedback: "Send feedback",

  previousSource: "Previous source", nextSource: "Next source", closeSource: "Close the source",
  openDocument: "Read in the document", original: "Original document", copyReference: "Copy the reference",
  pagePicture: "Picture of page {page} of “{title}”, passage highlighted",
  pageImage: "Picture of page {page} of “{title}”",
  contextMissing: "The text around this quote could not be loaded.",
  consulted: "accessed {date}", online: "online",

  searchHeading: "Search", searchLabel: "Words to find in the documents",
  searchPlaceholder: "E.g. day camps, MADA, volunteers", searchButton: "Search",
  searchEmpty: "Type one or more words. Typing mistakes are corrected.",
  noHits: "No passage holds these words.",
  noHitsHelp: "Try a more general word, or remove a filter.",
  resultsFor: "Results for “{text}”", insteadOf: "instead of “{text}”",
  results: ({ n }) => many(n, "passage", "passages"),
  range: "{from} to {to} of {total}", previous: "Previous", next: "Next", pagination: "Result pages",
  measureCount: ({ n }) => many(n, "measure", "measures"),
  grantCount: ({ n }) => many(n, "grant", "grants"), and: "and",
  alsoMatch: ({ n }) => (n === 1 ? "matches." : "match."),
  filters: "Filters", facet_year: "Year", facet_kind: "Kind", facet_document: "Document",
  removeFilters: "Remove filters",

  figuresHeading: "Figures", figuresLabel: "Figures to find",
  figuresPlaceholder: "E.g. members, subscribers, budget", figuresEmpty: "Type what you want counted.",
  noFigures: "No figure matches.", year: "Year", allYears: "All years",
  seriesTitle: "From year to year", seriesLabel: "Label", trend: "Trend",
  trendDesc: "{label}: {points}", listTitle: "All figures found", value: "Figure",
  source: "Source", downloadCsv: "Download (CSV)", downloadXlsx: "Download (XLSX)",
  figureLink: "link", figureLinkOf: "Permanent link to this figure: {label}",
  figureCount: ({ n }) => many(n, "figure", "figures"),

  documentsHeading: "Documents", documentsLabel: "Filter by title, year or file name",
  documentsCount: ({ n }) => many(n, "document", "documents"), title: "Title", kind: "Kind",
  pages: ({ n }) => many(n, "page", "pages"), noDocuments: "No document is indexed yet.",
  noDocumentsHelp: "Add files to the documents folder, then index again.",
  noMatch: "No document matches this filter.",
  failuresHeading: ({ n }) => `${many(n, "file could not be read", "files could not be read")}`,
  ocrPage: "Text read by character recognition (OCR): check names and numbers on the picture.",
  failuresIntro: "These files are not part of the answers:",
  skippedHeading: ({ n }) => many(n, "file left aside", "files left aside"),
  type_rapport: "Report", type_presentation: "Presentation", type_compte_rendu: "Minutes",
  type_politique: "Policy", type_plan: "Plan", type_guide: "Guide", type_mesures: "Measures",
  type_subventions: "Grants", type_document: "Document",

  backToDocuments: "All documents", pageN: "Page {page}", pageOf: "Page {page} of {total}",
  previousPage: "Previous page", nextPage: "Next page", goToPage: "Go to page", go: "Go",
  askDocument: "Ask this document", searchDocument: "Search in this document",
  pageText: "Page text", emptyPage: "This page holds no text.",

  errorServer: "The server gave an unexpected reply (code {status}). Try again in a moment.",
  errorNetwork: "The server does not answer. Check your connection, then try again.",
  errorOffline: "You are offline. Try again once the connection is back.",
  errorCut: "The answer was cut off before the end. Try again.",
};

export const CATALOGUES = { fr: FR, en: EN };

/** Adds the sentences of views that are loaded later. */
export function extend({ fr, en }) {
  Object.assign(FR, fr);
  Object.assign(EN, en);
}

/** The language of the page, set before anything is drawn. */
export function lang() {
  return document.documentElement.lang === "en" ? "en" : "fr";
}

/** The sentence called `key`; falls back to null when `key` is unknown and `optional`. */
export function t(key, values = {}, optional = false) {
  const text = CATALOGUES[lang()][key];
  if (text === undefined && optional) return null;
  if (text === undefined) throw new Error(`no sentence called ${key}`);
  if (typeof text === "function") return text(values);
  return text.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? ""));
}

/** A number in the reader's form. */
export function number(value) {
  return new Intl.NumberFormat(`${lang()}-CA`, { maximumFractionDigits: 4 }).format(value);
}

/** Today in the reader's form. */
export function today() {
  return new Intl.DateTimeFormat(`${lang()}-CA`, { dateStyle: "long" }).format(new Date());
}

/** Dollars in the reader's form, without cents. */
export function money(value) {
  return new Intl.NumberFormat(`${lang()}-CA`, { style: "currency", currency: "CAD",
    currencyDisplay: "narrowSymbol", maximumFractionDigits: 0 }).format(value);
}

/** `2026-05-20` or `2026-05` in the reader's form; anything else as it stands. */
export function day(value) {
  const [, year, month, date] = String(value ?? "").match(/^(\d{4})-(\d\d)(?:-(\d\d))?/) ?? [];
  if (!year) return String(value ?? "");
  const form = date ? { dateStyle: "long" } : { year: "numeric", month: "long" };
  const text = new Intl.DateTimeFormat(`${lang()}-CA`, form).format(new Date(year, month - 1, date ?? 1));
  return lang() === "fr" ? text.replace(/^1 /, "1er ") : text;
}

/** A kind of document, readable. */
export function kindName(kind) {
  return t(`type_${kind}`, {}, true) ?? String(kind ?? "");
}
