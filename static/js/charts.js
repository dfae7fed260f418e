// Draw the charts of a page. Data stand in <script type="application/json">; colours are names of tokens ("--data")
// that are looked up when drawing, and again when the theme changes. A chart that cannot be drawn says so.
(function () {
  "use strict";
  if (typeof Plotly === "undefined") { return; }
  Plotly.register({
    moduleType: "locale",
    name: "nb",
    dictionary: {},
    format: {
      days: ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"],
      shortDays: ["søn.", "man.", "tir.", "ons.", "tor.", "fre.", "lør."],
      months: ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"],
      shortMonths: ["jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."],
      date: "%d.%m.%Y", decimal: ",", thousands: "\u00a0",
    },
  });

  const style = () => window.getComputedStyle(document.documentElement);
  const token = (name) => style().getPropertyValue(name).trim();

  // The same figure with the theme's colours in place of the names.
  function coloured(part) {
    if (Array.isArray(part)) { return part.map(coloured); }
    if (part && typeof part === "object") {
      return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, coloured(value)]));
    }
    return typeof part === "string" && part.startsWith("--") ? token(part) : part;
  }

  // Axes take the theme's quiet lines; the figure's own wishes win.
  function axisOf(own) {
    return {
      gridcolor: token("--hairline"), linecolor: token("--axis"), tickfont: { color: token("--ink-3"), size: 12 },
      fixedrange: true, showgrid: false, zeroline: false, ticklen: 4, tickcolor: token("--axis"), ...own,
    };
  }

  function layoutOf(figure) {
    const layout = coloured(figure.layout);
    for (const name of Object.keys(layout)) {
      if (/^[xy]axis/.test(name)) { layout[name] = axisOf(layout[name]); }
    }
    return {
      margin: { l: 8, r: 16, t: 26, b: 26 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: token("--font"), size: 12, color: token("--ink-2") }, showlegend: false, dragmode: false,
      hoverlabel: { bgcolor: token("--card"), bordercolor: token("--axis"), font: { color: token("--ink") }, align: "left" },
      ...layout,
    };
  }

  const NARROW = 560;
  const drawingOf = (place) => (place.clientWidth < NARROW ? "narrow" : "wide");

  function draw(place) {
    const drawings = JSON.parse(document.getElementById(place.dataset.figure).textContent);
    place.dataset.drawing = drawingOf(place);
    const figure = drawings[place.dataset.drawing];
    const config = { displaylogo: false, displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false, locale: document.documentElement.lang === "nb" ? "nb" : "en" };
    return Plotly.react(place, coloured(figure.data), layoutOf(figure), config).then(() => {
      place.dataset.ready = "true";
    });
  }

  function drawOrSay(place) {
    try {
      draw(place).catch(() => say(place));
    } catch (error) {
      say(place);
    }
  }

  function say(place) {
    const sentence = document.createElement("p");
    sentence.className = "failed";
    sentence.textContent = place.dataset.failed;
    place.replaceChildren(sentence);
    place.dataset.ready = "failed";
  }

  const all = () => document.querySelectorAll("[data-figure]");
  const redraw = (place) => { if (place.dataset.ready === "true") { drawOrSay(place); } };
  document.addEventListener("DOMContentLoaded", () => {
    all().forEach(drawOrSay);
    document.querySelectorAll("[data-save]").forEach((button) => { button.hidden = false; });
  });
  document.addEventListener("themechange", () => all().forEach(redraw));
  window.addEventListener("resize", () => all().forEach((place) => {
    if (place.dataset.drawing !== drawingOf(place)) { redraw(place); }
  }));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-save]");
    if (!button) { return; }
    const place = document.getElementById(button.dataset.save);
    Plotly.downloadImage(place, { format: "png", scale: 2, width: place.clientWidth, height: place.clientHeight, filename: button.dataset.name });
  });
})();
