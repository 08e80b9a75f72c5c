// Pure functions on text. The server counts code points, JavaScript UTF-16 units: spans received
// go through `toUnits` before they cut anything.

const SURROGATE = /[\ud800-\udbff]/;
const MARKER = /\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]|\*\*([^*\n]+)\*\*/g;
const BULLET = /^\s*(?:[-•–*]|\d{1,2}[.)])\s+(.*)$/;

/** Half-open code point spans → spans in UTF-16 units, inside the text, ordered, not overlapping. */
export function toUnits(text, spans) {
  const sorted = [...spans].sort((a, b) => a[0] - b[0]);
  let at = (index) => Math.min(Math.max(index, 0), text.length);
  if (SURROGATE.test(text)) {
    const offsets = [0];
    for (const character of text) offsets.push(offsets.at(-1) + character.length);
    at = (index) => offsets[Math.min(Math.max(index, 0), offsets.length - 1)];
  }
  const kept = [];
  for (const [start, end] of sorted) {
    const span = [Math.max(at(start), kept.at(-1)?.[1] ?? 0), at(end)];
    if (span[0] < span[1]) kept.push(span);
  }
  return kept;
}

/** Where `quote` stands in the page text: the given span when it matches, else found again. */
export function locate(text, quote, start, end) {
  if (Number.isInteger(start) && Number.isInteger(end) && end > start) {
    const [span] = toUnits(text, [[start, end]]);
    if (span && (!quote || text.slice(...span) === quote)) return span;
  }
  const found = quote ? text.indexOf(quote) : -1;
  return found < 0 ? null : [found, found + quote.length];
}

/** `[text, marked]` pieces of the text cut by spans (UTF-16 units). */
export function pieces(text, spans) {
  const out = [];
  let from = 0;
  for (const [start, end] of spans) {
    if (start > from) out.push([text.slice(from, start), false]);
    out.push([text.slice(start, end), true]);
    from = end;
  }
  if (from < text.length) out.push([text.slice(from), false]);
  return out;
}

/** A window of about `around` characters on each side of a span, cut between words. */
export function windowAround(text, [start, end], around) {
  const before = text.slice(Math.max(0, start - around), start);
  const after = text.slice(end, end + around);
  const from = start - around > 0 ? start - before.length + before.search(/\s|$/) : 0;
  const to = end + around < text.length ? end + after.search(/\s\S*$|$/) : text.length;
  return { text: text.slice(from, to), offset: from, cutBefore: from > 0, cutAfter: to < text.length };
}

/** Line breaks inside a sentence become spaces; every character keeps its place. */
export function unwrap(text) {
  return text.replace(/([^\n]{30,})\n(?=[\p{Ll}\d«(])/gu, (all, line) =>
    /[.:;!?•]\s*$/.test(line) ? all : `${line} `);
}

/** The answer as blocks: `{kind: "p" | "ul", lines: [text]}`. */
export function blocks(answer) {
  const out = [];
  for (const line of String(answer).split(/\n+/)) {
    if (!line.trim()) continue;
    const item = line.match(BULLET);
    if (item && out.at(-1)?.kind === "ul") out.at(-1).lines.push(item[1]);
    else out.push({ kind: item ? "ul" : "p", lines: [item ? item[1] : line.trim()] });
  }
  return out;
}

/** Pieces of a line: strings, `{strong: text}` and `{cite: n}`. */
export function inline(line) {
  const out = [];
  let from = 0;
  for (const found of line.matchAll(MARKER)) {
    if (found.index > from) out.push(line.slice(from, found.index));
    if (found[2]) out.push({ strong: found[2] });
    else out.push(...found[1].split(/\D+/).map((n) => ({ cite: Number(n) })));
    from = found.index + found[0].length;
  }
  if (from < line.length) out.push(line.slice(from));
  return out;
}

/** The answer as a screen reader should say it: without markers. */
export function spoken(answer) {
  return String(answer).replace(/\s*\[\d[\d\s,;]*\]/g, "").replaceAll("**", "");
}
