// The window that shares a list: links in force, a new link (read or edit), the owner's own link.

import { openDialog } from "./dialog.js";
import { button, copyText, h } from "./dom.js";
import { icon } from "./icons.js";
import { day, t } from "./i18n.js";
import { createShare, listAddress, readShares, revokeShare } from "./list-store.js";

function copyButton(text, name) {
  const label = h("span", {}, t(name));
  const copy = async () => {
    label.textContent = await copyText(text).then(() => t("copied"), () => t("copyFailed"));
  };
  return button({ class: "pill", on: { click: copy } }, icon("copy"), label);
}

/** Opens the window for the list `key`, of which this browser is the owner. */
export function shareDialog(key, list, opener) {
  const links = h("ul", { class: "share-links" });
  const said = h("div", { class: "said", role: "status" });
  const fail = (error) => said.replaceChildren(h("p", { class: "error" }, icon("warn"), error.message));

  const row = ({ id, access, label, created }) => {
    const name = label || t(`shareName_${access}`);
    const revoke = async () => {
      try {
        await revokeShare(key, id);
        heading.focus();
        await draw();
        said.replaceChildren(h("p", {}, t("revoked")));
      } catch (error) {
        fail(error);
      }
    };
    return h("li", {}, h("span", {}, h("strong", {}, name), h("span", { class: "soft" },
      ` ${t("shareLine", { access: t(access === "edit" ? "shareEdit" : "shareRead"), date: day(created) })}`)),
    button({ class: "link", "aria-label": t("revokeNamed", { name }), on: { click: revoke } }, t("revoke")));
  };
  const draw = async () => {
    const shares = await readShares(key);
    links.replaceChildren(...(shares.length ? shares.map(row) : [h("li", { class: "soft" }, t("noShares"))]));
  };

  const choice = (access, name) => h("label", { class: "check" },
    h("input", { type: "radio", name: "access", value: access, checked: access === "read" }), t(name));
  const label = h("input", { id: "share-label", type: "text", maxlength: "120", placeholder: t("shareLabelHint") });
  const submit = async (event) => {
    event.preventDefault();
    const access = new FormData(event.target).get("access");
    try {
      const made = await createShare(key, access, label.value.trim());
      const address = listAddress(made.key);
      const box = h("input", { id: "share-address", class: "address", readonly: true, value: address });
      said.replaceChildren(h("p", {}, t("shareReady")), h("div", { class: "field" },
        h("label", { for: "share-address" }, t("shareLink")),
        h("div", { class: "field-row" }, box, copyButton(address, "copyShare"))));
      label.value = "";
      box.focus();
      box.select();
      await draw();
    } catch (error) {
      fail(error);
    }
  };
  const form = h("form", { class: "share-form", on: { submit } },
    h("fieldset", {}, h("legend", {}, t("shareAccess")), choice("read", "shareRead"), choice("edit", "shareEdit")),
    h("div", { class: "field" }, h("label", { for: "share-label" }, t("shareLabel")), label),
    h("button", { type: "submit", class: "primary" }, t("createShare")));
  const heading = h("h3", { tabindex: "-1" }, t("sharesHeading"));
  openDialog(t("shareHeading", { name: list.name }), [h("p", {}, t("shareIntro")), form, said, heading, links,
    h("h3", {}, t("ownLink")), h("p", { class: "soft" }, t("ownLinkHelp")), copyButton(listAddress(key), "copyOwn")], opener);
  draw().catch(fail);
}
