// Past conversations, in this browser only (localStorage): kept, listed, erased, or not kept at all.

const KEY = "repere.past";
const OFF = "repere.past.off";
const MOST = 20;
const DAYS = 30;

/** Whether this browser keeps conversations. */
export function keeps() {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    return false;
  }
}

/** Keeps conversations from now on, or none; what was kept then goes. */
export function setKeeps(on) {
  try {
    if (on) {
      localStorage.removeItem(OFF);
    } else {
      localStorage.setItem(OFF, "1");
      localStorage.removeItem(KEY);
    }
  } catch {
    // Storage refused: nothing is kept anyway.
  }
}

/** The conversations kept, `{key, at, id, turns, scope}`, latest first; the too old ones are gone. */
export function past() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY)) ?? [];
    const since = Date.now() - DAYS * 86_400_000;
    return found.filter((one) => Array.isArray(one?.turns) && one.turns.length && one.at > since);
  } catch {
    return [];
  }
}

function write(kept) {
  for (let most = Math.min(kept.length, MOST); most >= 0; most -= 1) {
    try {
      if (most) localStorage.setItem(KEY, JSON.stringify(kept.slice(0, most)));
      else localStorage.removeItem(KEY);
      return;
    } catch {
      // Storage full: the oldest goes.
    }
  }
}

/** Keeps a conversation as it is now, in place of what was kept of it. */
export function keep({ key, id, turns, scope }) {
  if (!key || !keeps() || !turns.some((turn) => turn.answer)) return;
  write([{ key, at: Date.now(), id, turns, scope }, ...past().filter((one) => one.key !== key)]);
}

/** Erases one conversation; without a key, all of them. */
export function erasePast(key) {
  write(key ? past().filter((one) => one.key !== key) : []);
}
