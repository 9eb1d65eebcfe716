import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { ChipInput } from "../ui/chip-input.tsx";
import { CheckboxGroup, RadioGroup, SegmentedBar } from "../ui/choice-group.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { SelectField, SwitchField, TextArea, TextField } from "../ui/field.tsx";
import { SliderField } from "../ui/slider-field.tsx";
import { Tabs } from "../ui/tabs.tsx";
import type { SpecimenGroup } from "./gallery-specimen.ts";

function TextFields(): VNode {
  const [name, setName] = useState("Mara Quill");
  const [taken, setTaken] = useState("settings");
  const problem = taken === "settings" ? "“settings” is a name of the café itself. Choose another." : undefined;
  return (
    <>
      <TextField label="Name" hint="As others see it." value={name} onValue={setName} />
      <TextField label="Username" value={taken} onValue={setTaken} problem={problem} />
      <TextField label="Address" value="/anna/mara-quill" onValue={setName} disabled />
    </>
  );
}

function TextAreas(): VNode {
  const [text, setText] = useState("Keeps the lamp at Grey Harbour.\nSays little about the ferry.");
  return <TextArea label="Personality" hint="Grows with its text." value={text} onValue={setText} />;
}

function Selects(): VNode {
  const [value, setValue] = useState<"turns" | "fits">("fits");
  const choices = [
    { value: "turns", label: "Take turns" },
    { value: "fits", label: "Whoever fits" },
  ] as const;
  return (
    <>
      <SelectField label="Who answers" value={value} choices={choices} onValue={setValue} />
      <SelectField label="Who answers, fixed by the room" value={value} choices={choices} onValue={setValue} disabled />
    </>
  );
}

const LANGUAGES = ["Deutsch", "English", "Español", "Français", "Português", "Türkçe", "العربية", "日本語"].map(
  (label) => ({ value: label, label }),
);

function Comboboxes(): VNode {
  const [value, setValue] = useState<string | null>("English");
  return <Combobox label="Language" hint="Write to find it." value={value} choices={LANGUAGES} onValue={setValue} />;
}

function Chips(): VNode {
  const [chips, setChips] = useState<readonly string[]>(["lighthouse", "keeper", "fog"]);
  return (
    <>
      <ChipInput label="Keys" hint="Enter or comma adds one." chips={chips} onChips={setChips} max={6} maxLength={40} />
      <ChipInput
        label="Tags"
        chips={["cosy"]}
        onChips={setChips}
        max={1}
        maxLength={40}
        problem="This tag is not used here. Try “mystery”."
      />
    </>
  );
}

function Switches(): VNode {
  const [isOn, setOn] = useState(true);
  return (
    <>
      <SwitchField label="Pause all bots" hint="Nobody answers until it is off." isOn={isOn} onChange={setOn} />
      <SwitchField label="Send pictures" isOn={false} onChange={setOn} disabled />
    </>
  );
}

function Sliders(): VNode {
  const [value, setValue] = useState(70);
  const words = (per: number) => (per < 40 ? "Speaks when spoken to" : "Often joins in");
  return (
    <>
      <SliderField label="Talkativeness" value={value} min={0} max={100} step={5} words={words} onValue={setValue} />
      <SliderField label="Temperature" value={1} min={0} max={2} step={0.1} onValue={setValue} disabled />
    </>
  );
}

const SHY = [
  { value: "asked", label: "When asked" },
  { value: "often", label: "Often" },
  { value: "always", label: "Always" },
] as const;

function Segments(): VNode {
  const [value, setValue] = useState<(typeof SHY)[number]["value"]>("often");
  return <SegmentedBar label="Joins in" value={value} choices={SHY} onValue={setValue} />;
}

const ANSWERS = [
  { value: "all", label: "Everybody", hint: "Each bot answers each message." },
  { value: "fits", label: "Whoever fits" },
  { value: "none", label: "Nobody", hint: "Only when you ask.", disabled: true },
] as const;
type Answers = (typeof ANSWERS)[number]["value"];

function Radios(): VNode {
  const [value, setValue] = useState<Answers | null>("fits");
  return <RadioGroup label="Who answers" value={value} choices={ANSWERS} onValue={setValue} />;
}

function Checkboxes(): VNode {
  const [values, setValues] = useState<readonly Answers[]>([]);
  const problem = values.length === 0 ? "Choose at least one." : undefined;
  return <CheckboxGroup label="Show" values={values} choices={ANSWERS} onValues={setValues} problem={problem} />;
}

const TABS = [
  { id: "persona", label: "Persona" },
  { id: "behaviour", label: "Behaviour", isUnsaved: true },
  { id: "lore", label: "Lore" },
];

function TabRows(): VNode {
  const [selected, setSelected] = useState("persona");
  return (
    <Tabs name="Parts of the bot" tabs={TABS} selected={selected} onSelect={setSelected}>
      <p>What belongs to {selected}.</p>
    </Tabs>
  );
}

export const FIELDS: SpecimenGroup = {
  title: "Fields",
  specimens: [
    { name: "Text field", Show: TextFields },
    { name: "Text area", Show: TextAreas },
    { name: "Select", keys: "The browser's own list.", Show: Selects },
    { name: "Combobox", keys: "Write, ↑ ↓ go through, Enter takes, Esc closes.", Show: Comboboxes },
    { name: "Chip input", keys: "Enter or comma adds, Backspace removes the last.", Show: Chips },
    { name: "Switch", keys: "Space.", Show: Switches },
    { name: "Slider with number", keys: "← → Home End, or write the number.", Show: Sliders },
    { name: "Segmented bar", keys: "← → choose.", Show: Segments },
    { name: "Radio group", keys: "↑ ↓ choose.", Show: Radios },
    { name: "Checkbox group", keys: "Space.", Show: Checkboxes },
    { name: "Tabs", keys: "← → Home End choose, Tab goes into the panel.", Show: TabRows },
  ],
};
