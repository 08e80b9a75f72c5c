// The conversation, kept in this tab only (sessionStorage) and written at every change, so that a
// reload loses nothing, not even the question being typed.

const KEY = "repere.conversation";
const KEPT = 60;

function empty() {
  return { id: null, turns: [], draft: "", scope: null };
}

function read() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY));
    return found && Array.isArray(found.turns) ? { ...empty(), ...found } : empty();
  } catch {
    return empty();
  }
}

/** Turns are `{question, answer, partial, error, stopped, vote}`, oldest first. */
export class Conversation {
  #state = read();

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

  /** Opens a turn and clears the draft. */
  begin(question) {
    const turn = { question, answer: null, partial: "", error: null, stopped: false, vote: null };
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
  }

  clear() {
    this.#state = empty();
    this.save();
  }

  save() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#state));
    } catch {
      // Storage full or refused: the conversation lives as long as the page.
    }
  }
}
