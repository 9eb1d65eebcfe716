/** Minutes since midnight of a time such as `22:30`. */
const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
};

/** Whether `now` lies between two times of day; a night may go past midnight. */
export function isNight(now: Date, start: string, end: string): boolean {
  const [at, from, until] = [now.getHours() * 60 + now.getMinutes(), minutesOf(start), minutesOf(end)];
  return from <= until ? at >= from && at < until : at >= from || at < until;
}
