// Charts of the tables beside them: `data-chart` names the table, `data-bars` its columns; several stand on each other. The
// table says the same to who does not see the chart, so that is hidden from readers of the screen. Nothing moves.
import "./d3.js";

const { axisBottom, axisLeft, scaleBand, scaleLinear, select } = globalThis.d3;
const kUprightHeight = 260, kWide = 640, kLabelWidth = 230, kLabelGap = 44;

function numberOf(cell) {
  const text = cell?.textContent.trim().replaceAll(",", "") ?? "";
  return /^\d/.test(text) ? parseFloat(text) : undefined;
}

/** What the chart shows: its series, and a bar for each row of the table. */
function read(figure) {
  const table = document.getElementById(figure.dataset.chart);
  const heads = [...table.tHead.rows[0].cells];
  const series = figure.dataset.bars.split(" ").map((measure) => {
    const place = heads.findIndex((head) => head.dataset.measure === measure);
    return { place, name: heads[place].textContent.trim() };
  });
  const bars = [...table.tBodies[0].rows].map((row, at) => {
    const head = row.cells[0];
    const cells = series.map(({ place }) => row.cells[place]);
    return { at, name: head.textContent.trim(), short: head.dataset.short, text: cells[0]?.textContent.trim() ?? "",
      values: cells.map((cell) => numberOf(cell) ?? 0) };
  });
  const percent = bars.some((bar) => bar.text.endsWith("%"));
  const most = Math.max(1, ...bars.map((bar) => bar.values.reduce((sum, value) => sum + value, 0)));
  return { series, bars, percent, most };
}

/** What is drawn on the bars of a series: they differ in lightness and marks, so that they do without colour. */
const kMarks = [
  () => "",
  (x, y, width, height) => steps(height, 4).map((at) => `M${x} ${y + at}h${width}`).join(""),
  (x, y, width, height) => steps(width, 5).flatMap((right) => steps(height, 5).map((down) => `M${x + right} ${y + down}h0`)).join(""),
  (x, y, width, height) => steps(width, 4).map((at) => `M${x + at} ${y}v${height}`).join(""),
  () => "",
];

function steps(length, apart) {
  return Array.from({ length: Math.max(0, Math.ceil(length / apart - 0.5)) }, (_, i) => (i + 0.5) * apart);
}

function addBar(to, series, x, y, width, height) {
  to.append("rect").attr("class", `bar bar-${series}`).attr("x", x).attr("y", y).attr("width", width).attr("height", height);
  to.append("path").attr("class", `mark mark-${series}`).attr("d", kMarks[series](x, y, width, height));
}

/** Where each part of a bar begins and ends. */
function parts(bar) {
  let from = 0;
  return bar.values.map((value, series) => ({ series, from, end: (from += value) })).filter((part) => part.end > part.from);
}

function valueScale(chart, from, to) {
  return scaleLinear([0, chart.most], [from, to]).nice(5);
}

function tell(chart, axis) {
  return axis.ticks(5).tickFormat((value) => (Number.isInteger(value) ? value.toLocaleString("en") + (chart.percent ? "%" : "") : ""))
    .tickSizeOuter(0);
}

function drawUpright(svg, chart, width) {
  const left = 52, bottom = 28, top = 8;
  const x = scaleBand(chart.bars.map((bar) => bar.at), [left, width]).padding(0.2);
  const y = valueScale(chart, kUprightHeight - bottom, top);
  const every = Math.ceil(chart.bars.length / Math.max(1, Math.floor((width - left) / kLabelGap)));
  svg.append("g").attr("class", "axis grid").attr("transform", `translate(${left},0)`)
    .call(tell(chart, axisLeft(y)).tickSizeInner(left - width));
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${kUprightHeight - bottom})`)
    .call(axisBottom(x).tickSizeOuter(0).tickValues(x.domain().filter((at) => at % every === 0)).tickFormat((at) => chart.bars[at].short));
  for (const bar of chart.bars) {
    for (const part of parts(bar)) addBar(svg, part.series, x(bar.at), y(part.end), x.bandwidth(), y(part.from) - y(part.end));
  }
  return kUprightHeight;
}

/** Names stand beside their bars, or above them where there is no room. */
function drawLying(svg, chart, width) {
  const beside = width >= kWide, left = beside ? kLabelWidth : 0, rowHeight = beside ? 28 : 48, barTop = beside ? 5 : 24;
  const right = width - 56, height = chart.bars.length * rowHeight;
  const x = valueScale(chart, left, right);
  svg.append("g").attr("class", "axis grid").attr("transform", `translate(0,${height})`)
    .call(tell(chart, axisBottom(x)).tickSizeInner(-height).tickPadding(6));
  for (const bar of chart.bars) {
    const row = svg.append("g").attr("transform", `translate(0,${bar.at * rowHeight})`);
    const room = Math.floor((beside ? left : width) / 7.5);
    row.append("text").attr("class", "name").attr("x", 0).attr("y", beside ? 19 : 17)
      .text(bar.name.length > room ? `${bar.name.slice(0, room - 1)}…` : bar.name);
    for (const part of parts(bar)) addBar(row, part.series, x(part.from), barTop, x(part.end) - x(part.from), 18);
    if (chart.series.length === 1) {
      row.append("text").attr("class", "value").attr("x", x(bar.values[0]) + 6).attr("y", barTop + 14).text(bar.text);
    }
  }
  return height + 28;
}

function drawLegend(figure, chart) {
  const list = select(figure).append("ul").attr("class", "legend").attr("aria-hidden", "true");
  chart.series.forEach((series, i) => {
    const item = list.append("li");
    addBar(item.append("svg").attr("viewBox", "0 0 16 16"), i, 0, 0, 16, 16);
    item.append("span").text(series.name);
  });
}

function draw(figure) {
  const chart = read(figure);
  figure.hidden = chart.bars.length === 0;
  const width = figure.clientWidth;
  if (figure.hidden || width === 0) return;
  for (const old of figure.querySelectorAll("svg, .legend")) old.remove();
  if (chart.series.length > 1) drawLegend(figure, chart);
  const svg = select(figure).append("svg").attr("class", "drawing").attr("aria-hidden", "true");
  const height = (figure.classList.contains("chart--lying") ? drawLying : drawUpright)(svg, chart, width);
  svg.attr("viewBox", `0 0 ${width} ${height}`);
}

[...document.querySelectorAll("[data-chart]")].forEach((figure) => {
  let width = 0;
  figure.hidden = false;
  // Paper has another width; what is drawn is scaled to it.
  new ResizeObserver(() => {
    if (figure.clientWidth === width || matchMedia("print").matches) return;
    width = figure.clientWidth;
    draw(figure);
  }).observe(figure);
});
