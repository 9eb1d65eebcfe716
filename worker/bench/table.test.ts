import { expect, test, vi } from "vitest";
import { median, printTable } from "./table.ts";

test("the median is the middle value, or the mean of the middle two, whatever the order", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNaN();
});

test("a table has a title, aligned columns, and three significant figures", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  printTable("Title", [
    { name: "a", ms: 0.012345 },
    { name: "longer", ms: 12_345.6, extra: 7 },
  ]);
  expect(log.mock.calls.flat()).toEqual([
    "\nTitle",
    "  name      ms  extra",
    "     a  0.0123       ",
    "longer   12346      7",
  ]);
  log.mockRestore();
});
