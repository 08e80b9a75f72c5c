// Adding files: chosen or dropped, sent one after the other, each with its bar and its outcome.

import { callJson, upload } from "./admin-api.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { number, t } from "./i18n.js";

const MEGABYTE = 1024 * 1024;
const LOOK_MS = 1000;

class Row {
  #bar = h("progress", { max: "1", value: "0" });
  #state = h("span", { class: "soft" }, t("uploadWaiting"));

  constructor(file) {
    this.file = file;
    this.#bar.setAttribute("aria-label", t("uploadProgress", { name: file.name }));
    this.node = h("li", {}, h("span", { class: "file strong" }, file.name), this.#bar, this.#state);
  }

  sending(share) {
    this.#bar.value = share;
    this.#state.textContent = share < 1 ? t("uploadSending", { n: Math.round(share * 100) }) : t("uploadReading");
    if (share >= 1) this.#bar.removeAttribute("value");
  }

  reading(job) {
    const count = job.total ? ` · ${t("jobCount", { done: number(job.done), total: number(job.total) })}` : "";
    this.#state.textContent = `${t(`stage_${job.stage}`, {}, true) ?? t("uploadReading")}${count}`;
  }

  done(text) {
    this.#bar.remove();
    this.#state.className = "with-icon";
    this.#state.replaceChildren(icon("check"), text);
  }

  failed(text, retry) {
    this.#bar.remove();
    this.#state.className = "error";
    this.#state.replaceChildren(icon("warn"), text);
    if (retry) {
      const again = button({ class: "pill", "aria-label": t("uploadRetryNamed", { name: this.file.name }),
        on: { click: () => retry(this) } }, icon("retry"), t("retry"));
      this.node.append(again);
    }
  }
}

export class UploadBox {
  #rows = h("ul", { class: "uploads" });
  #said = h("p", { class: "visually-hidden", role: "status" });
  #queue = [];
  #busy = false;
  #limits = { formats: [], max_upload: Infinity };

  /** `after()` is called once everything was sent; `refused(error)` says whether the key is. */
  constructor({ after, refused }) {
    this.after = after;
    this.refused = refused;
    this.input = h("input", { id: "upload", type: "file", multiple: true, "aria-describedby": "upload-help",
      on: { change: () => { this.add(this.input.files); this.input.value = ""; } } });
    this.help = h("p", { class: "soft", id: "upload-help" });
    const zone = h("div", { class: "drop" }, h("label", { for: "upload" }, t("uploadLabel")), this.input, this.help);
    const over = (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.toggle("is-over", event.type !== "dragleave");
    };
    for (const type of ["dragenter", "dragover", "dragleave"]) zone.addEventListener(type, over);
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("is-over");
      this.add(event.dataTransfer.files);
    });
    this.node = h("div", {}, zone, this.#rows, this.#said);
  }

  /** Takes the server's limits. */
  limit(limits) {
    this.#limits = limits;
    this.input.setAttribute("accept", limits.formats.join(","));
    this.help.textContent = t("uploadHelp", { formats: limits.formats.join(" "),
      size: number(Math.floor(limits.max_upload / MEGABYTE)) });
  }

  add(files) {
    for (const file of files) {
      const row = new Row(file);
      this.#rows.prepend(row.node);
      const problem = this.#problem(file);
      if (problem) row.failed(problem);
      else this.#queue.push(row);
    }
    this.#work();
  }

  #problem(file) {
    const { formats, max_upload: most } = this.#limits;
    const suffix = file.name.toLowerCase().match(/\.[^.]+$/)?.[0] ?? "";
    if (formats.length && !formats.includes(suffix)) return t("uploadFormat");
    return file.size > most ? t("uploadTooLarge", { size: number(Math.floor(most / MEGABYTE)) }) : "";
  }

  async #work() {
    if (this.#busy) return;
    this.#busy = true;
    let [good, bad] = [0, 0];
    while (this.#queue.length) {
      if (await this.#send(this.#queue.shift())) good += 1;
      else bad += 1;
    }
    this.#busy = false;
    if (good + bad === 0) return;
    this.#said.textContent = t("uploadSaid", { good, bad });
    this.after();
  }

  async #send(row) {
    let open = true;
    const follow = async () => {
      while (open) {
        await new Promise((done) => setTimeout(done, LOOK_MS));
        const { job } = open ? await callJson("/api/admin/job") : {};
        if (open && job?.running) row.reading(job);
      }
    };
    let followed = false;
    try {
      const report = await upload(row.file, (share) => {
        row.sending(share);
        if (share >= 1 && !followed) {
          followed = true;
          follow().catch(() => {});
        }
      });
      const what = ["added", "updated"].find((name) => report[name]) ?? "unchanged";
      row.done(`${t(`upload_${what}`)} ${t("jobTotal", { n: report.documents })}`);
      return true;
    } catch (error) {
      if (this.refused(error)) return false;
      row.failed(error.message, (again) => {
        again.node.remove();
        this.add([again.file]);
        this.input.focus();
      });
      return false;
    } finally {
      open = false;
    }
  }
}
