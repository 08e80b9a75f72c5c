// The one door to the server: JSON calls, the streamed answer, errors with a French message.

import { lang, t } from "./i18n.js";

/** What went wrong, said so that a person can act. `code` is the server's, or `network`. */
export class ApiError extends Error {
  constructor(code, message, details = null) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

function fromBody(body, status) {
  const error = body?.error;
  return new ApiError(error?.code ?? `http_${status}`, error?.message || t("errorServer", { status }),
    error?.details);
}

/** One call; the response when it is a success, else an `ApiError`. */
export async function send(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("network", t(navigator.onLine ? "errorNetwork" : "errorOffline"));
  }
  if (!response.ok) throw fromBody(await response.json().catch(() => null), response.status);
  return response;
}

/** A path with the parameters that are set (a list comes back once a value), language included. */
export function pathTo(path, params = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...params, lang: lang() === "en" ? "en" : "" })) {
    for (const one of [value].flat()) {
      if (one !== "" && one !== null && one !== undefined) query.append(name, one);
    }
  }
  return query.size ? `${path}?${query}` : path;
}

/** GET, JSON. */
export async function getJson(path, params, signal) {
  const headers = { Accept: "application/json", "Accept-Language": lang() };
  const response = await send(pathTo(path, params), { headers, signal });
  try {
    return await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("bad_response", t("errorServer", { status: response.status }));
  }
}

/** POST, JSON in; the response itself out. */
export function post(path, body, signal, accept = "application/json") {
  const headers = { "Content-Type": "application/json", Accept: accept, "Accept-Language": lang() };
  return send(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

function parseEvent(block) {
  let name = "message";
  const data = [];
  for (const line of block.split(/\r\n|\r|\n/)) {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  if (!data.length) return null;
  const raw = data.join("\n");
  try {
    return { name, value: JSON.parse(raw) };
  } catch {
    return { name, value: raw };
  }
}

/** Server-sent events of a response body, in order. */
export async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { done, value } = await reader.read();
    waiting += value ?? "";
    const parts = waiting.split(/\r?\n\r?\n/);
    waiting = done ? "" : parts.pop();
    for (const part of parts) {
      const event = parseEvent(part);
      if (event) yield event;
    }
    if (done) return;
  }
}

/** The text of a `status` or `delta` event, sent bare or in an object. */
export function eventText(value) {
  if (typeof value === "string") return value;
  return String(value?.text ?? value?.delta ?? value?.message ?? "");
}

/** Asks; calls `onStatus(text)` and `onDelta(text)` on the way; returns the whole answer. */
export async function ask(body, { onStatus, onDelta, signal }) {
  const payload = { ...body, stream: true, lang: lang() };
  const response = await post("/api/ask", payload, signal, "text/event-stream, application/json");
  if (!(response.headers.get("Content-Type") ?? "").includes("text/event-stream")) {
    return response.json();
  }
  try {
    for await (const { name, value } of events(response)) {
      if (name === "status") onStatus(eventText(value));
      else if (name === "delta") onDelta(eventText(value));
      else if (name === "answer") return value;
      else if (name === "error") throw fromBody(value?.error ? value : { error: value }, 500);
    }
  } catch (error) {
    if (error instanceof ApiError || error.name === "AbortError") throw error;
  }
  throw new ApiError("stream_cut", t("errorCut"));
}
