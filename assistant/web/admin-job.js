// How far the work that changes the index has come: a bar, a sentence, what it did.

import { callJson } from "./admin-api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { number, t } from "./i18n.js";

const EVERY_MS = 700;

/** What an indexing did, in one sentence. */
export function reportText({ added, updated, removed, failed, documents }) {
  const parts = [["jobAdded", added], ["jobUpdated", updated], ["jobRemoved", removed], ["jobFailed", failed.length]];
  const told = parts.filter(([, n]) => n).map(([name, n]) => t(name, { n }));
  return `${told.length ? told.join(", ") : t("jobNothing")}. ${t("jobTotal", { n: documents })}`;
}

export class JobBox {
  #bar = h("progress", { "aria-label": t("jobProgress"), max: "1" });
  #text = h("p", { class: "soft" });
  #said = h("p", { role: "status" });
  #watching = false;

  /** `onEnd(job)` is called when a watched work ends. */
  constructor(onEnd) {
    this.onEnd = onEnd;
    this.running = h("div", { class: "job", hidden: true }, this.#bar, this.#text);
    this.node = h("div", {}, this.running, this.#said);
  }

  /** Says something where the end of a work is told. */
  say(text, wrong = false) {
    this.#said.className = wrong ? "error" : "";
    this.#said.replaceChildren(...(wrong ? [icon("warn"), text] : [text]));
  }

  draw(job) {
    this.running.hidden = !job?.running;
    if (!job?.running) return;
    if (job.total) {
      this.#bar.max = job.total;
      this.#bar.value = job.done;
    } else {
      this.#bar.removeAttribute("value");
    }
    const stage = t(`stage_${job.stage}`, {}, true) ?? t("stage_start");
    const count = job.total ? t("jobCount", { done: number(job.done), total: number(job.total) }) : "";
    this.#text.textContent = [stage, count, job.current].filter(Boolean).join(" · ");
  }

  /** Follows the work under way until its end; the second call does nothing. */
  async watch() {
    if (this.#watching) return;
    this.#watching = true;
    try {
      for (;;) {
        const { job } = await callJson("/api/admin/job");
        this.draw(job);
        if (!job?.running) {
          if (job) this.#ended(job);
          return;
        }
        await new Promise((done) => setTimeout(done, EVERY_MS));
      }
    } catch (error) {
      this.draw(null);
      this.say(error.message, true);
    } finally {
      this.#watching = false;
    }
  }

  #ended(job) {
    if (job.error) this.say(job.error.message, true);
    else if (job.report) this.say(`${t("jobDone")} ${reportText(job.report)}`);
    this.onEnd(job);
  }
}
