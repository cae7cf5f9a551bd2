// Charts and maps of a live page. The option comes as JSON, so nothing in it can be code.
import { init, registerMap } from "./echarts/echarts.esm.min.mjs";
import { fit } from "./fit.js";

const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export function draw(place, option, ground) {
  // The page may have gone on to something else while this script came.
  if (!place?.isConnected) return { redraw() {}, end() {} };
  if (ground) registerMap("ground", JSON.parse(ground));
  // Thousands of points of a map are too many for a document of their own each.
  const chart = init(place, null, { renderer: ground ? "canvas" : "svg" });
  // A map keeps where the person has moved it.
  const set = text => chart.setOption({ animation: !still && !ground, animationDuration: 300, ...JSON.parse(text) }, ground ? { replaceMerge: ["series"] } : { notMerge: true });
  chart.on("click", ({ data }) => {
    if (typeof data?.link === "string" && data.link.startsWith("/") && !data.link.startsWith("//")) Blazor.navigateTo(data.link);
  });
  set(option);
  const size = fit(chart, place);
  return {
    redraw: set,
    end() {
      size.disconnect();
      chart.dispose();
    },
  };
}
