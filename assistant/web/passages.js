// Passages seen in this tab, so that the reader can mark one that it is sent to.

const KEY = "repere.passage.";

/** Keeps the verbatim text of a passage. */
export function remember(id, text) {
  try {
    sessionStorage.setItem(KEY + id, text);
  } catch {
    // Storage full or refused: the reader opens the page without the mark.
  }
}

/** The text of a passage seen in this tab, or null. */
export function recall(id) {
  try {
    return sessionStorage.getItem(KEY + id);
  } catch {
    return null;
  }
}
