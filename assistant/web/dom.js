// Building DOM nodes. Data only ever becomes text nodes or checked attributes: no HTML is parsed,
// so the page needs no Trusted Types policy and a document cannot inject anything.

const SVG = "http://www.w3.org/2000/svg";
const URL_ATTRIBUTES = new Set(["href", "src"]);

/** The URL when it is http(s) (relative ones included), else null. */
export function safeUrl(value) {
  try {
    const url = new URL(String(value), document.baseURI);
    return url.protocol === "http:" || url.protocol === "https:" ? String(value) : null;
  } catch {
    return null;
  }
}

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (/^(on.+|style|srcdoc)$/i.test(name)) throw new Error(`attribute refused: ${name}`);
  const text = URL_ATTRIBUTES.has(name) ? safeUrl(value) : value === true ? "" : String(value);
  if (text !== null) node.setAttribute(name, text);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name === "on") {
      for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    } else {
      setAttribute(node, name, value);
    }
  }
  const kept = children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false);
  node.append(...kept);
  return node;
}

/** An HTML element: attributes, `on: {event: listener}`, then children (nodes or text). */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for SVG. */
export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

/** A button with an icon or text inside. */
export function button(props, ...children) {
  return h("button", { type: "button", ...props }, ...children);
}

const sheets = new Map();

/** Loads a style sheet of the page once; settles when it applies (or could not be read). */
export function style(name) {
  if (!sheets.has(name)) {
    sheets.set(name, new Promise((done) => {
      const on = { load: done, error: done };
      document.head.append(h("link", { rel: "stylesheet", href: new URL(name, import.meta.url).href, on }));
    }));
  }
  return sheets.get(name);
}

/** A function that calls `action` once calls have stopped for `delay` milliseconds. */
export function debounce(action, delay) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), delay);
  };
}

/** Copies text to the clipboard, also where the page is not a secure context. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = h("textarea", { class: "visually-hidden", readonly: true, "aria-hidden": "true" });
    box.value = text;
    const before = document.activeElement;
    (before?.closest("dialog") ?? document.body).append(box);
    box.select();
    const copied = document.execCommand("copy");
    box.remove();
    before?.focus();
    if (!copied) throw new Error("copy refused");
  }
}
