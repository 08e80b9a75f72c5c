// The menu of narrow windows: one button shows the views and the settings under the bar.

const control = document.getElementById("menu");
const bar = control.closest(".bar");

/** Opens or closes the menu; where the window is wide, there is no difference to see. */
export function openMenu(on) {
  bar.classList.toggle("open", on);
  control.setAttribute("aria-expanded", String(on));
}

/** Listens: the button, a link, Escape, a click or the focus elsewhere. */
export function startMenu() {
  const open = () => bar.classList.contains("open");
  const left = (node) => open() && node?.isConnected && !node.closest?.(".bar, .tour, dialog") && openMenu(false);
  control.addEventListener("click", () => openMenu(!open()));
  bar.addEventListener("click", (event) => event.target.closest("a") && openMenu(false));
  bar.addEventListener("focusout", (event) => left(event.relatedTarget));
  document.addEventListener("click", (event) => left(event.target));
  bar.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open()) return;
    openMenu(false);
    control.focus();
  });
}
