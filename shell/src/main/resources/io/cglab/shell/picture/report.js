"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const SVG = "http://www.w3.org/2000/svg";
  const COLORS = 8, TICKS = 4, ROWS_IN_TABLE = 25, SMOOTH_NS = 2e8;
  const whole = [data.startNs, Math.max(data.endNs, data.startNs + 1)];
  const hiddenOwners = new Set();
  const hiddenVariants = new Set(["latency p90", "latency max"]);
  const logarithmic = new Set();
  let view = whole.slice();
  let hoverNs = null;

  // ---- small things

  function element(name, attributes, children) {
    const at = document.createElement(name);
    for (const key in attributes || {}) at.setAttribute(key, attributes[key]);
    for (const child of children || []) at.append(child);
    return at;
  }

  function shape(name, attributes, text) {
    const at = document.createElementNS(SVG, name);
    for (const key in attributes || {}) at.setAttribute(key, attributes[key]);
    if (text !== undefined) at.textContent = text;
    return at;
  }

  function digits(value) {
    if (value === 0) return "0";
    const size = Math.abs(value);
    return size >= 99.95 ? value.toFixed(0) : size >= 9.995 ? trim(value.toFixed(1)) : trim(value.toPrecision(3));
  }

  function trim(text) {
    return text.includes(".") && !text.includes("e") ? text.replace(/\.?0+$/, "") : String(Number(text));
  }

  const PREFIXES = {
    BYTES_PER_S: [1024, ["B/s", "KiB/s", "MiB/s", "GiB/s", "TiB/s"]],
    BYTES: [1024, ["B", "KiB", "MiB", "GiB", "TiB"]],
    IOS_PER_S: [1000, ["IOPS", "k IOPS", "M IOPS"]],
    TIME: [1000, ["ns", "µs", "ms", "s"]],
    COUNT: [1000, ["", "k", "M", "G"]],
  };

  /** The factor and the name in which numbers of this size are told. */
  function prefix(unit, most) {
    if (unit === "PART") return [0.01, "%"];
    const [base, names] = PREFIXES[unit];
    let factor = 1, i = 0;
    while (i < names.length - 1 && most >= factor * base) { factor *= base; i++; }
    return [factor, names[i]];
  }

  function text(unit, value) {
    if (value === null) return "–";
    const [factor, name] = prefix(unit, Math.abs(value));
    return (digits(value / factor) + " " + name).trim();
  }

  function seconds(ns) {
    return trim((ns / 1e9).toFixed(6));
  }

  function nice(least) {
    const power = Math.pow(10, Math.floor(Math.log10(least)));
    for (const factor of [1, 2, 5]) if (least <= factor * power * 1.000000001) return factor * power;
    return 10 * power;
  }

  // ---- values over bins

  function sum(list, from, to) {
    let total = 0;
    for (let i = from; i < Math.min(to, list.length); i++) total += list[i];
    return total;
  }

  function binStart(bin) { return data.startNs + bin * data.widthNs; }

  function passed(from, to) { return Math.min(binStart(to), data.endNs) - binStart(from); }

  function ratio(above, below) { return below > 0 ? above / below : null; }

  function quantile(line, from, to) {
    const of = data.histograms[line.histogram];
    const first = Math.floor(from / data.binsPerRow), last = Math.ceil(to / data.binsPerRow);
    const counts = new Map();
    let all = 0, longest = 0;
    for (let at = first; at < Math.min(last, of.rows.length); at++) {
      const row = of.rows[at];
      for (let i = 0; i < row.length; i += 2) {
        counts.set(row[i], (counts.get(row[i]) || 0) + row[i + 1]);
        all += row[i + 1];
      }
      longest = Math.max(longest, of.longestNs[at]);
    }
    if (all === 0) return null;
    const rank = Math.ceil(line.quantile * all);
    if (rank >= all) return longest;
    let below = 0;
    for (const c of Array.from(counts.keys()).sort((a, b) => a - b)) {
      below += counts.get(c);
      if (below >= rank) return Math.min(longest, data.classNs[c]);
    }
    return longest;
  }

  /** Rates are means over two slices of blk-throttle, or a tenth of the view if that is less. */
  function smoothNs() { return Math.min(SMOOTH_NS, (view[1] - view[0]) / 10); }

  function over(line, from, to) {
    switch (line.kind) {
      case "rate": {
        const more = Math.max(0, Math.round(smoothNs() / data.widthNs) - (to - from));
        const first = Math.max(0, from - Math.floor(more / 2)), last = Math.min(data.bins, to + Math.ceil(more / 2));
        return ratio(sum(line.sums, first, last) * 1e9, passed(first, last));
      }
      case "mean": return ratio(sum(line.sums, from, to), passed(from, to));
      case "weighted": return ratio(sum(line.sums, from, to), sum(line.weights, from, to));
      case "quantile": return quantile(line, from, to);
      default: return null;
    }
  }

  /** The pieces of time that a plot of this width shows: [fromBin, toBin, ns of the middle]. */
  function pieces(width) {
    const first = Math.max(0, Math.floor((view[0] - data.startNs) / data.widthNs));
    const last = Math.min(data.bins, Math.ceil((view[1] - data.startNs) / data.widthNs));
    const room = Math.max(20, Math.floor(width / 4));
    let per = Math.max(1, Math.ceil((last - first) / room));
    if (per > 1) per = Math.ceil(per / data.binsPerRow) * data.binsPerRow;
    const list = [];
    for (let from = Math.floor(first / per) * per; from < last; from += per) {
      const to = Math.min(from + per, data.bins);
      list.push([from, to, (binStart(from) + Math.min(binStart(to), data.endNs)) / 2]);
    }
    return list;
  }

  function isShown(figure, line) {
    return !hiddenOwners.has(line.owner) && !hiddenVariants.has(figure.id + " " + line.variant);
  }

  // ---- one plot

  function scaleOf(figure, shown) {
    let least = Infinity, most = 0;
    for (const item of shown) {
      for (const value of item.values) {
        if (value !== null && value > 0) { least = Math.min(least, value); most = Math.max(most, value); }
      }
    }
    const ofData = most;
    for (const line of figure.lines) {
      if (line.limit && isShown(figure, line)) {
        for (const value of line.values) {
          if (value === null || value > 2 * ofData) continue;
          most = Math.max(most, value);
          least = Math.min(least, value || least);
        }
      }
    }
    if (figure.unit === "TIME" || logarithmic.has(figure.id)) {
      const base = figure.unit === "BYTES_PER_S" ? 1024 : 10;
      const log = value => Math.log(value) / Math.log(base);
      const low = Math.pow(base, Math.floor(log(least === Infinity ? 1000 : least) + 1e-9));
      const high = Math.pow(base, Math.ceil(log(Math.max(most, low * 1.001)) - 1e-9));
      const ticks = [];
      for (let at = low; at <= high * 1.001; at *= base) ticks.push([at, text(figure.unit, Math.round(at))]);
      return { most: high, unit: "", ticks, place: v => (log(Math.max(v, low)) - log(low)) / (log(high) - log(low)) };
    }
    const [factor, name] = prefix(figure.unit, most || 1);
    let step = nice((most || 1) / factor / TICKS);
    if (figure.unit === "COUNT" && factor === 1 && most > 1) step = Math.max(1, step);
    const count = Math.ceil((most || 1) / factor / step - 1e-9);
    const ticks = [];
    for (let i = 0; i <= count; i++) ticks.push([i * step * factor, trim((i * step).toPrecision(6))]);
    return { most: count * step * factor, unit: name, ticks, place: v => v / (count * step * factor) };
  }

  const geometry = { left: 66, right: 12, top: 8, bottom: 26 };

  function draw(figure) {
    const box = figure.box;
    const width = Math.max(260, box.clientWidth), height = width < 500 ? 190 : 220;
    const plotWidth = width - geometry.left - geometry.right, plotHeight = height - geometry.top - geometry.bottom;
    const list = pieces(plotWidth);
    const shown = [];
    for (const line of figure.lines) {
      if (isShown(figure, line) && !line.limit) {
        shown.push({ line, values: list.map(([from, to]) => over(line, from, to)) });
      }
    }
    const scale = scaleOf(figure, shown);
    const x = ns => geometry.left + (ns - view[0]) / (view[1] - view[0]) * plotWidth;
    const y = value => geometry.top + (1 - Math.max(0, Math.min(1, scale.place(value)))) * plotHeight;
    // A label, not a title element: browsers show that on top of the plot's own tooltip.
    const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, height, role: "img",
      "aria-label": figure.title, "aria-describedby": `${figure.id}-desc` });
    svg.append(shape("desc", { id: figure.id + "-desc" }, describe(figure, shown)));
    const clip = shape("clipPath", { id: figure.id + "-clip" });
    clip.append(shape("rect", { x: geometry.left, y: 0, width: plotWidth, height: height - geometry.bottom + 1 }));
    svg.append(clip);
    for (const [value, label] of scale.ticks) {
      svg.append(shape("path", { class: "grid", d: `M${geometry.left} ${y(value).toFixed(1)}h${plotWidth}` }));
      svg.append(shape("text", { x: geometry.left - 6, y: (y(value) + 4).toFixed(1), "text-anchor": "end" }, label));
    }
    timeAxis(svg, x, width, height);
    const inside = shape("g", { "clip-path": `url(#${figure.id}-clip)` });
    svg.append(inside);
    for (const mark of data.marks) {
      if (mark.ns < view[0] || mark.ns > view[1]) continue;
      const at = shape("path", { class: "mark", d: `M${x(mark.ns).toFixed(1)} ${geometry.top}v${plotHeight}` });
      at.append(shape("title", {}, `${seconds(mark.ns)} s ${mark.cgroup}: ${mark.text}`));
      inside.append(at);
    }
    for (const line of figure.lines) {
      if (line.limit && isShown(figure, line)) inside.append(path(figure, line, limitPath(line, scale, x, y)));
    }
    for (const { line, values } of shown) {
      let d = "", drawing = false, points = 0;
      values.forEach((value, i) => {
        if (value === null) { drawing = false; return; }
        const alone = !drawing && (i + 1 === values.length || values[i + 1] === null);
        const at = x(list[i][2]);
        d += `${drawing ? "L" : "M"}${(alone ? at - 2.5 : at).toFixed(1)} ${y(value).toFixed(1)}${alone ? "h5" : ""}`;
        drawing = true;
        points++;
      });
      const at = path(figure, line, d);
      at.setAttribute("data-points", points);
      inside.append(at);
    }
    figure.cross = shape("path", { class: "cross", d: "" });
    figure.select = shape("rect", { class: "select", y: geometry.top, height: plotHeight, width: 0 });
    inside.append(figure.cross, figure.select);
    if (!figure.lines.length) {
      svg.append(shape("text", { x: width / 2, y: height / 2, "text-anchor": "middle" }, figure.empty));
    }
    figure.now = { list, shown, x, width, plotWidth };
    box.replaceChildren(svg);
    figure.noteText.textContent = noteOf(figure);
    figure.unitText.textContent = scale.unit ? ` (${scale.unit})` : "";
    interact(figure, svg);
    if (figure.table.open) fillTable(figure);
  }

  function path(figure, line, d) {
    const at = shape("path", { class: `line color${line.color % COLORS}${line.limit ? " limit" : ""}`, d,
      "data-series": `${line.owner} ${line.variant}` });
    if (line.dashes) at.setAttribute("stroke-dasharray", line.dashes);
    return at;
  }

  function limitPath(line, scale, x, y) {
    let d = "";
    line.ns.forEach((ns, i) => {
      const value = line.values[i];
      if (value === null || value > scale.most) return;
      const end = i + 1 < line.ns.length ? line.ns[i + 1] : data.endNs;
      d += `M${x(ns).toFixed(1)} ${y(value).toFixed(1)}H${x(end).toFixed(1)}`;
    });
    return d;
  }

  function timeAxis(svg, x, width, height) {
    const bottom = height - geometry.bottom;
    svg.append(shape("path", { class: "axis", d: `M${geometry.left} ${bottom}H${width - geometry.right}` }));
    const length = (view[1] - view[0]) / 1e9;
    const step = nice(length / Math.max(2, Math.floor(width / 110)));
    for (let i = Math.ceil(view[0] / 1e9 / step - 1e-9); i * step <= view[1] / 1e9 + step * 1e-6; i++) {
      const at = x(i * step * 1e9);
      const label = trim((i * step).toFixed(9)) + " s";
      const nearEnd = at > width - geometry.right - 18;
      svg.append(shape("path", { class: "axis", d: `M${at.toFixed(1)} ${bottom}v5` }));
      svg.append(shape("text", { x: (nearEnd ? width - 2 : at).toFixed(1), y: bottom + 19,
        "text-anchor": nearEnd ? "end" : "middle" }, label));
    }
  }

  function noteOf(figure) {
    const rates = figure.unit === "BYTES_PER_S" || figure.unit === "IOS_PER_S";
    return rates ? `${figure.note} Each point is the mean of ${text("TIME", Math.max(data.widthNs, smoothNs()))}.` : figure.note;
  }

  function describe(figure, shown) {
    const parts = shown.map(({ line, values }) => {
      const known = values.filter(value => value !== null);
      if (!known.length) return `${line.owner} ${line.variant}: nothing`;
      return `${line.owner} ${line.variant}: ${text(figure.unit, Math.min(...known))} to ${text(figure.unit, Math.max(...known))}`;
    });
    return `${noteOf(figure)} From ${seconds(view[0])} s to ${seconds(view[1])} s. ${parts.join("; ") || figure.empty}`;
  }

  // ---- tables

  function table(caption, head, rows, textual) {
    const at = element("table", {}, caption ? [element("caption", {}, [caption])] : []);
    const isText = i => i === 0 || (textual || []).includes(i);
    at.append(element("thead", {}, [element("tr", {}, head.map((name, i) =>
      element("th", { scope: "col", class: isText(i) ? "text" : "" }, [name])))]));
    at.append(element("tbody", {}, rows.map(row => element("tr", {}, row.map((cell, i) =>
      element(i ? "td" : "th", Object.assign(i ? {} : { scope: "row" }, { class: isText(i) ? "text" : "" }), [cell]))))));
    return element("div", { class: "scroll" }, [at]);
  }

  function fillTable(figure) {
    const { list, shown } = figure.now;
    const every = Math.max(1, Math.ceil(list.length / ROWS_IN_TABLE));
    const rows = [];
    for (let i = 0; i < list.length; i += every) {
      const from = list[i][0], to = list[Math.min(i + every, list.length) - 1][1];
      rows.push([`${seconds(binStart(from))}`].concat(shown.map(({ line }) => text(figure.unit, over(line, from, to)))));
    }
    figure.table.querySelector("div").replaceChildren(
      table(`${figure.title}, from the time of the row on`, ["s"].concat(shown.map(({ line }) => `${line.owner} ${line.variant}`)), rows));
  }

  // ---- zoom, hover

  function zoom(from, to, keepAddress) {
    const least = Math.min(4 * data.widthNs, whole[1] - whole[0]);
    let a = Math.max(whole[0], Math.min(from, to)), b = Math.min(whole[1], Math.max(from, to));
    if (!(b - a >= least)) {
      const middle = Math.max(whole[0] + least / 2, Math.min(whole[1] - least / 2, (a + b) / 2));
      a = middle - least / 2;
      b = middle + least / 2;
    }
    view = [a, b];
    const isWhole = a <= whole[0] && b >= whole[1];
    if (!keepAddress) {
      const hash = isWhole ? "" : `#zoom=${seconds(a)}s,${seconds(b)}s`;
      try { history.replaceState(null, "", location.pathname + location.search + hash); } catch (e) { location.hash = hash; }
    }
    document.getElementById("range").textContent = `${seconds(a)} s to ${seconds(b)} s`;
    drawAll();
  }

  const UNITS = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

  function time(word) {
    const match = /^([0-9.]+)(ns|us|ms|s|)$/.exec(word);
    return match ? Number(match[1]) * UNITS[match[2] || "s"] : NaN;
  }

  function fromAddress() {
    const match = /zoom=([^,&]+),([^,&]+)/.exec(decodeURIComponent(location.hash));
    const from = match ? time(match[1]) : NaN, to = match ? time(match[2]) : NaN;
    if (from < to && to > whole[0] && from < whole[1]) zoom(from, to, true); else zoom(whole[0], whole[1], true);
  }

  function interact(figure, svg) {
    const nsOf = event => {
      const box = svg.getBoundingClientRect();
      const at = (event.clientX - box.left) * figure.now.width / box.width;
      const part = Math.max(0, Math.min(1, (at - geometry.left) / figure.now.plotWidth));
      return view[0] + part * (view[1] - view[0]);
    };
    let dragFrom = null;
    svg.addEventListener("pointerdown", event => {
      if (event.button !== 0) return;
      dragFrom = nsOf(event);
      if (event.isTrusted) svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", event => {
      hoverNs = nsOf(event);
      cross();
      tooltip(figure, event);
      if (dragFrom !== null) {
        const a = figure.now.x(Math.min(dragFrom, hoverNs)), b = figure.now.x(Math.max(dragFrom, hoverNs));
        figure.select.setAttribute("x", a);
        figure.select.setAttribute("width", b - a);
      }
    });
    svg.addEventListener("pointerup", event => {
      const from = dragFrom, to = nsOf(event);
      dragFrom = null;
      figure.select.setAttribute("width", 0);
      if (from !== null && Math.abs(figure.now.x(from) - figure.now.x(to)) > 6) zoom(from, to);
    });
    svg.addEventListener("pointercancel", () => { dragFrom = null; figure.select.setAttribute("width", 0); });
    svg.addEventListener("pointerleave", () => { hoverNs = null; cross(); document.getElementById("tooltip").hidden = true; });
    svg.addEventListener("dblclick", () => zoom(whole[0], whole[1]));
  }

  function cross() {
    for (const figure of data.figures) {
      figure.cross.setAttribute("d", hoverNs === null ? "" : `M${figure.now.x(hoverNs).toFixed(1)} ${geometry.top}V1000`);
    }
  }

  function tooltip(figure, event) {
    const at = document.getElementById("tooltip");
    const { list, shown } = figure.now;
    const i = list.findIndex(([, to]) => binStart(to) > hoverNs);
    const piece = list[i < 0 ? list.length - 1 : i];
    if (!piece || !shown.length) { at.hidden = true; return; }
    const rows = [element("b", {}, [`${seconds(binStart(piece[0]))} s to ${seconds(Math.min(binStart(piece[1]), data.endNs))} s`])];
    for (const { line } of shown.slice(0, 14)) {
      rows.push(element("div", {}, [element("span", {}, [swatch(line.color, line.dashes), `${line.owner} ${line.variant}`]),
        text(figure.unit, over(line, piece[0], piece[1]))]));
    }
    for (const mark of data.marks) {
      if (mark.ns >= binStart(piece[0]) && mark.ns < binStart(piece[1])) rows.push(element("div", {}, [`${mark.cgroup}: ${mark.text}`]));
    }
    at.replaceChildren(...rows);
    at.hidden = false;
    const right = event.clientX + 16 + at.offsetWidth > window.innerWidth;
    at.style.left = `${Math.max(4, right ? event.clientX - 16 - at.offsetWidth : event.clientX + 16)}px`;
    at.style.top = `${Math.max(4, Math.min(event.clientY + 12, window.innerHeight - at.offsetHeight - 8))}px`;
  }

  // ---- the page

  function swatch(color, dashes) {
    const svg = shape("svg", { width: 26, height: 8, "aria-hidden": "true" });
    const at = shape("path", { class: `line color${color % COLORS}`, d: "M1 4h24" });
    if (dashes) at.setAttribute("stroke-dasharray", dashes);
    svg.append(at);
    return svg;
  }

  function toggle(label, color, dashes, set, key) {
    const button = element("button", { type: "button", "aria-pressed": String(!set.has(key)) },
      color === null ? [label] : [swatch(color, dashes), label]);
    button.addEventListener("click", () => {
      if (!set.delete(key)) set.add(key);
      button.setAttribute("aria-pressed", String(!set.has(key)));
      drawAll();
    });
    return button;
  }

  function neutral(dashes) {
    const svg = shape("svg", { width: 26, height: 8, "aria-hidden": "true" });
    const at = shape("path", { d: "M1 4h24", fill: "none", stroke: "currentColor", "stroke-width": 1.8 });
    if (dashes) at.setAttribute("stroke-dasharray", dashes);
    svg.append(at);
    return svg;
  }

  function build() {
    const owners = new Map();
    for (const figure of data.figures) for (const line of figure.lines) owners.set(line.owner, line.color);
    const legend = document.getElementById("legend");
    for (const [owner, color] of Array.from(owners).sort((a, b) => a[1] - b[1])) {
      legend.append(toggle(owner, color, "", hiddenOwners, owner));
    }
    document.getElementById("heading").textContent = `A run of ${text("TIME", data.endNs - data.startNs)} on machine ${data.machine}`;
    document.title = `cglab: ${document.getElementById("heading").textContent}`;
    document.getElementById("summary").textContent =
      `Virtual time; plots are in steps of ${text("TIME", data.widthNs)} at the finest.`;
    for (const figure of data.figures) buildFigure(figure);
    buildDisks();
    buildTree();
    buildMarks();
    for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => step(button.dataset.zoom));
    window.addEventListener("hashchange", fromAddress);
    let width = 0;
    new ResizeObserver(() => { if (width !== document.body.clientWidth) { width = document.body.clientWidth; drawAll(); } }).observe(document.body);
  }

  function step(what) {
    const [a, b] = view, length = b - a;
    if (what === "in") zoom(a + length / 4, b - length / 4);
    if (what === "out") zoom(a - length / 2, b + length / 2);
    if (what === "reset") zoom(whole[0], whole[1]);
    const move = what === "earlier" ? -Math.min(length / 2, a - whole[0]) : what === "later" ? Math.min(length / 2, whole[1] - b) : 0;
    if (move) zoom(a + move, b + move);
  }

  function buildFigure(figure) {
    figure.unitText = element("span", { class: "unit" });
    figure.noteText = element("p", { class: "note" });
    figure.box = element("div", { class: "plot" });
    figure.table = element("details", {}, [element("summary", {}, ["Data of this plot"]), element("div")]);
    figure.table.addEventListener("toggle", () => { if (figure.table.open) fillTable(figure); });
    const variants = new Map(figure.lines.filter(line => line.variant)
      .sort((a, b) => a.limit - b.limit || (a.variant < b.variant ? -1 : a.variant > b.variant ? 1 : 0))
      .map(line => [line.variant, line.dashes]));
    const switches = element("div", { class: "variants", role: "group", "aria-label": "Lines" });
    for (const [variant, dashes] of variants) {
      const button = toggle(variant, null, "", hiddenVariants, `${figure.id} ${variant}`);
      button.prepend(neutral(dashes));
      switches.append(button);
    }
    if (figure.unit === "BYTES_PER_S" || figure.unit === "IOS_PER_S") {
      const button = element("button", { type: "button", "aria-pressed": "false", class: "log" }, ["logarithmic"]);
      button.addEventListener("click", () => {
        if (!logarithmic.delete(figure.id)) logarithmic.add(figure.id);
        button.setAttribute("aria-pressed", String(logarithmic.has(figure.id)));
        draw(figure);
      });
      switches.append(button);
    }
    document.getElementById("figures").append(element("section", { class: "figure", id: figure.id, "aria-labelledby": `${figure.id}-h` }, [
      element("div", { class: "head" }, [element("h2", { id: `${figure.id}-h` }, [figure.title, figure.unitText]), switches]),
      figure.noteText, figure.box, figure.table]));
  }

  function buildDisks() {
    const at = document.getElementById("disks");
    const length = (data.endNs - data.startNs) / 1e9;
    for (const disk of data.disks) {
      const caption = `${disk.name} (${disk.dev}): ${text("BYTES", disk.sectors * 512)}, ` +
        `${disk.rotational ? "rotational" : "not rotational"}, queue depth ${disk.depth}, scheduler ${disk.scheduler}`;
      at.append(table(caption, ["cgroup", "reads", "read", "read rate", "writes", "written", "write rate", "p50", "p90", "p99", "max",
        "throttled", "queued", "in device"], disk.rows.map(row => [row.cgroup,
        String(row.readIos), text("BYTES", row.readBytes), text("BYTES_PER_S", row.readBytes / length),
        String(row.writeIos), text("BYTES", row.writeBytes), text("BYTES_PER_S", row.writeBytes / length),
        ...row.latencyNs.map(ns => text("TIME", ns)), text("COUNT", row.throttled), text("COUNT", row.queued), text("COUNT", row.inDevice)])));
    }
    if (!data.disks.length) at.append(element("p", { class: "note" }, ["No disk was used."]));
    else at.append(element("p", { class: "note" }, ["Rates are means over the whole run; the last three columns are bios, mean over time."]));
  }

  function buildTree() {
    const at = document.getElementById("tree");
    const rows = [];
    for (const cgroup of data.tree) {
      const depth = cgroup.path === "/" ? 0 : cgroup.path.split("/").length - 1;
      const name = element("span", { style: `padding-left:${depth * 1.1}rem` }, [cgroup.path === "/" ? "/" : cgroup.path]);
      const settings = Object.entries(cgroup.files).map(([file, text]) => text.includes("\n") ? `${file}:\n${text}` : `${file}: ${text}`);
      rows.push([name, String(cgroup.processes), settings.join("\n") || "–"]);
    }
    for (const path of new Set(data.removed)) rows.push([`${path} (removed)`, "–", "–"]);
    const made = table(`Below ${data.root}, at the end of the run; control files whose content is not that of a new cgroup`,
      ["cgroup", "processes", "settings"], rows, [2]);
    for (const cell of made.querySelectorAll("td:last-child")) cell.className = "text pre";
    at.append(made);
  }

  function buildMarks() {
    const at = document.getElementById("marks");
    if (!data.marks.length) at.append(element("p", { class: "note" }, ["No limit or weight was changed."]));
    else at.append(table("", ["s", "cgroup", "change"], data.marks.map(mark => [seconds(mark.ns), mark.cgroup, mark.text]), [1, 2]));
  }

  function drawAll() { data.figures.forEach(draw); }

  build();
  fromAddress();
  document.documentElement.dataset.ready = "true";
})();
