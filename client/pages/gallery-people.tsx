import type { VNode } from "preact";
import { Avatar } from "../ui/avatar.tsx";
import { FaceStack } from "../ui/face-stack.tsx";
import type { SpecimenGroup } from "./gallery-specimen.ts";

/** The eight speakers, in the order in which marks are given out. */
const SPEAKERS = ["Juniper", "Turmeric", "Hibiscus", "Mint", "Cocoa", "Matcha", "Fig", "Paprika"];

const Speakers = (): VNode => (
  <ul class="gallery-speakers">
    {SPEAKERS.map((name, at) => (
      <li key={name} class={`speaker-${at + 1}`}>
        <Avatar name={name} picture={null} mark={at + 1} />
        <span class="gallery-speaker">{name}</span>
      </li>
    ))}
  </ul>
);

const Faces = (): VNode => (
  <>
    <Avatar name="Mara" picture={null} mark={1} size="small" />
    <Avatar name="Tobias" picture={null} mark={2} state="here" />
    <Avatar name="Ivy" picture={null} mark={3} size="large" isSpeaking />
    <Avatar name="Anna" picture="/favicon.svg" mark={4} size="large" state="here" />
    <Avatar name="Ben" picture={null} mark={5} state="elsewhere" />
    <Avatar name="Cleo" picture={null} mark={6} state="away" />
  </>
);

const FACES = SPEAKERS.slice(0, 6).map((name, at) => ({ id: name, name, picture: null, mark: at + 1 }));

const Stacks = (): VNode => (
  <>
    <FaceStack faces={FACES.slice(0, 3)} />
    <FaceStack faces={FACES} />
  </>
);

/** Each ground with the texts that may stand on it. */
const GROUNDS = {
  bg: ["ink", "ink-2", "ink-3", "accent"],
  surface: ["ink", "ink-2", "ink-3", "accent", "live", "danger", "warn"],
  sunken: ["ink", "ink-2", "ink-3", "accent"],
  "accent-soft": ["ink", "accent"],
  accent: ["on-accent"],
  lore: ["ink", "lore-text"],
  "live-soft": ["ink", "live"],
  "danger-soft": ["ink", "danger"],
  "warn-soft": ["ink", "warn"],
} as const;

const Colours = (): VNode => (
  <dl class="gallery-colours">
    {Object.entries(GROUNDS).map(([ground, texts]) => (
      <div key={ground} class="gallery-ground" style={{ background: `var(--${ground})` }}>
        <dt style={{ color: `var(--${texts[0]})` }}>{ground}</dt>
        {texts.map((text) => (
          <dd key={text} style={{ color: `var(--${text})` }}>
            {text}
          </dd>
        ))}
      </div>
    ))}
  </dl>
);

const Type = (): VNode => (
  <div class="gallery-type">
    <h4>Harbour Nights</h4>
    <p>Nobody goes up there without my key. Unless Tobias has been baking for the ferryman again.</p>
    <p>
      <code>order 120 · after character · 212 t</code>
    </p>
  </div>
);

export const PEOPLE: SpecimenGroup = {
  title: "Colours, type and people",
  specimens: [
    { name: "Colours", Show: Colours },
    { name: "Type", Show: Type },
    { name: "Speakers and cup marks", Show: Speakers },
    { name: "Avatar", Show: Faces },
    { name: "Face stack", Show: Stacks },
  ],
};
