/**
 * Keeps a drawing as large as its place. A place without a size, because its page has gone, leaves the drawing as it is: ECharts throws when it draws a
 * map of no size, and what throws here ends the whole page on the server.
 */
export function fit(chart, place) {
  const watch = new ResizeObserver(() => { if (place.clientWidth > 0 && place.clientHeight > 0) chart.resize(); });
  watch.observe(place);
  return watch;
}
