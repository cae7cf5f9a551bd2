// The map of sources (一张图). A source comes once, with its name and place; after that only its number, so that a filter sends which are shown
// and nothing that is known. What the server says is JSON, so nothing in it can be code.
import { init, registerMap } from "./echarts/echarts.esm.min.mjs";
import { fit } from "./fit.js";

const text = new TextDecoder();
const read = bytes => JSON.parse(text.decode(bytes));
const [ID, NAME, LONGITUDE, LATITUDE] = [0, 1, 2, 3];

export function draw(place, ground, option) {
  // The page may have gone on to something else while this script came.
  if (!place?.isConnected) return { show() {}, end() {} };
  registerMap("ground", JSON.parse(ground));
  const chart = init(place, null, { renderer: "canvas" });
  let known = [];
  const shown = new Map();
  const sourceAt = ({ seriesId, dataIndex }) => known[shown.get(seriesId)?.[dataIndex]];
  const { tooltip, ...rest } = read(option);
  chart.setOption({ animation: false, ...rest, tooltip: { ...tooltip, formatter: at => `${sourceAt(at)?.[NAME]} · ${at.seriesName}` } });
  chart.on("click", at => {
    const source = sourceAt(at);
    if (source) Blazor.navigateTo("/sources/" + encodeURIComponent(source[ID]));
  });
  // The path of all sources has no pointer of its own.
  chart.on("mousemove", at => { if (sourceAt(at)) chart.getZr().setCursorStyle("pointer"); });
  const size = fit(chart, place);
  return {
    /** Shows other sources, or stations with other values. A map keeps where the person has moved it. */
    show(change, stations) {
      const series = stations ? [read(stations)] : [];
      if (change) {
        const { anew, more, now } = read(change);
        if (anew) known = [];
        for (const source of more) known.push(source);
        for (const [id, numbers] of Object.entries(now)) {
          shown.set(id, numbers);
          // One path draws all of a status; ECharts has none for a status without sources.
          series.push({ id, large: numbers.length > 0, data: numbers.map(number => [known[number][LONGITUDE], known[number][LATITUDE]]) });
        }
      }
      chart.setOption({ series });
    },
    end() {
      size.disconnect();
      chart.dispose();
    },
  };
}
