// Small things on every page: the phone's menu, and the voice of a delivery that is being read.
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const side = document.querySelector(".side");
    const toggle = document.querySelector(".menu-toggle");
    if (!side || !toggle) { return; }
    const close = (closed) => {
      side.classList.toggle("is-closed", closed);
      toggle.setAttribute("aria-expanded", String(!closed));
    };
    close(true);
    toggle.addEventListener("click", () => close(!side.classList.contains("is-closed")));
  });

  // Screen readers hear progress at most every ten seconds, and the end at once.
  const EVERY_MS = 10000;
  document.addEventListener("DOMContentLoaded", () => {
    const voice = document.getElementById("delivery-speaks");
    const state = document.getElementById("delivery-state");
    if (!voice || !state || state.dataset.final === "true") { return; }
    let spokenAt = 0;
    const speak = () => {
      const end = document.querySelector("[data-speaks=end]");
      const now = document.querySelector("[data-speaks=now]");
      if (!end && (!now || Date.now() - spokenAt < EVERY_MS)) { return; }
      spokenAt = Date.now();
      const text = (end || now).textContent.trim();
      if (voice.textContent !== text) { voice.textContent = text; }
      if (end) { watcher.disconnect(); }
    };
    const watcher = new MutationObserver(speak);
    watcher.observe(state.parentNode, { childList: true });
    speak();
  });
})();
