// Runs before the first paint, so that neither the theme nor the language flickers.
(() => {
  const root = document.documentElement;
  const read = (name) => {
    try {
      return localStorage.getItem(`repere.${name}`);
    } catch {
      return null;
    }
  };
  const fromAddress = new URLSearchParams(location.search).get("lang");
  if (fromAddress) {
    try {
      localStorage.setItem("repere.lang", fromAddress);
    } catch {
      // Storage refused: the language holds for this page only.
    }
  }
  const asked = fromAddress || read("lang");
  root.lang = asked === "en" ? "en" : "fr";
  const theme = read("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
})();
