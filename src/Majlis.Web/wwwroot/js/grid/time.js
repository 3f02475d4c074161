// @ts-check
// Wall times as minutes since 1 January 1970, 00:00. A wall time has no zone: the edition's is meant.

/** Everything on the grid begins and ends in these steps. */
export const STEP = 5;
export const DAY = 1440;

/** @param {string} text `2021-07-28T09:30`, or the date alone for its midnight @returns {number} */
export const toMinutes = (text) => Date.parse(`${text.slice(0, 10)}T${text.slice(11, 16) || '00:00'}Z`) / 60_000;

/** @param {number} minutes @returns {string} `2021-07-28T09:30` */
export const toWall = (minutes) => new Date(minutes * 60_000).toISOString().slice(0, 16);

/** @param {number} minutes @returns {string} `2021-07-28` */
export const dateOf = (minutes) => toWall(minutes).slice(0, 10);

/** @param {number} minutes @returns {number} minutes since its midnight */
export const timeOfDay = (minutes) => ((minutes % DAY) + DAY) % DAY;

/** @param {number} minutes the nearest step @returns {number} */
export const snap = (minutes) => Math.round(minutes / STEP) * STEP;

/** The next whole step in a direction; from between two steps that is the nearer one.
 * @param {number} minutes @param {number} by minutes, a multiple of the step @returns {number} */
export const nudge = (minutes, by) => (by > 0 ? Math.floor((minutes + by) / STEP) : Math.ceil((minutes + by) / STEP)) * STEP;

/** @param {string} text Arabic and Persian digits too @returns {string} */
export const asciiDigits = (text) => text.replace(/[٠-٩۰-۹]/g, (d) => String(d.charCodeAt(0) & 15));

/** @param {string} text `9:30`, `09.30`, `۰۹:۳۰` @returns {number | null} minutes since midnight; null when it is no time of day */
export function readClock(text) {
  const found = /^(\d{1,2})[:.٫]?(\d{2})$/.exec(asciiDigits(text.trim()));
  if (!found) return null;
  const [hours, minutes] = [Number(found[1]), Number(found[2])];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/**
 * The day that a start belongs to, as the server tells it: the one whose hours hold it, else its date, or the date before when it is before the day change.
 * @param {number} start @param {{ date: string, opens: number, closes: number }[]} days @param {number} dayChange minutes since midnight
 * @returns {string}
 */
export function dayOf(start, days, dayChange) {
  for (const day of days) if (day.opens <= start && start < day.closes) return day.date;
  return dateOf(timeOfDay(start) < dayChange ? start - DAY : start);
}

/** A time of day on a day of the edition: before the day change it is the night after.
 * @param {string} date @param {number} clock @param {number} dayChange @returns {number} */
export const at = (date, clock, dayChange) => toMinutes(date) + clock + (clock < dayChange ? DAY : 0);
