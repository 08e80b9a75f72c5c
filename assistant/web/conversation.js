// The conversation under way, kept in this tab (sessionStorage) and written at every change, so that
// a reload loses nothing, not even the question being typed. Past ones: past.js.

import { erasePast, keep } from "./past.js";

const KEY = "repere.conversation";
const KEPT = 60;

function empty() {
  return { key: null, id: null, turns: [], draft: "", scope: null };
}

function read() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY));
    return found && Array.isArray(found.turns) ? { ...empty(), ...found } : empty();
  } catch {
    return empty();
  }
}

/** Turns are `{question, year, answer, partial, error, stopped, vote}`, oldest first. */
export class Conversation {
  #state = read();

  /** What names it among the past ones, in this browser; null before the first question. */
  get key() {
    return this.#state.key;
  }

  /** What names it on the server; null before the first answer. */
  get id() {
    return this.#state.id;
  }

  get turns() {
    return this.#state.turns;
  }

  get draft() {
    return this.#state.draft;
  }

  /** The only document to ask, `{id, title}`, or null. */
  get scope() {
    return this.#state.scope;
  }

  set draft(text) {
    this.#state.draft = text;
    this.save();
  }

  set scope(value) {
    this.#state.scope = value;
    this.save();
  }

  /** The questions asked before `turn`, oldest first. */
  before(turn) {
    const at = this.turns.indexOf(turn);
    return this.turns.slice(0, at < 0 ? undefined : at).map(({ question }) => question);
  }

  /** Opens a turn and clears the draft; `year` narrows it to one year. */
  begin(question, year = null) {
    this.#state.key ??= `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
    const turn = { question, year, answer: null, partial: "", error: null, stopped: false, vote: null };
    this.#state.turns = [...this.turns, turn].slice(-KEPT);
    this.draft = "";
    return turn;
  }

  /** Puts the server's answer in the turn. */
  finish(turn, answer) {
    turn.answer = answer;
    turn.partial = "";
    this.#state.id = answer.conversation_id ?? this.#state.id;
    this.save();
    keep(this.#state);
  }

  /** Begins another; the one left stays among the past ones. */
  clear() {
    this.#state = empty();
    this.save();
  }

  /** Takes up a past conversation again. */
  take(saved) {
    const { key, id, turns, scope } = structuredClone(saved);
    this.#state = { ...empty(), key, id, turns, scope, draft: this.draft };
    this.save();
  }

  /** Erases it from this browser. */
  erase() {
    if (this.#state.key) erasePast(this.#state.key);
    this.clear();
  }

  save() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#state));
    } catch {
      // Storage full or refused: the conversation lives as long as the page.
    }
  }
}
