// Every sentence that a person reads on the page, French first, and the reader's formats.
// A value is a text with {names}, or a function of the values where the plural changes it.

/** A count and its noun in the right number. */
export const many = (n, one, more) => `${number(n)} ${n > 1 || (lang() === "en" && n === 0) ? more : one}`;

const FR = {
  appTitle: "Repère",
  skip: "Aller au contenu", navigation: "Navigation principale", menu: "Menu",
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
  keepOrErase: "Exporter ou effacer", history: "Conversations passées",
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
  trend: "Évolution", trendDesc: "{label} : {points}",
  figures: "Chiffres", doubtful: "À vérifier",
  doubtfulWhy: "Le nombre et son libellé sont peut-être mal associés.",
  followUps: "Pour continuer", closest: "Passages les plus proches", searchInstead: "Chercher ces mots",
  seeDocuments: "Voir les documents", notFoundHelp: "Essayez d'autres mots, une autre année ou une question plus courte.",
  copyAnswer: "Copier la réponse", useful: "Réponse utile", notUseful: "Réponse pas utile",
  thanks: "Merci, c'est noté.", feedbackWhy: "Qu'est-ce qui n'allait pas ?",
  reason_inexact: "Inexact", reason_incomplet: "Incomplet", reason_source: "Mauvaise source",
  reason_question: "Pas ma question", reason_long: "Trop long", comment: "Commentaire (facultatif)",
  sendFeedback: "Envoyer mon avis",

  previousSource: "Source précédente", nextSource: "Source suivante", closeSource: "Fermer la source",
  openDocument: "Lire dans le document", original: "Document original", copyReference: "Copier la référence",
  pagePicture: "Image de la page {page} de « {title} », passage surligné",
  pageImage: "Image de la page {page} de « {title} »",
  context: "Texte autour de l'extrait",
  contextMissing: "Le texte autour de cette citation n'a pas pu être chargé.",
  consulted: "consulté le {date}", online: "en ligne",

  errorServer: "Le serveur a répondu de façon inattendue (code {status}). Réessayez dans un instant.",
  errorNetwork: "Le serveur ne répond pas. Vérifiez votre connexion, puis réessayez.",
  errorOffline: "Vous êtes hors ligne. Réessayez une fois la connexion revenue.",
  errorCut: "La réponse s'est interrompue avant la fin. Réessayez.",
};

const EN = {
  appTitle: "Repère",
  skip: "Skip to content", navigation: "Main navigation", menu: "Menu",
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
  keepOrErase: "Export or erase", history: "Past conversations",
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
  trend: "Trend", trendDesc: "{label}: {points}",
  figures: "Figures", doubtful: "To be checked",
  doubtfulWhy: "The number and its label may not belong together.",
  followUps: "To go on", closest: "Closest passages", searchInstead: "Search for these words",
  seeDocuments: "See the documents", notFoundHelp: "Try other words, another year or a shorter question.",
  copyAnswer: "Copy the answer", useful: "Useful answer", notUseful: "Not a useful answer",
  thanks: "Thank you, noted.", feedbackWhy: "What was wrong?",
  reason_inexact: "Inaccurate", reason_incomplet: "Incomplete", reason_source: "Wrong source",
  reason_question: "Not my question", reason_long: "Too long", comment: "Comment (optional)",
  sendFeedback: "Send feedback",

  previousSource: "Previous source", nextSource: "Next source", closeSource: "Close the source",
  openDocument: "Read in the document", original: "Original document", copyReference: "Copy the reference",
  pagePicture: "Picture of page {page} of “{title}”, passage highlighted",
  pageImage: "Picture of page {page} of “{title}”",
  context: "Text around the excerpt",
  contextMissing: "The text around this quote could not be loaded.",
  consulted: "accessed {date}", online: "online",

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

/** A moment (ISO 8601) in the reader's form and time zone; anything else as it stands. */
export function moment(value) {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return String(value ?? "");
  return new Intl.DateTimeFormat(`${lang()}-CA`, { dateStyle: "long", timeStyle: "short" }).format(date);
}

/** A kind of document, readable. */
export function kindName(kind) {
  return t(`type_${kind}`, {}, true) ?? String(kind ?? "");
}
