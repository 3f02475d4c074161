// @ts-check
// Minutes and columns as pixels. Along the line is counted from where the line begins: from the left in English, from the right in Arabic.

/** @typedef {{ from: number, until: number, columns: number, perMinute: number, width: number }} Plan pixels a minute, pixels a column */

/** Steps of the zoom: pixels a minute and pixels a column. */
export const ZOOMS = [
  { perMinute: 0.8, width: 104 }, { perMinute: 1.2, width: 128 }, { perMinute: 1.6, width: 152 }, { perMinute: 2.4, width: 184 }, { perMinute: 3.6, width: 232 },
];

/** @param {Plan} plan @param {number} minute @returns {number} */
export const topOf = (plan, minute) => (minute - plan.from) * plan.perMinute;

/** @param {Plan} plan @param {number} pixel from the top @returns {number} not snapped */
export const minuteAt = (plan, pixel) => plan.from + pixel / plan.perMinute;

/** @param {Plan} plan @param {number} pixel from where the line begins @returns {number} */
export const columnAt = (plan, pixel) => Math.max(0, Math.min(plan.columns - 1, Math.floor(pixel / plan.width)));

/** @param {Plan} plan @param {import('./columns.js').Placed} placed @returns {{ start: number, top: number, width: number, height: number }} */
export function boxOf(plan, placed) {
  const whole = placed.wide ? plan.columns * plan.width : plan.width, lane = whole / placed.lanes;
  return {
    start: (placed.wide ? 0 : placed.column * plan.width) + placed.lane * lane, top: topOf(plan, placed.from),
    width: lane, height: (placed.until - placed.from) * plan.perMinute,
  };
}

/** Columns and minutes in sight and a little more, in large steps, so that most scrolling changes nothing.
 * @param {Plan} plan @param {{ start: number, top: number, width: number, height: number }} sight pixels
 * @returns {{ first: number, last: number, from: number, until: number }} columns [first, last], minutes [from, until) */
export function windowOf(plan, sight) {
  const step = 60;
  return {
    first: Math.max(0, Math.floor(sight.start / plan.width) - 1),
    last: Math.min(plan.columns - 1, Math.ceil((sight.start + sight.width) / plan.width)),
    from: Math.floor(minuteAt(plan, sight.top) / step) * step - step,
    until: Math.ceil(minuteAt(plan, sight.top + sight.height) / step) * step + step,
  };
}

/** @param {import('./columns.js').Placed} placed @param {ReturnType<typeof windowOf>} sight @returns {boolean} */
export const isInSight = (placed, sight) => (placed.wide || placed.column >= sight.first && placed.column <= sight.last) && placed.from < sight.until && sight.from < placed.until;

/** How far to scroll in a frame when the pointer is this near to the edge. @param {number} at @param {number} from @param {number} until @returns {number} pixels */
export function pull(at, from, until) {
  const reach = 56, most = 18;
  const before = from + reach - at, after = at - (until - reach);
  return before > 0 ? -Math.min(most, before / 3) : after > 0 ? Math.min(most, after / 3) : 0;
}
