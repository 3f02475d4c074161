// @ts-check
// Minutes and columns as pixels. Along the line is counted from where the line begins: from the left in English, from the right in Arabic.

/** @typedef {{ from: number, until: number, perMinute: number, starts: number[] }} Plan minutes of the axis, pixels a minute, where each column begins and the last ends */

/** Steps of the zoom: pixels a minute and pixels a column. */
export const ZOOMS = [
  { perMinute: 0.8, width: 104 }, { perMinute: 1.2, width: 128 }, { perMinute: 1.6, width: 152 }, { perMinute: 2.4, width: 184 }, { perMinute: 3.6, width: 232 },
];

/** Where sessions stand beside each other by the nature of the view, a column is as wide as they need; a hall is as wide as any hall, so that nothing shifts when two collide.
 * @param {import('./columns.js').Sheet} sheet @param {{ perMinute: number, width: number }} zoom @returns {Plan} */
export function planOf(sheet, { perMinute, width }) {
  const lanes = sheet.columns.map(() => 1);
  if (sheet.view !== 'hall') for (const p of sheet.placed) lanes[p.column] = Math.max(lanes[p.column], p.lanes);
  const starts = [0];
  for (const n of lanes) starts.push(starts[starts.length - 1] + Math.round(width * Math.max(1, n * 0.7)));
  return { from: sheet.from, until: sheet.until, perMinute, starts };
}

/** @param {Plan} plan @returns {number} pixels of all columns */
export const acrossOf = (plan) => plan.starts[plan.starts.length - 1];

/** @param {Plan} plan @param {number} column @returns {number} pixels */
export const widthOf = (plan, column) => plan.starts[column + 1] - plan.starts[column];

/** @param {Plan} plan @param {number} minute @returns {number} */
export const topOf = (plan, minute) => (minute - plan.from) * plan.perMinute;

/** @param {Plan} plan @param {number} pixel from the top @returns {number} not snapped */
export const minuteAt = (plan, pixel) => plan.from + pixel / plan.perMinute;

/** @param {Plan} plan @param {number} pixel from where the line begins @returns {number} */
export function columnAt({ starts }, pixel) {
  let first = 0, last = starts.length - 2;
  while (first < last) {
    const middle = Math.ceil((first + last) / 2);
    if (starts[middle] <= pixel) first = middle;
    else last = middle - 1;
  }
  return first;
}

/** @param {Plan} plan @param {import('./columns.js').Placed} placed @returns {{ start: number, top: number, width: number, height: number }} */
export function boxOf(plan, placed) {
  const lane = (placed.wide ? acrossOf(plan) : widthOf(plan, placed.column)) / placed.lanes;
  return { start: (placed.wide ? 0 : plan.starts[placed.column]) + placed.lane * lane, top: topOf(plan, placed.from), width: lane, height: (placed.until - placed.from) * plan.perMinute };
}

/** Columns and minutes in sight and a little more, in large steps, so that most scrolling changes nothing.
 * @param {Plan} plan @param {{ start: number, top: number, width: number, height: number }} sight pixels
 * @returns {{ first: number, last: number, from: number, until: number }} columns [first, last], minutes [from, until) */
export function windowOf(plan, sight) {
  const step = 60;
  return {
    first: Math.max(0, columnAt(plan, sight.start) - 1),
    last: Math.min(plan.starts.length - 2, columnAt(plan, sight.start + sight.width) + 1),
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
