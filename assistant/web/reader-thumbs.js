// The pages of a document as small pictures: each is a link, the one shown is marked.

import { h } from "./dom.js";
import { t } from "./i18n.js";

const WIDTH = 110;

function thumb(id, number, label) {
  const src = `/api/documents/${encodeURIComponent(id)}/pages/${number}.png?width=${WIDTH}`;
  const image = h("img", { src, alt: "", loading: "lazy", width: "85", height: "110" });
  image.addEventListener("error", () => image.remove());
  return h("li", {}, h("a", { "data-page": number }, image,
    h("span", { "aria-hidden": "true" }, label), h("span", { class: "visually-hidden" }, t("pageN", { page: label }))));
}

/** The strip of `document`, as `{node, show(number, href)}`; null where there is a single page. */
export function thumbnails({ id, pages, paged }) {
  if (!paged || !(pages > 1)) return null;
  const items = Array.from({ length: pages }, (_, i) => thumb(id, i + 1, String(i + 1)));
  const list = h("ol", {}, items);
  const node = h("nav", { class: "thumbs", "aria-label": t("thumbnails") }, list);
  const show = (number, href) => {
    for (const link of list.querySelectorAll("a")) {
      const page = Number(link.dataset.page);
      link.setAttribute("href", href(page));
      if (page === number) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const [box, item] = [node.getBoundingClientRect(), items[number - 1]?.getBoundingClientRect()];
    if (!item) return;
    // The strip alone is scrolled, never the page.
    node.scrollTop += item.top + item.height / 2 - box.top - box.height / 2;
    node.scrollLeft += item.left + item.width / 2 - box.left - box.width / 2;
  };
  return { node, show };
}
