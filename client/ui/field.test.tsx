// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { ChipInput } from "./chip-input.tsx";
import { SelectField, SwitchField, TextArea, TextField } from "./field.tsx";
import { button, descriptionOf, key, mount, only, press, write } from "./testing/mount.tsx";

test("[FND1] a field has its label, and its hint and problem describe it", async () => {
  const onValue = vi.fn();
  const field = (problem?: string) => (
    <TextField label="Name" hint="As others see it." value="" onValue={onValue} problem={problem} />
  );
  const { root, show } = await mount(field());
  const input = only<HTMLInputElement>(root, "input");
  expect(input.labels?.[0]?.textContent).toBe("Name");
  expect(descriptionOf(input)).toBe("As others see it.");
  expect(input.getAttribute("aria-invalid")).toBe("false");
  await show(field("Taken. Try another."));
  expect(descriptionOf(input)).toBe("As others see it. Taken. Try another.");
  expect(input.getAttribute("aria-invalid")).toBe("true");
  await write(input, "Ivy");
  expect(onValue).toHaveBeenCalledWith("Ivy");
});

test("[FND1] text areas and lists are described alike", async () => {
  const { root } = await mount(
    <>
      <TextArea label="About" problem="Too long." value="" onValue={vi.fn()} />
      <SelectField label="Size" hint="Of the text." value="b" choices={SIZES} onValue={vi.fn()} />
    </>,
  );
  expect(descriptionOf(only(root, "textarea"))).toBe("Too long.");
  const select = only<HTMLSelectElement>(root, "select");
  expect(descriptionOf(select)).toBe("Of the text.");
  expect(select.value).toBe("b");
});

const SIZES = [
  { value: "a", label: "Small" },
  { value: "b", label: "Large" },
] as const;

test("[FND1] a switch is one to assistive technology too", async () => {
  const onChange = vi.fn();
  const { root } = await mount(<SwitchField label="Pause" hint="Nobody answers." isOn={false} onChange={onChange} />);
  const input = only<HTMLInputElement>(root, "[role=switch]");
  expect(input.labels?.[0]?.textContent).toBe("Pause");
  expect(descriptionOf(input)).toBe("Nobody answers.");
  await press(input);
  expect(onChange).toHaveBeenCalledWith(true);
});

async function chipInput(chips: readonly string[], max = 3) {
  const onChips = vi.fn();
  const draw = (now: readonly string[]) => (
    <ChipInput label="Tags" chips={now} onChips={onChips} max={max} maxLength={20} />
  );
  const { root, show } = await mount(draw(chips));
  return { root, onChips, input: only<HTMLInputElement>(root, "input"), redraw: (now: string[]) => show(draw(now)) };
}

test("[FND2] Enter and commas add chips, each once, up to the most there may be", async () => {
  const { input, onChips } = await chipInput(["fog"]);
  await write(input, "lamp");
  await key(input, "Enter");
  expect(onChips).toHaveBeenLastCalledWith(["fog", "lamp"]);
  await write(input, "fog,key, key,bell,rope");
  expect(onChips).toHaveBeenLastCalledWith(["fog", "key", "bell"]);
  await write(input, " fog ");
  await key(input, "Enter");
  expect(onChips).toHaveBeenCalledTimes(2);
});

test("[FND2] Enter belongs to the input method while it composes", async () => {
  const { input, onChips } = await chipInput([]);
  await write(input, "霧");
  await key(input, "Enter", { isComposing: true });
  expect(onChips).not.toHaveBeenCalled();
});

test("[FND2] chips go by button and by Backspace, said politely, and the focus stays", async () => {
  const { root, input, onChips } = await chipInput(["fog", "lamp", "key"]);
  await press(button(root, "Remove lamp"));
  expect(onChips).toHaveBeenLastCalledWith(["fog", "key"]);
  expect(document.activeElement).toBe(input);
  expect(only(root, "[role=status]").textContent).toBe("Removed lamp");
  await key(input, "Backspace");
  expect(onChips).toHaveBeenLastCalledWith(["fog", "lamp"]);
});

test("[FND2] a full field says so, takes no more, and can still be emptied", async () => {
  const { input, redraw } = await chipInput(["fog", "lamp", "key"]);
  expect(input.readOnly).toBe(true);
  expect(input.disabled).toBe(false);
  expect(descriptionOf(input)).toBe("3 of 3: remove one to add another.");
  await redraw(["fog"]);
  expect(input.readOnly).toBe(false);
  expect(descriptionOf(input)).toBe("");
});
