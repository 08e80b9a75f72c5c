// What a person kept and rewrote of a proposed platform; held by this tab, so a reload loses nothing.

const KEY = "repere.platform";

function read() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY));
    return found && typeof found.edits === "object" ? found : null;
  } catch {
    return null;
  }
}

/** The draft: `document` is `{form, title, introduction}`; every measure is kept until left out. */
export class Draft {
  #state = read() ?? { edits: {}, document: {} };

  /** `{keep, title, text}` of a measure as it stands. */
  of({ id, title, text }) {
    return { keep: true, title, text, ...this.#state.edits[id] };
  }

  /** Changes a measure. */
  edit(id, change) {
    this.#state.edits[id] = { ...this.#state.edits[id], ...change };
    this.#save();
  }

  get document() {
    return this.#state.document;
  }

  set document(value) {
    this.#state.document = value;
    this.#save();
  }

  /** The sections with the measures kept, as the server takes them. */
  kept(sections) {
    return sections.map(({ theme, measures }) => ({ theme, measures: measures.filter((m) => this.of(m).keep) }))
      .filter(({ measures }) => measures.length);
  }

  #save() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#state));
    } catch {
      // Storage full or refused: the draft lives as long as the page.
    }
  }
}
