// Small things on every page: the phone's menu.
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
})();
