// Charts of a live page. The option comes as JSON, so nothing in it can be code.
import { init } from "./echarts/echarts.esm.min.mjs";

const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export function draw(place, option) {
  const chart = init(place, null, { renderer: "svg" });
  const fit = new ResizeObserver(() => chart.resize());
  const set = text => chart.setOption({ animation: !still, animationDuration: 300, ...JSON.parse(text) }, { notMerge: true });
  set(option);
  fit.observe(place);
  return {
    redraw: set,
    end() {
      fit.disconnect();
      chart.dispose();
    },
  };
}
