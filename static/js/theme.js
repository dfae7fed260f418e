// Light or dark: the reader's choice if there is one, else the system's. Runs before the page is drawn.
(function () {
  "use strict";
  const KEY = "theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try { chosen = window.localStorage.getItem(KEY); } catch (error) { chosen = null; }

  function apply() {
    const theme = chosen === "light" || chosen === "dark" ? chosen : system.matches ? "dark" : "light";
    document.documentElement.setAttribute("data-bs-theme", theme);
    document.dispatchEvent(new CustomEvent("themechange"));
  }

  function mark() {
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === (chosen || "auto")));
    }
  }

  // The phone's menu is closed from the first moment, so that nothing moves when the other scripts arrive.
  document.documentElement.classList.add("has-script");
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", mark);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) { return; }
    chosen = button.dataset.themeChoice === "auto" ? null : button.dataset.themeChoice;
    try {
      if (chosen) { window.localStorage.setItem(KEY, chosen); } else { window.localStorage.removeItem(KEY); }
    } catch (error) { /* private mode: the choice lasts for this page */ }
    apply();
    mark();
  });
})();
