// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { beforeAll, expect, test, vi } from "vitest";
import { CheckboxGroup, RadioGroup, SegmentedBar } from "./choice-group.tsx";
import { Combobox } from "./combobox.tsx";
import { SliderField } from "./slider-field.tsx";
import { descriptionOf, key, mount, only, press, write } from "./testing/mount.tsx";

beforeAll(() => {
  // The test's document has no top layer.
  HTMLElement.prototype.showPopover ??= () => undefined;
  HTMLElement.prototype.hidePopover ??= () => undefined;
});

const BOTS = ["Mara", "Tobias", "Zoë"].map((label) => ({ value: label.slice(0, 1), label }));

async function combobox(value: string | null = null) {
  const onValue = vi.fn();
  const { root } = await mount(<Combobox label="Bot" value={value} choices={BOTS} onValue={onValue} />);
  const input = only<HTMLInputElement>(root, "[role=combobox]");
  const shown = () => [...root.querySelectorAll("[role=option]")].map(({ textContent }) => textContent);
  const active = () => document.getElementById(input.getAttribute("aria-activedescendant") ?? "")?.textContent;
  return { root, input, onValue, shown, active };
}

test("[FND11] writing finds a choice without case or accents; Enter takes the one that is pointed out", async () => {
  const { input, onValue, shown, active } = await combobox();
  await write(input, "ZOE");
  expect(shown()).toEqual(["Zoë"]);
  expect(input.getAttribute("aria-expanded")).toBe("true");
  expect(active()).toBe("Zoë");
  await key(input, "Enter");
  expect(onValue).toHaveBeenCalledExactlyOnceWith("Z");
  expect(input.getAttribute("aria-expanded")).toBe("false");
});

test("[FND11] arrows open the list and go round; Esc closes it alone and keeps what was chosen", async () => {
  const { input, onValue, active } = await combobox("M");
  const onEscape = vi.fn();
  addEventListener("keydown", onEscape);
  await key(input, "ArrowDown");
  await key(input, "ArrowUp");
  expect(active()).toBe("Zoë");
  onEscape.mockClear();
  await key(input, "Escape");
  expect(onEscape).not.toHaveBeenCalled();
  expect(input.value).toBe("Mara");
  expect(onValue).not.toHaveBeenCalled();
  removeEventListener("keydown", onEscape);
});

test("[FND11] what matches nothing is said, and Enter then takes nothing", async () => {
  const { root, input, onValue } = await combobox();
  await write(input, "ivy");
  expect(only(root, ".option-none").textContent).toBe("Nothing matches “ivy”.");
  expect(only(root, "[role=status]").textContent).toBe("0 of 3 match");
  await key(input, "Enter");
  expect(onValue).not.toHaveBeenCalled();
});

test("[FND12] a slider can be written as a number, which stays within its limits, and says what it means", async () => {
  const onValue = vi.fn();
  const words = (value: number) => (value > 50 ? "often" : "seldom");
  const { root } = await mount(
    <SliderField label="Talks" value={70} min={10} max={100} words={words} onValue={onValue} />,
  );
  expect(only(root, "[type=range]").getAttribute("aria-valuetext")).toBe("often");
  const number = only<HTMLInputElement>(root, "[type=number]");
  expect(number.getAttribute("aria-label")).toBe("Talks, as a number");
  for (const [written, taken] of [
    ["45", 45],
    ["500", 100],
    ["1", 10],
  ] as const) {
    number.value = written;
    await act(() => void number.dispatchEvent(new Event("change", { bubbles: true })));
    expect(onValue).toHaveBeenLastCalledWith(taken);
  }
  onValue.mockClear();
  number.value = "";
  await act(() => void number.dispatchEvent(new Event("change", { bubbles: true })));
  expect(onValue).not.toHaveBeenCalled();
});

test("[FND13] groups have a legend and a description, and answer with what was chosen", async () => {
  const onOne = vi.fn();
  const onAny = vi.fn();
  const { root } = await mount(
    <>
      <RadioGroup label="One" hint="Choose." value="M" choices={BOTS} onValue={onOne} />
      <CheckboxGroup label="Any" problem="Too few." values={["M"]} choices={BOTS} onValues={onAny} />
      <SegmentedBar label="Bar" value="T" choices={BOTS} onValue={onOne} />
    </>,
  );
  const groups = [...root.querySelectorAll("fieldset")];
  expect(groups.map((group) => group.querySelector("legend")?.textContent)).toEqual(["One", "Any", "Bar"]);
  expect(groups.map(descriptionOf)).toEqual(["Choose.", "Too few.", ""]);
  await press(groups[0]!.querySelectorAll("input")[2]!);
  expect(onOne).toHaveBeenLastCalledWith("Z");
  await press(groups[1]!.querySelectorAll("input")[1]!);
  expect(onAny).toHaveBeenLastCalledWith(["M", "T"]);
  await press(groups[1]!.querySelectorAll("input")[0]!);
  expect(onAny).toHaveBeenLastCalledWith([]);
  await press(groups[2]!.querySelectorAll("input")[0]!);
  expect(onOne).toHaveBeenLastCalledWith("M");
});
