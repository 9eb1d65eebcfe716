import { expect, test } from "vitest";
import { helpText, readOptions } from "./script-options.ts";

const USE = {
  name: "torture",
  does: "Tries hard.",
  words: "Words choose suites: kills, alarms.",
  numbers: { kills: { is: "how often it is killed", unless: 300 }, rounds: { is: "how often", unless: 5 } },
  switches: { keep: "keeps what was found" },
};
const read = (...args: string[]) => readOptions(USE, args);

test("words, numbers and switches are told apart in any order; what is not given has its default", () => {
  const given = read("kills", "--keep", "--rounds", "2.5", "alarms");
  expect(given).toEqual({
    words: ["kills", "alarms"],
    numbers: { kills: 300, rounds: 2.5 },
    switches: new Set(["keep"]),
  });
  expect(read("--kills=30")?.numbers).toEqual({ kills: 30, rounds: 5 });
});

test("an option there is not is refused by its name, with those there are", () => {
  for (const name of ["--kils", "--constructor", "-k", "--keep=yes", "--kils=30"])
    expect(() => read(name, "30")).toThrow(`There is no option ${name}.`);
  expect(() => read("--kils")).toThrow("There are: --kills <n>, --rounds <n>, --keep.");
});

test.each([["--kills"], ["--kills", "0"], ["--kills", "many"], ["--kills", "--keep"], ["--kills=-3"]])(
  "%s %s: a number that is none is refused by its name, with how it is given",
  (...args) => {
    expect(() => read(...args)).toThrow("--kills takes a number above 0, as in --kills 3");
  },
);

test("help is given whatever else there is, and names everything", () => {
  expect(read("--kils", "--help")).toBeNull();
  expect(read("-h")).toBeNull();
  for (const part of ["npm run torture", "Tries hard.", "--kills <n>", "300 unless given", "--keep", "kills, alarms"])
    expect(helpText(USE)).toContain(part);
});
