// Small things on every page: the phone's menu, the voice of a delivery that is being read, the size of a file.
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const side = document.querySelector(".side");
    const toggle = document.querySelector(".menu-toggle");
    if (!side || !toggle) { return; }
    const open = (isOpen) => {
      side.classList.toggle("is-open", isOpen);
      toggle.setAttribute("aria-expanded", String(isOpen));
    };
    open(false);
    toggle.addEventListener("click", () => open(!side.classList.contains("is-open")));
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

  // A file that is too large is said so beside its field, before it is sent for nothing.
  function judge(field) {
    const file = field.files[0];
    const isTooLarge = Boolean(file) && file.size > Number(field.dataset.largest);
    const place = document.getElementById(field.id + "_error");
    if (place) { place.remove(); }
    field.setAttribute("aria-invalid", String(isTooLarge));
    if (isTooLarge) {
      const box = document.createElement("div");
      box.className = "errorlist";
      box.id = field.id + "_error";
      box.setAttribute("role", "alert");
      box.textContent = field.dataset.tooLarge;
      field.after(box);
    }
    return !isTooLarge;
  }
  document.addEventListener("change", (event) => { if (event.target.matches("[data-largest]")) { judge(event.target); } });
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("[data-largest]");
    if (field && !judge(field)) { event.preventDefault(); field.focus(); }
  });
})();
