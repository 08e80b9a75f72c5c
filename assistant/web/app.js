// The frame of the page: routes in the hash, settings, offline notice. One element per view, kept
// once made, so that an answer goes on streaming while another view is open.

import { brandMark, icon } from "./icons.js";
import { debounce, style } from "./dom.js";
import { lang, t } from "./i18n.js";
import { openMenu, startMenu } from "./menu.js";
import "./chat.js";

const sheets = (...names) => Promise.all(names.map(style));
const plain = (module) => () => Promise.all([import(module), sheets("views.css")]);
const bank = (module) => () => Promise.all([import(module), sheets("views.css", "bank.css")]);
const VIEWS = {
  chat: { tag: "rp-chat", title: "navChat" },
  recherche: { tag: "rp-search", title: "navSearch", load: plain("./search.js") },
  chiffres: { tag: "rp-figures", title: "navFigures", load: plain("./figures.js") },
  documents: { tag: "rp-documents", title: "navDocuments", load: plain("./documents.js") },
  document: { tag: "rp-reader", title: "navDocuments", marked: "documents", load: plain("./reader.js") },
  mesures: { tag: "rp-measures", title: "navMeasures", load: bank("./bank.js") },
  subventions: { tag: "rp-grants", title: "navGrants", load: bank("./bank.js") },
  mesure: { tag: "rp-measure", title: "navMeasures", marked: "mesures", load: bank("./entry.js") },
  subvention: { tag: "rp-grant", title: "navGrants", marked: "subventions", load: bank("./entry.js") },
  listes: { tag: "rp-lists", title: "navLists", load: bank("./lists.js") },
  liste: { tag: "rp-list", title: "navLists", marked: "listes", load: bank("./list.js") },
  admin: { tag: "rp-admin", title: "navAdmin", load: () => Promise.all([import("./admin.js"), sheets("views.css", "bank.css", "admin.css")]) },
  plateforme: { tag: "rp-platform", title: "navPlatform", marked: "listes", load: bank("./platform.js") },
};
const THEMES = ["auto", "light", "dark"];
const main = document.getElementById("contenu");
const made = new Map();
let current = null;
let moves = 0;

function remember(name, value) {
  try {
    localStorage.setItem(`repere.${name}`, value);
  } catch {
    // Storage refused: the choice holds for this page only.
  }
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function recalled(name) {
  try {
    return localStorage.getItem(`repere.${name}`);
  } catch {
    return null;
  }
}

/** `{name, id, params}` of the address; `/documents/ID#page=4` is the reader too. */
function route() {
  const hash = location.hash.slice(1);
  const direct = location.pathname.match(/^\/documents\/([^/]+)$/);
  if (direct) {
    const params = new URLSearchParams(location.search);
    for (const [key, value] of new URLSearchParams(hash)) params.set(key, value);
    return { name: "document", id: decoded(direct[1]), params };
  }
  const [path, query] = hash.split(/\?(.*)/s);
  const [first, id] = path.split("/");
  const name = first === "listes" && id ? "liste" : first;
  const known = Object.hasOwn(VIEWS, name) ? name : "chat";
  return { name: known, id: id && decoded(id), params: new URLSearchParams(query) };
}

async function view(name) {
  if (!made.has(name)) {
    await VIEWS[name].load?.();
    if (!made.has(name)) made.set(name, document.createElement(VIEWS[name].tag));
    main.append(made.get(name));
  }
  return made.get(name);
}

async function go() {
  const { name, id, params } = route();
  const move = ++moves;
  openMenu(false);
  const shown = await view(name);
  if (move !== moves) return;
  for (const [other, element] of made) element.hidden = other !== name;
  const marked = VIEWS[name].marked ?? name;
  for (const link of document.querySelectorAll(".views a")) {
    if (link.dataset.view === marked) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${t(VIEWS[name].title)} – ${t("appTitle")}`;
  const moved = current !== null && current !== name;
  current = name;
  shown.show({ id, params });
  if (moved) {
    scrollTo(0, 0);
    (shown.querySelector("h1") ?? main).focus({ preventScroll: true });
  }
}

function drawTheme() {
  const value = document.documentElement.dataset.theme ?? "auto";
  const names = { auto: "themeAuto", light: "themeLight", dark: "themeDark" };
  const control = document.getElementById("theme");
  const name = t("theme", { value: t(names[value]) });
  control.replaceChildren(icon("theme"));
  control.setAttribute("aria-label", name);
  control.title = name;
}

function nextTheme() {
  const root = document.documentElement;
  const next = THEMES[(THEMES.indexOf(root.dataset.theme ?? "auto") + 1) % THEMES.length];
  if (next === "auto") delete root.dataset.theme;
  else root.dataset.theme = next;
  remember("theme", next);
  drawTheme();
}

function otherLanguage() {
  remember("lang", lang() === "en" ? "fr" : "en");
  const address = new URL(location.href);
  address.searchParams.delete("lang");
  if (address.href === location.href) location.reload();
  else location.replace(address);
}

function drawFrame() {
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-label]")) {
    node.setAttribute("aria-label", t(node.dataset.tLabel));
  }
  document.querySelector(".brand-slot").append(brandMark());
  const language = document.getElementById("language");
  language.textContent = t("language");
  language.lang = lang() === "en" ? "fr" : "en";
  language.addEventListener("click", otherLanguage);
  document.getElementById("theme").addEventListener("click", nextTheme);
  drawTheme();
  const help = document.getElementById("help");
  help.append(icon("help"));
  help.setAttribute("aria-label", t("help"));
  help.title = t("help");
  help.addEventListener("click", async () => (await withTour("./help.js")).help(help));
}

const withTour = async (module) => (await Promise.all([import(module), sheets("bank.css")]))[0];

/** The tour is offered once, to who comes in by the front door. */
function offerTour() {
  if (recalled("tour") || route().name !== "chat") return;
  const invite = document.getElementById("invite");
  const done = () => {
    remember("tour", "seen");
    invite.hidden = true;
  };
  const [start, later] = invite.querySelectorAll("button");
  start.addEventListener("click", async () => {
    done();
    (await withTour("./tour.js")).tour();
  });
  later.addEventListener("click", () => {
    done();
    main.focus();
  });
  invite.hidden = false;
}

function drawOffline() {
  const notice = document.getElementById("offline");
  notice.textContent = navigator.onLine ? "" : t("offline");
  notice.hidden = navigator.onLine;
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener("hashchange", go);
addEventListener("online", drawOffline);
addEventListener("offline", debounce(drawOffline, 500));
drawFrame();
startMenu();
drawOffline();
offerTour();
go();
