// A modal window: named by its heading, closed by Escape, its cross or a click outside; the focus
// goes back to what opened it.

import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";

let made = 0;

/** Opens a window with `heading` and `children`, the only one; returns `{dialog, close}`. */
export function openDialog(heading, children, opener, { focus } = {}) {
  made += 1;
  const id = `dialog-${made}`;
  const cross = button({ class: "quiet icon-only", "aria-label": t("close"), title: t("close"),
    on: { click: () => dialog.close() } }, icon("close"));
  const title = h("h2", { id, tabindex: "-1" }, heading);
  const dialog = h("dialog", { class: "window", "aria-labelledby": id },
    h("div", { class: "window-top" }, title, cross), h("div", { class: "window-body" }, children));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (opener?.isConnected && !document.querySelector("dialog.window")) opener.focus();
  });
  document.querySelector("dialog.window")?.close();
  document.body.append(dialog);
  dialog.showModal();
  (focus ?? title).focus();
  return { dialog, close: () => dialog.close() };
}
