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

  const token = (name) => window.getComputedStyle(document.documentElement).getPropertyValue(name).trim();

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

  // As wide as the figure is, so is the drawing chosen; chart_heights.css reserves its height by the same limit.
  const NARROW = 560;
  const PRINTED = 620;
  const drawingOf = (width) => (width < NARROW ? "narrow" : "wide");
  const figureOf = (place, name) => JSON.parse(document.getElementById(place.dataset.figure).textContent)[name];
  const localeOf = () => (document.documentElement.lang === "nb" ? "nb" : "en");

  // The size is ours to say: Plotly's own resizing may measure in the middle of a change.
  function draw(place, width) {
    place.dataset.drawing = drawingOf(width);
    place.dataset.width = width;
    const figure = figureOf(place, place.dataset.drawing);
    const config = { displaylogo: false, displayModeBar: false, responsive: false, scrollZoom: false, doubleClick: false, locale: localeOf() };
    const layout = { ...layoutOf(figure), width, autosize: false };
    return Plotly.react(place, coloured(figure.data), layout, config).then(() => {
      place.dataset.ready = "true";
    });
  }

  function drawOrSay(place, width) {
    if (!place.clientWidth) { return null; }
    try {
      return draw(place, width || place.clientWidth).catch(() => say(place));
    } catch (error) {
      return say(place);
    }
  }

  function say(place) {
    const sentence = document.createElement("p");
    sentence.className = "failed";
    sentence.textContent = place.dataset.failed;
    place.replaceChildren(sentence);
    place.dataset.ready = "failed";
    document.querySelectorAll(`[data-save="${place.id}"]`).forEach((button) => { button.hidden = true; });
  }

  const all = () => [...document.querySelectorAll("[data-figure]")];
  const drawn = () => all().filter((place) => place.dataset.ready === "true");

  let isPrinting = false;
  const widths = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const isOther = target.clientWidth && Number(target.dataset.width) !== target.clientWidth;
      if (isOther && !isPrinting && target.dataset.ready !== "failed") { drawOrSay(target); }
    }
  });

  // One after the other, so that the page answers between them. What has no width yet is drawn when it gets one.
  async function drawNew() {
    document.querySelectorAll("[data-save]").forEach((button) => { button.hidden = false; });
    const waiting = all().filter((place) => !place.dataset.ready);
    waiting.forEach((place) => { place.dataset.ready = "soon"; });
    for (const place of waiting) {
      await drawOrSay(place);
      widths.observe(place);
      await new Promise((resolve) => { window.setTimeout(resolve); });
    }
  }

  document.addEventListener("DOMContentLoaded", drawNew);
  document.addEventListener("htmx:after:swap", drawNew);
  document.addEventListener("themechange", () => drawn().forEach((place) => drawOrSay(place)));

  // Paper is light and of its own width.
  let theme = "";
  window.addEventListener("beforeprint", () => {
    isPrinting = true;
    theme = document.documentElement.getAttribute("data-bs-theme");
    document.documentElement.setAttribute("data-bs-theme", "light");
    drawn().forEach((place) => drawOrSay(place, PRINTED));
  });
  window.addEventListener("afterprint", () => {
    isPrinting = false;
    document.documentElement.setAttribute("data-bs-theme", theme);
    drawn().forEach((place) => drawOrSay(place));
  });

  // The picture that is saved has the page's colours, a ground of its own and the title that the page shows above it.
  const TITLE_LINE = 20;
  function save(place, name) {
    const figure = figureOf(place, place.dataset.drawing);
    const layout = layoutOf(figure);
    const width = place.clientWidth;
    const lines = linesOf(place.dataset.title || "", width - 24);
    const head = lines.length ? lines.length * TITLE_LINE + 8 : 0;
    layout.paper_bgcolor = token("--card");
    layout.width = width;
    layout.height = figure.layout.height + head;
    layout.margin = { ...layout.margin, t: layout.margin.t + head };
    layout.title = {
      text: lines.map(plain).join("<br>"), font: { size: 14, weight: 640, color: token("--ink") },
      xref: "container", yref: "container", x: 12 / width, y: 1 - 10 / layout.height, xanchor: "left", yanchor: "top",
    };
    const picture = { data: coloured(figure.data), layout, config: { locale: localeOf() } };
    return Plotly.downloadImage(picture, { format: "png", scale: 2, width, height: layout.height, filename: nameOfFile(name) });
  }

  // As the CSV and XLSX beside it: contract, month, figure.
  function nameOfFile(name) {
    const [, contract, month] = window.location.pathname.match(/contracts\/([^/]+)\/[a-z]+\/(\d{4}-\d{2})/) || [];
    return [contract, month, name].filter(Boolean).join("-");
  }

  const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  function linesOf(text, width) {
    const most = Math.max(Math.floor(width / 7.8), 12);
    const lines = [];
    for (const word of text.split(/\s+/).filter(Boolean)) {
      const line = lines.length ? lines[lines.length - 1] + " " + word : word;
      if (lines.length && line.length <= most) { lines[lines.length - 1] = line; } else { lines.push(word); }
    }
    return lines;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-save]");
    const place = button && document.getElementById(button.dataset.save);
    if (place && place.dataset.ready === "true") { save(place, button.dataset.name); }
  });
})();
