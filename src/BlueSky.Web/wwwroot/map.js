// The map of sources (一张图). A source's place comes once, and its name after it; after that only its number, so that a filter sends which are shown
// and nothing that is known. What the server says is numbers and JSON (MapWire.cs), so nothing in it can be code.
import { init, registerMap } from "./echarts/echarts.esm.min.mjs";
import { fit } from "./fit.js";

const text = new TextDecoder();
const read = bytes => JSON.parse(text.decode(bytes));
const [ID, NAME] = [0, 1];
const DEGREE = 1e6;

/** Draws the ground. seriesIds: by status, as the server counts them. */
export function draw(place, ground, option, seriesIds) {
  // The page may have gone on to something else while this script came.
  if (!place?.isConnected) return { show() {}, name() {}, end() {} };
  registerMap("ground", JSON.parse(ground));
  const chart = init(place, null, { renderer: "canvas" });
  let places = [], names = [], asked;
  const shown = new Map();
  const numberAt = ({ seriesId, dataIndex }) => shown.get(seriesId)?.[dataIndex];
  const { tooltip, ...rest } = read(option);
  chart.setOption({ animation: false, ...rest, tooltip: { ...tooltip, formatter: at => `${names[numberAt(at)]?.[NAME] ?? "…"} · ${at.seriesName}` } });
  // What is clicked on before its name has come is opened when that comes.
  const open = number => {
    asked = names[number] ? undefined : number;
    if (names[number]) Blazor.navigateTo("/sources/" + encodeURIComponent(names[number][ID]));
  };
  chart.on("click", at => { if (numberAt(at) !== undefined) open(numberAt(at)); });
  // The path of all sources has no pointer of its own.
  chart.on("mousemove", at => { if (numberAt(at) !== undefined) chart.getZr().setCursorStyle("pointer"); });
  const size = fit(chart, place);

  // Takes what is new, and says what is to be drawn of each status that is other.
  function take(change) {
    // A copy, because numbers of four bytes must begin at a multiple of four.
    const said = new Int32Array(change.slice().buffer), series = [];
    const isAnew = said[0] === 1, newPlaces = said.subarray(2, 2 + 2 * said[1]);
    if (isAnew) [places, names, asked] = [[], [], undefined];
    for (const part of newPlaces) places.push(part / DEGREE);
    for (let at = 2 + newPlaces.length; at < said.length; at += 2 + said[at + 1]) {
      const id = seriesIds[said[at]], numbers = said.subarray(at + 2, at + 2 + said[at + 1]);
      shown.set(id, numbers);
      // One array of numbers: thousands of small ones ECharts would copy one by one.
      const data = new Float64Array(2 * numbers.length);
      numbers.forEach((number, i) => { [data[2 * i], data[2 * i + 1]] = [places[2 * number], places[2 * number + 1]]; });
      // One path draws all of a status; ECharts has none for a status without sources.
      series.push(numbers.length > 0 ? { id, large: true, data } : { id, large: false, data: [] });
    }
    return series;
  }

  return {
    /** Shows other sources, or stations with other values. A map keeps where the person has moved it. */
    show(change, stations) {
      chart.setOption({ series: [...(stations ? [read(stations)] : []), ...(change ? take(change) : [])] });
    },
    /** Says what the sources are called that came last. */
    name(more) {
      for (const source of read(more)) names.push(source);
      if (asked !== undefined) open(asked);
    },
    end() {
      size.disconnect();
      chart.dispose();
    },
  };
}
