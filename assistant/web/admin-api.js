// The administration's calls. The key stays in this tab: in memory, and in sessionStorage where the
// browser allows it, so that reloading does not ask for it again.

import { ApiError, pathTo, send } from "./api.js";
import { lang, t } from "./i18n.js";

const KEPT = "repere.admin";
let key = recalled();

function recalled() {
  try {
    return sessionStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

/** Whether a key was given in this tab. */
export function hasKey() {
  return key !== "";
}

/** Whether a session of this browser may manage documents: then no key is asked for. */
export async function hasRole() {
  try {
    const { role } = await (await send(pathTo("/api/me"), { headers: { Accept: "application/json" } })).json();
    return role === "editor" || role === "admin";
  } catch {
    return false;
  }
}

/** Keeps a key for this tab; an empty one forgets it. */
export function keepKey(value) {
  key = value;
  try {
    if (value) sessionStorage.setItem(KEPT, value);
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Storage refused: the key holds until the page is left.
  }
}

function headers(more = {}) {
  // A header takes Latin characters only; with others, sending fails before the server can say no.
  const safe = /^[\x20-\x7e\xa0-\xff]*$/.test(key) ? key : encodeURIComponent(key);
  const held = key ? { Authorization: `Bearer ${safe}` } : {};
  return { Accept: "application/json", "Accept-Language": lang(), ...held, ...more };
}

/** One call; the response. `body` is sent as JSON. */
export function call(path, { method = "GET", body, params } = {}) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : { "Content-Type": "application/json" };
  return send(pathTo(path, params), { method, headers: headers(type), ...sent });
}

/** One call; its JSON. */
export async function callJson(path, options) {
  return (await call(path, options)).json();
}

/** Sends one file; `onProgress(share)` is called from 0 to 1; resolves with the server's report. */
export function upload(file, onProgress) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file, file.name);
    request.open("POST", pathTo("/api/documents"));
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      if (request.status < 400) return done(request.response);
      const { code = `http_${request.status}`, message, details } = request.response?.error ?? {};
      return fail(new ApiError(code, message || t("errorServer", { status: request.status }), details));
    });
    request.addEventListener("error", () => fail(new ApiError("network",
      t(navigator.onLine ? "errorNetwork" : "errorOffline"))));
    request.send(form);
  });
}
