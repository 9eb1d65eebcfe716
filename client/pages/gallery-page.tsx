import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { SegmentedBar } from "../ui/choice-group.tsx";
import { ACTIONS } from "./gallery-actions.tsx";
import { DATA } from "./gallery-data.tsx";
import { FIELDS } from "./gallery-fields.tsx";
import { PEOPLE } from "./gallery-people.tsx";
import { ROOM } from "./gallery-room.tsx";
import type { Specimen, SpecimenGroup } from "./gallery-specimen.ts";
import { STATES } from "./gallery-states.tsx";
import "../styles/gallery.css";

const GROUPS: readonly SpecimenGroup[] = [PEOPLE, ACTIONS, FIELDS, STATES, DATA, ROOM];

const VIEWS = [
  { value: "three", label: "Side by side" },
  { value: "menu", label: "Menu" },
  { value: "chalkboard", label: "Chalkboard" },
  { value: "closing", label: "Closing" },
  { value: "contrast", label: "High contrast" },
] as const;
type View = (typeof VIEWS)[number]["value"];

const DIRECTIONS = [
  { value: "ltr", label: "Left to right" },
  { value: "rtl", label: "Right to left" },
] as const;
type Direction = (typeof DIRECTIONS)[number]["value"];

/** Three panes need about this much room each. */
const WIDE = "(min-width: 75rem)";

/** Every part the page is made of, in its states and themes: to be looked at by whoever changes one. */
export function GalleryPage(): VNode {
  const [view, setView] = useState<View>(() => (matchMedia(WIDE).matches ? "three" : "menu"));
  const [direction, setDirection] = useState<Direction>("ltr");
  useEffect(() => {
    document.title = "Gallery · BotCafe";
  }, []);
  const themes = view === "three" ? (["menu", "chalkboard", "closing"] as const) : [view];
  return (
    <div class="gallery" id="gallery">
      <header class="gallery-head">
        <h1>Gallery</h1>
        <p>What the café is made of, in its themes and states. Hover, focus and press are yours to try.</p>
        <div class="gallery-switches">
          <SegmentedBar label="Themes" value={view} choices={VIEWS} onValue={setView} />
          <SegmentedBar label="Direction of the text" value={direction} choices={DIRECTIONS} onValue={setDirection} />
        </div>
      </header>
      {GROUPS.map(({ title, specimens }) => (
        <section key={title} class="gallery-group" aria-label={title}>
          <h2>{title}</h2>
          {specimens.map((specimen) => (
            <SpecimenRow key={specimen.name} specimen={specimen} themes={themes} direction={direction} />
          ))}
        </section>
      ))}
    </div>
  );
}

interface SpecimenRowProps {
  readonly specimen: Specimen;
  readonly themes: readonly string[];
  readonly direction: Direction;
}

function SpecimenRow({ specimen: { name, keys, isWide, Show }, themes, direction }: SpecimenRowProps): VNode {
  return (
    <article class="specimen" aria-label={name}>
      <header class="specimen-head">
        <h3>{name}</h3>
        {keys && <p>{keys}</p>}
      </header>
      <div class={isWide ? "specimen-panes specimen-wide" : "specimen-panes"}>
        {themes.map((theme) => (
          <div key={theme} class="specimen-pane" data-theme={theme} dir={direction}>
            <Show />
          </div>
        ))}
      </div>
    </article>
  );
}
