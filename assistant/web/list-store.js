// The lists: their keys, kept by this browser only, and the calls to the server.

import { send } from "./api.js";
import { lang } from "./i18n.js";

const KEY = "repere.lists";

/** The lists this browser knows: `[{key, name, access, total}]`, newest first. */
export function knownLists() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(found) ? found.filter(({ key }) => typeof key === "string") : [];
  } catch {
    return [];
  }
}

function write(lists) {
  try {
    localStorage.setItem(KEY, JSON.stringify(lists));
    return true;
  } catch {
    return false; // Storage full or refused: the address of the list is then its only link.
  }
}

/** Keeps a list, or what is now known of it; false when the browser refuses. */
export function keepList(key, { name, access, total }) {
  const kept = { key, name, access, total };
  const lists = knownLists();
  const at = lists.findIndex((list) => list.key === key);
  return write(at < 0 ? [kept, ...lists] : lists.with(at, kept));
}

/** Forgets a list; the server keeps it. */
export function forgetList(key) {
  write(knownLists().filter((list) => list.key !== key));
}

/** Brings a kept list up to date; does nothing to a list that is not kept. */
export function refreshList(key, list) {
  if (knownLists().some((known) => known.key === key)) keepList(key, list);
}

async function call(method, path, body, type = "application/json") {
  const headers = { Accept: "application/json", "Accept-Language": lang() };
  const options = { method, headers, referrerPolicy: "no-referrer" };
  if (body !== undefined) {
    headers["Content-Type"] = type;
    options.body = body instanceof ArrayBuffer ? body : JSON.stringify(body);
  }
  const tongue = lang() === "en" ? `${path.includes("?") ? "&" : "?"}lang=en` : "";
  const response = await send(path + tongue, options);
  return response.status === 204 ? null : { status: response.status, value: await response.json() };
}

const at = (key, rest = "") => `/api/lists/${encodeURIComponent(key)}${rest}`;
const value = async (answer) => (await answer)?.value;

/** A list by its key. */
export const readList = (key) => value(call("GET", at(key)));

/** Makes a list and keeps its key. `items`: `[{kind, id, note}]`. */
export async function createList(name, items = []) {
  const made = await value(call("POST", "/api/lists", { name, items }));
  keepList(made.key, made);
  return made;
}

/** Adds entries; `{list, added}`, `added` false when they were there already. */
export async function addItems(key, items) {
  const answer = await call("POST", at(key, "/items"), { items });
  refreshList(key, answer.value);
  return { list: answer.value, added: answer.status === 201 };
}

/** Name or order. Throws an `ApiError` whose code is `version_conflict` when `version` is stale. */
export const editList = (key, change) => value(call("PATCH", at(key), change));

/** Note or place of an item; `version` as in `editList`. */
export const editItem = (key, item, change) =>
  value(call("PATCH", at(key, `/items/${encodeURIComponent(item)}`), change));

/** Takes an item out. */
export const removeItem = (key, item) => value(call("DELETE", at(key, `/items/${encodeURIComponent(item)}`)));

/** Puts an item back where it was. */
export const putBack = (key, { kind, entry_id: id, note, position }) =>
  value(call("POST", at(key, "/items"), { kind, id, note, position }));

/** Deletes a list for good and forgets it. */
export async function deleteList(key) {
  await call("DELETE", at(key));
  forgetList(key);
}

/** Makes a share link: `{id, access, label, key, links}`. */
export const createShare = (key, access, label) => value(call("POST", at(key, "/shares"), { access, label }));

/** The share links in force. */
export const readShares = async (key) => (await value(call("GET", at(key, "/shares")))).shares;

/** Revokes a share link. */
export const revokeShare = (key, share) => call("DELETE", at(key, `/shares/${encodeURIComponent(share)}`));

/** A new list out of a file (CSV or JSON); its key is kept. */
export async function importList(file, name) {
  const json = /\.json$/i.test(file.name) || file.type === "application/json";
  const path = `/api/lists/import?name=${encodeURIComponent(name)}`;
  const made = await value(call("POST", path, await file.arrayBuffer(), json ? "application/json" : "text/csv"));
  keepList(made.key, made);
  return made;
}

/** The address of a list on this site, to copy. */
export function listAddress(key) {
  return new URL(`/#listes/${key}`, location.href).href;
}
