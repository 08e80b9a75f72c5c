// The Repère widget: <script src="https://HOST/widget.js" defer></script> on any page.
// Options on the tag: data-title, data-color, data-lang (fr, en), data-position (right, left,
// inline), data-year, data-theme (auto, light, dark). The page may set --repere-color and --repere-font.
// One file on purpose: it is fetched by other sites, whose policy may allow this address only.
// Everything lives in a shadow root styled by a constructed sheet; no HTML is parsed, no cookie set.
(() => {
  const WORDS = {
    fr: {
      open: "Poser une question", title: "Une question ?", close: "Fermer", fresh: "Recommencer",
      hello: "Posez votre question. La réponse cite les documents d'où elle vient.",
      label: "Votre question", send: "Envoyer", stop: "Arrêter", you: "Vous : ", page: "p. ",
      searching: "Recherche dans les documents…", slow: "C'est plus long que d'habitude…",
      stopped: "Réponse arrêtée.", cut: "La réponse s'est interrompue. Réessayez.",
      network: "Le service ne répond pas. Réessayez dans un instant.", retry: "Réessayer",
      source: "Source ", read: "Lire dans le document", newTab: " (nouvel onglet)",
      closest: "Passages les plus proches", next: "Pour continuer", ready: "Réponse : ",
      useful: "Réponse utile", useless: "Réponse pas utile", thanks: "Merci, c'est noté.",
      doubt: "À vérifier", why: "Qu'est-ce qui n'allait pas ?",
      reasons: { inexact: "Inexact", incomplet: "Incomplet", source: "Mauvaise source", question: "Pas ma question", long: "Trop long" },
    },
    en: {
      open: "Ask a question", title: "A question?", close: "Close", fresh: "Start over",
      hello: "Ask your question. The answer cites the documents it comes from.",
      label: "Your question", send: "Send", stop: "Stop", you: "You: ", page: "p. ",
      searching: "Searching the documents…", slow: "This is taking longer than usual…",
      stopped: "Answer stopped.", cut: "The answer was cut off. Try again.",
      network: "The service does not answer. Try again in a moment.", retry: "Try again",
      source: "Source ", read: "Read in the document", newTab: " (new tab)",
      closest: "Closest passages", next: "To go on", ready: "Answer: ",
      useful: "Useful answer", useless: "Not a useful answer", thanks: "Thank you, noted.",
      doubt: "To be checked", why: "What was wrong?",
      reasons: { inexact: "Inaccurate", incomplet: "Incomplete", source: "Wrong source", question: "Not my question", long: "Too long" },
    },
  };
  const ICONS = {
    close: "M6 6l12 12M18 6 6 18", send: "M5 12h13M12 5.5 18.5 12 12 18.5", stop: "M7 7h10v10H7z",
    fresh: "M19 12a7 7 0 1 1-2.2-5.1M19.5 3.5v4h-4",
    ask: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 12V7.5a4.5 4.5 0 0 1 4.5 4.5zM12 12v4.5a4.5 4.5 0 0 1-4.5-4.5z",
    up: "M8 11v9H4v-9zM8 11l4-7c1.6 0 2.4 1.2 2 2.8L13.3 10H19l-1.6 8.6A2 2 0 0 1 15.4 20H8",
    down: "M8 13V4H4v9zM8 13l4 7c1.6 0 2.4-1.2 2-2.8L13.3 14H19l-1.6-8.6A2 2 0 0 0 15.4 4H8",
  };
  const CSS_TEXT = `
:host { all: initial !important; direction: ltr !important; unicode-bidi: isolate !important; display: block !important; position: fixed !important; inset: auto 16px var(--rise, 16px) auto !important;
  z-index: 2147483000 !important; color-scheme: light dark !important; }
:host([data-position="left"]) { inset: auto auto var(--rise, 16px) 16px !important; }
:host([data-position="inline"]) { position: static !important; }
:host([data-theme="light"]) { color-scheme: light !important; }
:host([data-theme="dark"]) { color-scheme: dark !important; }
@media print { :host { display: none !important; } }
*, *::before { box-sizing: border-box; margin: 0; padding: 0; }
.root { --surface: light-dark(#fff, #1b2220); --sunken: light-dark(#f3f2ec, #262e2b); --ink: light-dark(#1c2522, #e7ebe5);
  --soft: light-dark(#535f5a, #a8b4ae); --line: light-dark(#ddd8cb, #3a4540); --edge: light-dark(#80867e, #7b8782);
  --text: light-dark(var(--text-light), var(--text-dark)); --mark: light-dark(#ffe38f, #6a5312);
  --focus: light-dark(#0b5cad, #8ec5ff); font: 16px/1.5 var(--repere-font, system-ui, sans-serif); color: var(--ink); text-align: start; }
button, textarea { font: inherit; color: inherit; background: none; border: 0; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
[hidden] { display: none !important; }
svg { width: 20px; height: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.launch { display: inline-flex; align-items: center; gap: 8px; min-height: 48px; padding: 8px 18px; border-radius: 24px; border: 2px solid #fff;
  background: var(--fill); color: var(--on-fill); font-weight: 600; box-shadow: 0 0 0 1px rgb(0 0 0 / .35), 0 4px 16px rgb(0 0 0 / .25); }
dialog { position: fixed; inset: auto 16px 16px auto; width: 400px; max-width: calc(100vw - 32px); height: 620px; max-height: calc(100dvh - 32px);
  margin: 0; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); color: var(--ink); overflow: hidden;
  box-shadow: 0 8px 40px rgb(0 0 0 / .28); overflow-wrap: anywhere; }
:host([data-position="left"]) dialog { inset: auto auto 16px 16px; }
dialog[open] { display: flex; flex-direction: column; }
.top { display: flex; align-items: center; gap: 4px; padding: 8px 8px 8px 16px; background: var(--fill); color: var(--on-fill); }
.top :focus-visible { outline-color: currentColor; }
h2 { flex: 1; font-size: 17px; line-height: 1.3; }
h2:focus { outline: none; }
h3, h4 { font-size: 14px; color: var(--soft); font-weight: 600; }
.icon { display: inline-grid; place-items: center; min-width: 40px; min-height: 40px; border-radius: 10px; }
.log { flex: 1; overflow: auto; padding: 16px; }
.log:focus-visible { outline-offset: -3px; }
h4 { margin-bottom: 6px; }
.hello, .status, .where { color: var(--soft); }
.where, .small { font-size: 14px; }
.q { margin: 16px 0 10px auto; width: fit-content; max-width: 90%; padding: 8px 14px; border-radius: 16px 16px 4px 16px; background: var(--sunken);
  font: inherit; font-weight: 500; color: var(--ink); white-space: pre-wrap; }
.a > * + * { margin-top: 10px; }
.a ul.text { padding-left: 20px; }
.a p + p { margin-top: 6px; }
.cite { display: inline-grid; place-items: center; min-width: 24px; min-height: 24px; margin: 0 2px; padding: 0 5px; border-radius: 7px;
  border: 1px solid var(--edge); color: var(--text); font-size: 13px; font-weight: 650; line-height: 1; }
.kept { white-space: nowrap; }
.cite[aria-expanded="true"] { background: var(--fill); color: var(--on-fill); }
.card { padding: 12px; border-radius: 10px; background: var(--sunken); border-left: 4px solid var(--fill); }
.card { margin-block: 8px; }
.card > * + * { margin-top: 6px; }
blockquote { font-family: Georgia, serif; white-space: pre-line; }
mark { background: var(--mark); color: inherit; }
a { color: var(--text); text-underline-offset: 3px; }
.figures, .chips { display: flex; flex-wrap: wrap; gap: 8px; list-style: none; }
.figures li { padding: 8px 12px; border: 1px solid var(--line); border-radius: 10px; }
.figures b { display: block; font: 600 22px/1.2 Georgia, serif; }
.figures span { display: block; font-size: 14px; }
.chip { padding: 6px 12px; min-height: 32px; border: 1px solid var(--edge); border-radius: 16px; color: var(--text); font-size: 14px; text-align: start; }
.near { list-style: none; }
.near li + li { margin-top: 10px; }
.error { color: light-dark(#9b1f1f, #ffa79d); }
.vote { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; color: var(--soft); }
.why { flex: 1 0 100%; }
h4:focus { outline: none; }
form { display: flex; align-items: flex-end; gap: 8px; margin: 8px; padding: 4px; border: 1px solid var(--edge); border-radius: 14px; }
form:focus-within { outline: 2px solid var(--focus); }
textarea { flex: 1; min-width: 0; min-height: 40px; max-height: 140px; padding: 8px; resize: none; }
textarea:focus-visible { outline: none; }
form .icon { background: var(--fill); color: var(--on-fill); }
@media (max-width: 600px) { dialog, :host([data-position="left"]) dialog { inset: 0; width: 100vw; height: 100dvh; max-width: none; max-height: none; border: 0; border-radius: 0; } }
@media (forced-colors: active) { .cite, .card, .chip, form .icon { border: 1px solid ButtonText; } .top { border-bottom: 1px solid; } }
`;
  const PHONE = matchMedia("(max-width: 600px)");
  const SLOW_AFTER = 6000;
  const DEFAULT_COLOR = [20, 87, 77];
  const SURFACES = { light: [243, 242, 236], dark: [38, 46, 43] };

  // Colours: any data-color stays readable.
  const channel = (v) => (v / 255 <= 0.04045 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const css = (rgb) => `rgb(${rgb.map(Math.round).join(" ")})`;

  /** `color` moved towards `end` until it reads on `surface` (4.5 to 1). */
  function readable(color, surface, end) {
    for (let part = 0; part <= 1; part += 0.05) {
      const mixed = color.map((v, i) => v + (end - v) * part);
      if (contrast(mixed, surface) >= 4.5) return mixed;
    }
    return [end, end, end];
  }

  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    const { on, ...rest } = attributes ?? {};
    for (const [type, listener] of Object.entries(on ?? {})) node.addEventListener(type, listener);
    for (const [name, value] of Object.entries(rest)) {
      if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
    }
    node.append(...children.flat(Infinity).filter((child) => child || child === 0));
    return node;
  }

  function icon(name) {
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    shape.setAttribute("viewBox", "0 0 24 24");
    shape.setAttribute("aria-hidden", "true");
    path.setAttribute("d", ICONS[name]);
    shape.append(path);
    return shape;
  }

  const iconButton = (name, label, click, extra) => el("button", { type: "button", class: "icon",
    "aria-label": label, title: label, on: { click }, ...extra }, icon(name));

  /** Nodes and texts where what ends a sentence stays on the line of its citation. */
  function glued(parts) {
    const out = [];
    for (const part of parts.flat()) {
      const ending = typeof part === "string" && out.at(-1)?.localName === "button" ? /^[.,;:!?…)»]*/.exec(part)[0] : "";
      if (ending) out.push(el("span", { class: "kept" }, out.pop(), ending), part.slice(ending.length));
      else out.push(part);
    }
    return out;
  }

  async function* events(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let waiting = ""; ;) {
      const { done, value } = await reader.read();
      const parts = (waiting + (value ?? "")).split(/\r?\n\r?\n/);
      waiting = done ? "" : parts.pop();
      for (const part of parts) {
        const name = /^event: ?(.*)$/m.exec(part)?.[1].trim();
        const data = [...part.matchAll(/^data: ?(.*)$/gm)].map((found) => found[1]).join("\n");
        if (name && data) yield { name, value: JSON.parse(data) };
      }
      if (done) return;
    }
  }

  class Told extends Error {}

  class RepereWidget extends HTMLElement {
    #root; #words; #dialog; #launch; #log; #live; #box; #send; #stop;
    #turns = []; #id = null; #abort = null; #key = "";

    /** `server`: address that ends with a slash; `index`: widgets before; `below`: at its place. */
    configure(server, index, below) {
      this.server = server;
      this.#key = `repere.widget.${server}.${index}`;
      this.style.setProperty("--rise", `${16 + 60 * below}px`);
      return this;
    }

    connectedCallback() {
      if (this.shadowRoot) return;
      const lang = this.dataset.lang === "en" ? "en" : "fr";
      this.#words = WORDS[lang];
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS_TEXT);
      const shadow = this.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [sheet];
      this.#root = el("div", { class: "root", lang });
      shadow.append(this.#root);
      this.#paint();
      this.#build();
      this.#recall();
    }

    #paint() {
      const probe = el("span");
      const asked = this.dataset.color || getComputedStyle(this).getPropertyValue("--repere-color").trim();
      probe.style.color = asked;
      this.#root.append(probe);
      const computed = probe.style.color && getComputedStyle(probe).color;
      const parts = /^rgba?\((\d+), (\d+), (\d+)/.exec(computed || "");
      probe.remove();
      const fill = parts ? parts.slice(1, 4).map(Number) : DEFAULT_COLOR;
      const white = contrast(fill, [255, 255, 255]) >= 4.5;
      const style = this.#root.style;
      style.setProperty("--fill", css(fill));
      style.setProperty("--on-fill", white ? "#fff" : "#000");
      style.setProperty("--text-light", css(readable(fill, SURFACES.light, 0)));
      style.setProperty("--text-dark", css(readable(fill, SURFACES.dark, 255)));
    }

    #build() {
      const w = this.#words;
      const title = this.dataset.title || w.title;
      this.#launch = el("button", { type: "button", class: "launch", "aria-haspopup": "dialog",
        "aria-expanded": "false", on: { click: () => this.#open() } }, icon("ask"),
      this.dataset.title || w.open);
      this.#log = el("div", { class: "log", tabindex: "0", role: "region", "aria-label": title });
      this.#live = el("p", { class: "sr", role: "status" });
      this.#box = el("textarea", { rows: "1", "aria-label": w.label, placeholder: w.label,
        enterkeyhint: "send", on: { keydown: (event) => this.#pressed(event), input: () => { this.#fit(); this.#save(); } } });
      this.#send = el("button", { class: "icon", "aria-label": w.send, title: w.send }, icon("send"));
      this.#stop = iconButton("stop", w.stop, () => this.#abort?.abort(), { hidden: "" });
      const form = el("form", { on: { submit: (event) => this.#submit(event) } }, this.#box, this.#send, this.#stop);
      this.#dialog = el("dialog", { "aria-label": title, on: { close: () => this.#closed(),
        keydown: (event) => this.#escape(event) } },
      el("div", { class: "top" }, el("h2", { tabindex: "-1" }, title), iconButton("fresh", w.fresh, () => this.#fresh()),
        iconButton("close", w.close, () => this.#close())), this.#log, this.#live, form);
      this.#root.append(this.#launch, this.#dialog);
    }

    #open() {
      this.#launch.hidden = true;
      this.#dialog[PHONE.matches ? "showModal" : "show"]();
      this.#launch.setAttribute("aria-expanded", "true");
      this.#box.focus();
    }

    #close() {
      this.#dialog.close();
      this.#closed();
    }

    #closed() {
      if (this.#dialog.open || !this.#launch.hidden) return;
      this.#launch.hidden = false;
      this.#launch.setAttribute("aria-expanded", "false");
      this.#launch.focus();
    }

    #escape(event) {
      event.stopPropagation();
      if (event.key !== "Escape") return;
      event.preventDefault();
      const shown = this.#root.querySelector('.cite[aria-expanded="true"]');
      if (!shown) return this.#close();
      shown.click();
      shown.focus();
    }

    #pressed(event) {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
    }

    #fit() {
      this.#box.style.height = "auto";
      this.#box.style.height = `${this.#box.scrollHeight}px`;
    }

    #submit(event) {
      event.preventDefault();
      const question = this.#box.value.trim();
      if (!question || this.#abort) return;
      this.#box.value = "";
      this.#fit();
      this.#ask(question);
    }

    #fresh() {
      this.#abort?.abort();
      this.#turns = [];
      this.#id = null;
      this.#save();
      this.#log.replaceChildren(el("p", { class: "hello" }, this.#words.hello));
      this.#box.focus();
    }

    #save() {
      try {
        sessionStorage.setItem(this.#key, JSON.stringify({ id: this.#id, turns: this.#turns, draft: this.#box.value }));
      } catch { /* Storage refused: the conversation lives as long as the page. */ }
    }

    #recall() {
      this.#log.append(el("p", { class: "hello" }, this.#words.hello));
      try {
        const { id, turns, draft } = JSON.parse(sessionStorage.getItem(this.#key)) ?? { turns: [] };
        this.#id = id ?? null;
        this.#box.value = draft ?? "";
        for (const { question, answer } of turns) {
          if (answer) this.#draw(this.#article(question), answer, question);
        }
        this.#turns = turns.filter(({ answer }) => answer);
      } catch { /* Nothing kept, or nothing readable. */ }
    }

    #article(question) {
      const body = el("div", { class: "a" });
      const asked = el("h3", { class: "q" }, el("span", { class: "sr" }, this.#words.you), question);
      this.#log.append(el("article", {}, asked, body));
      return body;
    }

    #busy(on) {
      const focused = this.shadowRoot.activeElement;
      this.#send.hidden = on;
      this.#stop.hidden = !on;
      if (focused === this.#send || focused === this.#stop) (on ? this.#stop : this.#box).focus();
    }

    async #ask(question, body = this.#article(question)) {
      const w = this.#words;
      const status = el("p", { class: "status" }, w.searching);
      const text = el("div");
      body.replaceChildren(status, text);
      this.#show(body);
      this.#live.textContent = w.searching;
      this.#abort = new AbortController();
      this.#busy(true);
      const slow = setTimeout(() => { status.textContent = this.#live.textContent = w.slow; }, SLOW_AFTER);
      try {
        const answer = await this.#receive(question, (partial) => {
          status.hidden = true;
          text.replaceChildren(...this.#text(partial, []));
        });
        this.#id = answer.conversation_id ?? this.#id;
        this.#turns = [...this.#turns, { question, answer }].slice(-30);
        this.#save();
        this.#draw(body, answer);
        this.#show(body);
        this.#live.textContent = w.ready + answer.answer.replace(/\s*\[\d[\d\s,;]*\]/g, "");
      } catch (error) {
        this.#failed(error, question, body, text);
      } finally {
        clearTimeout(slow);
        this.#abort = null;
        this.#busy(false);
      }
    }

    /** Brings the question of an answer to the top of the panel. */
    #show(body) {
      this.#log.scrollTop += body.parentElement.getBoundingClientRect().top - this.#log.getBoundingClientRect().top - 8;
    }

    #failed(error, question, body, text) {
      const w = this.#words;
      const stopped = error.name === "AbortError";
      const said = stopped ? w.stopped : error instanceof Told ? error.message : w.cut;
      this.#live.textContent = said;
      const retry = el("button", { type: "button", class: "chip",
        on: { click: () => this.#abort || (this.#box.focus(), this.#ask(question, body)) } }, w.retry);
      body.replaceChildren(text, el("p", { class: stopped ? "status" : "error" }, said), retry);
    }

    async #post(path, value, signal) {
      const headers = { "Content-Type": "application/json", "Accept-Language": this.#root.lang };
      const options = { method: "POST", headers, signal, credentials: "omit", body: JSON.stringify(value) };
      const response = await fetch(new URL(path, this.server), options).catch((error) => {
        throw error.name === "AbortError" ? error : new Told(this.#words.network);
      });
      if (response.ok) return response;
      const body = await response.json().catch(() => null);
      throw new Told(body?.error?.message || this.#words.network);
    }

    async #receive(question, onText) {
      const history = this.#turns.map((turn) => turn.question).slice(-10);
      const asked = { question, history, stream: true, lang: this.#root.lang };
      if (this.#id) asked.conversation_id = this.#id;
      if (this.dataset.year) asked.year = this.dataset.year;
      const response = await this.#post("api/ask", asked, this.#abort.signal);
      if (!response.headers.get("Content-Type")?.includes("event-stream")) return response.json();
      let partial = "";
      for await (const { name, value } of events(response)) {
        if (name === "delta") onText(partial += value.text ?? value);
        else if (name === "answer") return value;
        else if (name === "error") throw new Told((value.error ?? value).message || this.#words.cut);
      }
      throw new Told(this.#words.cut);
    }

    #text(text, citations) {
      const out = [];
      for (const raw of text.split("\n").filter((line) => line.trim())) {
        const item = /^\s*[-•–*]\s+(.*)$/.exec(raw);
        const parts = glued((item ? item[1] : raw).split(/(\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\])/).map((part, i) =>
          i % 2 ? part.match(/\d+/g).map((n) => this.#cite(citations.find((c) => c.n === Number(n))))
            : part.replaceAll("**", "").replace(/ $/, citations.length ? "\u00a0" : "")));
        if (!item) out.push(el("p", {}, parts));
        else if (out.at(-1)?.localName === "ul") out.at(-1).append(el("li", {}, parts));
        else out.push(el("ul", { class: "text" }, el("li", {}, parts)));
      }
      return out;
    }

    #where(item) {
      return [item.year && !item.title.includes(item.year) && item.year,
        item.page && this.#words.page + item.page, item.heading].filter(Boolean).join(" · ");
    }

    #cite(citation) {
      if (!citation) return null;
      const name = `${this.#words.source}${citation.n} : ${citation.title}`;
      return el("button", { type: "button", class: "cite", "aria-label": name, "aria-expanded": "false",
        on: { click: (event) => this.#toggle(event.currentTarget, citation) } }, citation.n);
    }

    #toggle(cite, citation) {
      const shown = cite.getAttribute("aria-expanded") === "true";
      for (const other of this.#root.querySelectorAll('.cite[aria-expanded="true"]')) other.setAttribute("aria-expanded", "false");
      this.#root.querySelector(".card")?.remove();
      if (shown) return;
      cite.setAttribute("aria-expanded", "true");
      const card = el("section", { class: "card", "aria-label": `${this.#words.source}${citation.n}` },
        el("h4", {}, citation.title), el("p", { class: "where" }, this.#where(citation)),
        el("blockquote", {}, el("mark", {}, citation.quote)), this.#link(citation));
      cite.closest("p, ul").after(card);
      card.scrollIntoView({ block: "nearest" });
    }

    #link(item) {
      const query = new URLSearchParams({ page: item.text_page ?? item.page ?? 1, passage: item.passage_id });
      if (item.end) { query.set("start", item.start); query.set("end", item.end); }
      else query.set("quote", (item.quote ?? item.text ?? "").slice(0, 400));
      const href = new URL(`#document/${encodeURIComponent(item.document_id)}?${query}`, this.server);
      return el("p", { class: "small" }, el("a", { href, target: "_blank", rel: "noopener" },
        this.#words.read, el("span", { class: "sr" }, this.#words.newTab)));
    }

    #draw(body, answer) {
      const w = this.#words;
      const citations = answer.citations ?? [];
      const figures = (answer.figures ?? []).map((f) => el("li", {}, el("b", {}, f.value), el("span", {}, f.label),
        el("span", { class: "where" }, f.year, f.doubtful && ` · ${w.doubt}`)));
      const near = answer.answered ? [] : (answer.closest ?? []).map((item) => el("li", {}, el("b", {}, item.title),
        el("p", { class: "where" }, this.#where(item)), el("blockquote", {}, item.text), this.#link(item)));
      const next = (answer.follow_ups ?? []).map((text) => el("li", {}, el("button", { type: "button", class: "chip",
        on: { click: () => this.#abort || this.#ask(text) } }, text)));
      body.replaceChildren(el("div", { lang: answer.understood?.language }, this.#text(answer.answer, citations)),
        figures.length ? el("ul", { class: "figures" }, figures) : "",
        near.length ? el("div", {}, el("h4", {}, w.closest), el("ul", { class: "near" }, near)) : "",
        next.length ? el("div", {}, el("h4", {}, w.next), el("ul", { class: "chips" }, next)) : "", this.#vote());
    }

    #vote() {
      const w = this.#words;
      const box = el("div", { class: "vote" });
      const send = (useful, comment) => this.#post("api/feedback", { conversation_id: this.#id, useful, comment })
        .then(() => box.replaceChildren(el("p", { role: "status", class: "small" }, w.thanks)),
          (error) => box.append(el("p", { class: "small" }, error.message)));
      const why = el("div", { class: "why", hidden: "" }, el("h4", { tabindex: "-1" }, w.why), el("ul", { class: "chips" },
        Object.entries(w.reasons).map(([reason, label]) => el("li", {}, el("button", { type: "button", class: "chip",
          on: { click: () => send(false, reason) } }, label)))));
      const down = iconButton("down", w.useless, () => {
        why.hidden = !why.hidden;
        down.setAttribute("aria-expanded", String(!why.hidden));
        if (!why.hidden) why.firstChild.focus();
      }, { "aria-expanded": "false" });
      box.append(iconButton("up", w.useful, () => send(true)), down, why);
      return box;
    }
  }

  if (!customElements.get("repere-widget")) customElements.define("repere-widget", RepereWidget);
  const script = document.currentScript ?? document.querySelector('script[src$="/widget.js"]');
  const before = [...document.querySelectorAll("repere-widget")];
  const below = before.filter((other) => other.dataset.position === script.dataset.position).length;
  const widget = document.createElement("repere-widget")
    .configure(new URL(".", script.src).href, before.length, below);
  Object.assign(widget.dataset, script.dataset);
  if (widget.dataset.position === "inline" && !script.closest("head")) script.after(widget);
  else document.body.append(widget);
})();
