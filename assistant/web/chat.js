// The conversation view: ask, stream, cite. The turns live in conversation.js.

import { ApiError, ask, getJson } from "./api.js";
import { announcement, answerExtras, answerText } from "./answer-view.js";
import { composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { button, h, style } from "./dom.js";
import { feedback } from "./feedback.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { past } from "./past.js";
import "./source-panel.js";

const SLOW_AFTER = 6000;
const HISTORY = 10;

class Chat extends HTMLElement {
  #talk = new Conversation();
  #turns = h("div", { class: "turns" });
  #live = h("p", { class: "visually-hidden", role: "status" });
  #welcome = h("div", { class: "welcome" });
  #start = h("section", { class: "chips start", hidden: true });
  #scope = h("div", { class: "scope", hidden: true });
  #fresh = button({ class: "link", on: { click: () => this.#restart() } }, icon("plus"), t("newConversation"));
  #keep = button({ class: "link", title: t("keepOrErase"), "aria-haspopup": "dialog", on: { click: () => this.#tools() } },
    icon("download"), h("span", { class: "narrow-hidden" }, t("keepOrErase")));
  #past = button({ class: "link", title: t("history"), "aria-haspopup": "dialog", on: { click: () => this.#history() } },
    icon("past"), h("span", { class: "narrow-hidden" }, t("history")));
  #source = document.createElement("rp-source");
  #composer = composer({
    onSend: (text) => this.ask(text),
    onStop: () => this.#abort?.abort(),
    onDraft: (text) => { this.#talk.draft = text; },
  });
  #abort = null;

  connectedCallback() {
    if (this.childElementCount) return;
    const column = h("div", { class: "talk" },
      h("div", { class: "talk-tools" }, this.#fresh, this.#keep, this.#past), this.#welcome,
      h("section", { "aria-label": t("conversation") }, this.#turns), this.#live,
      h("div", { class: "dock" }, this.#scope, this.#composer.form), this.#start);
    this.append(column, this.#source);
    for (const turn of this.#talk.turns) this.#turns.append(this.#article(turn));
    this.#composer.set(this.#talk.draft);
    this.#drawWelcome();
    this.#drawScope();
  }

  /** Called by the router. `document` and `title` narrow the questions to one document. */
  show({ params }) {
    if (params.get("document")) {
      this.#talk.scope = { id: params.get("document"), title: params.get("title") ?? "" };
      history.replaceState(null, "", "#");
      this.#drawScope();
    }
    if (params.get("q")) this.#composer.set(params.get("q"));
    if (matchMedia("(pointer: fine)").matches) this.#composer.box.focus({ preventScroll: true });
  }

  /** Asks one question, of one `year` if given, and draws the answer as it comes. */
  async ask(question, year = null) {
    if (this.#abort) return;
    const turn = this.#talk.begin(question, year);
    this.#composer.set("");
    this.#drawWelcome();
    const article = this.#article(turn);
    this.#turns.append(article);
    await this.#run(turn, article);
  }

  async #run(turn, article) {
    const body = article.querySelector(".answer");
    const status = h("p", { class: "status" }, t("statusSearching"));
    const text = h("div", { class: "answer-text" });
    const tell = (said) => { status.textContent = said || t("statusSearching"); };
    body.replaceChildren(status, text);
    body.setAttribute("aria-busy", "true");
    this.#live.textContent = t("statusSearching");
    article.scrollIntoView({ block: "start" });
    const slow = setTimeout(() => {
      tell(t("statusSlow"));
      this.#live.textContent = t("statusSlow");
    }, SLOW_AFTER);
    this.#abort = new AbortController();
    this.#composer.busy(true);
    Object.assign(turn, { partial: "", error: null, stopped: false });
    try {
      await this.#receive(turn, { tell, text, status });
    } catch (error) {
      this.#failed(turn, error);
    } finally {
      clearTimeout(slow);
      this.#abort = null;
      this.#composer.busy(false);
      this.#talk.save();
      body.removeAttribute("aria-busy");
      this.#fill(body, turn);
    }
  }

  async #receive(turn, { tell, text, status }) {
    const onDelta = (delta) => {
      turn.partial += delta;
      status.hidden = true;
      text.replaceChildren(...answerText(turn.partial));
    };
    const body = { question: turn.question, history: this.#talk.before(turn).slice(-HISTORY) };
    if (this.#talk.id) body.conversation_id = this.#talk.id;
    if (this.#talk.scope) body.document = this.#talk.scope.id;
    if (turn.year) body.year = turn.year;
    const answer = await ask(body, { onStatus: tell, onDelta, signal: this.#abort.signal });
    this.#talk.finish(turn, answer);
    this.#live.textContent = announcement(answer);
  }

  #failed(turn, error) {
    if (error.name === "AbortError") {
      turn.stopped = true;
      this.#live.textContent = t("stopped");
      return;
    }
    turn.error = error instanceof ApiError ? error.message : t("errorCut");
    this.#live.textContent = t("errorSaid", { message: turn.error });
    if (!(error instanceof ApiError)) console.error(error);
  }

  #article(turn) {
    const body = h("div", { class: "answer" });
    this.#fill(body, turn);
    return h("article", { class: "turn" },
      h("h2", { class: "question" }, h("span", { class: "visually-hidden" }, `${t("you")} : `),
        turn.question), body);
  }

  #fill(body, turn) {
    if (turn.answer) {
      const { answer } = turn;
      const open = (citation, opener) => this.#source.open(citation, answer.citations, opener);
      const language = answer.understood?.language ?? null;
      body.replaceChildren(
        h("div", { class: "answer-text", lang: language }, answerText(answer.answer, answer.citations, open)),
        ...answerExtras(turn, {
          open,
          ask: (text, year) => this.ask(text, year),
          everywhere: this.#talk.scope ? () => this.#everywhere(turn.question) : null,
          feedback: feedback(turn, answer.conversation_id ?? this.#talk.id, () => this.#talk.save()),
        }));
      return;
    }
    const said = turn.error ?? t(turn.stopped ? "stopped" : "interrupted");
    const retry = button({ class: "pill", on: { click: () => this.#again(turn, body) } },
      icon("retry"), t("retry"));
    body.replaceChildren(h("div", { class: "answer-text" }, answerText(turn.partial)),
      h("p", { class: turn.error ? "error" : "soft" }, turn.error ? icon("warn") : null, said), retry);
  }

  #again(turn, body) {
    if (this.#abort) return;
    this.#composer.box.focus();
    this.#run(turn, body.closest("article"));
  }

  #restart(begin = () => this.#talk.clear()) {
    this.#abort?.abort();
    this.#source.current && this.#source.close();
    begin();
    this.#turns.replaceChildren(...this.#talk.turns.map((turn) => this.#article(turn)));
    this.#composer.set(this.#talk.draft);
    this.#drawWelcome();
    this.#drawScope();
    this.#composer.box.focus();
  }

  #everywhere(question) {
    this.#talk.scope = null;
    this.#drawScope();
    this.ask(question);
  }

  /** Export, print, erase: a window loaded when it is asked for. */
  async #tools() {
    const { talkDialog } = await this.#window("./talk-dialog.js");
    talkDialog(this.#talk, () => this.#restart(() => this.#talk.erase()), this.#keep);
  }

  async #history() {
    const { historyDialog } = await this.#window("./history.js");
    const erased = (all, key) => (all || key === this.#talk.key ? this.#restart(() => this.#talk.erase()) : null);
    historyDialog({ current: this.#talk.key, take: (saved) => this.#restart(() => this.#talk.take(saved)),
      erased, done: () => this.#drawWelcome() }, this.#past);
  }

  async #window(module) {
    return (await Promise.all([import(module), style("bank.css"), style("talk.css")]))[0];
  }

  #drawScope() {
    const { scope } = this.#talk;
    this.#scope.hidden = !scope;
    if (!scope) return;
    const remove = button({ class: "quiet icon-only", "aria-label": t("scopeRemove"),
      title: t("scopeRemove"), on: { click: () => {
        this.#talk.scope = null;
        this.#drawScope();
        this.#composer.box.focus();
      } } }, icon("close"));
    this.#scope.replaceChildren(h("p", {}, t("scope", { title: scope.title || scope.id })), remove);
  }

  #drawWelcome() {
    const started = this.#talk.turns.length > 0;
    this.#fresh.hidden = this.#keep.hidden = !started;
    this.#past.hidden = !started && !past().length;
    this.classList.toggle("started", started);
    const heading = h("h1", { class: started ? "visually-hidden" : null, tabindex: "-1" },
      started ? t("conversation") : t("chatHeading"));
    this.#welcome.replaceChildren(heading);
    this.#start.hidden = true;
    if (started) return;
    this.#welcome.append(h("p", { class: "lead" }, t("chatIntro")));
    this.#drawStart();
  }

  async #drawStart() {
    const heading = this.#welcome.firstElementChild;
    const found = await getJson("/api/suggest", { q: "" }).catch(() => []);
    const list = Array.isArray(found) ? found : found.suggestions ?? [];
    const questions = list.map((item) => (typeof item === "string" ? item : item?.text))
      .filter(Boolean).slice(0, 5);
    if (!questions.length || this.#welcome.firstElementChild !== heading) return;
    if (this.#talk.turns.length) return;
    const chips = questions.map((text) =>
      h("li", {}, button({ class: "pill", on: { click: () => this.ask(text) } }, text)));
    this.#start.replaceChildren(h("h2", {}, t("startQuestions")), h("ul", {}, chips));
    this.#start.hidden = false;
  }
}

customElements.define("rp-chat", Chat);
