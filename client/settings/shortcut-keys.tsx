import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { type Combo, comboOf } from "../frame/key-combo.ts";
import { keyProblem } from "../frame/key-problem.ts";
import { isApple } from "../frame/key-words.ts";
import { keysFor, OWN_KEYS, ownKeysOf } from "../frame/own-keys.ts";
import { CHANGEABLE, KEYS, type KeyId, SHORTCUT_PLACES, type ShortcutPlace } from "../frame/shortcuts.ts";
import { useApp } from "../ui/app-context.ts";
import { Keys } from "../ui/keys.tsx";
import "../styles/shortcut-keys.css";

const PLACES = (Object.entries(SHORTCUT_PLACES) as [ShortcutPlace, string][]).filter(([place]) =>
  CHANGEABLE.some(({ where }) => where === place),
);

type Changeable = (typeof CHANGEABLE)[number];

/** Every shortcut that can have other keys: press its button, then the keys. Holds at once. */
export function ShortcutKeys(): VNode {
  const { preferences } = useApp();
  const own = ownKeysOf(preferences.kept.value);
  const keys = keysFor(KEYS, preferences.kept.value);
  const keep = (next: Readonly<Record<string, Combo>>) =>
    preferences.keep(OWN_KEYS, Object.keys(next).length > 0 ? next : null);
  const give = (id: KeyId, combo: Combo) => {
    const { [id]: _, ...others } = own;
    keep(combo === KEYS[id] ? others : { ...others, [id]: combo });
  };
  const isChanged = CHANGEABLE.some(({ id }) => keys[id] !== KEYS[id]);
  return (
    <section id="setting-shortcuts" class="settings-card shortcut-keys" aria-labelledby="shortcut-keys-title">
      <div class="shortcut-keys-head">
        <h2 id="shortcut-keys-title">Keyboard shortcuts</h2>
        {isChanged && (
          <button type="button" class="button button-small" onClick={() => keep({})}>
            Reset all
          </button>
        )}
      </div>
      <p>Press a button, then the keys you want instead. Esc leaves it as it is.</p>
      {PLACES.map(([where, label]) => (
        <div key={where} class="shortcut-keys-group">
          <h3>{label}</h3>
          <ul>
            {CHANGEABLE.filter((row) => row.where === where).map((row) => (
              <KeyChoice key={row.id} row={row} keys={keys} onGive={(combo) => give(row.id, combo)} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

interface KeyChoiceProps {
  readonly row: Changeable;
  readonly keys: Readonly<Record<KeyId, Combo>>;
  readonly onGive: (combo: Combo) => void;
}

/** One shortcut: what it does, its keys as a button that listens when pressed, and the way back. */
function KeyChoice({ row: { id, does }, keys, onGive }: KeyChoiceProps): VNode {
  const button = useRef<HTMLButtonElement>(null);
  const [isListening, setListening] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isChanged = keys[id] !== KEYS[id];
  const problemId = `${id}-keys-problem`;
  const take = (combo: Combo) => {
    const refusal = keyProblem(id, combo, keys, isApple());
    setProblem(refusal);
    if (refusal !== null) return;
    setListening(false);
    onGive(combo);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Tab goes on, as from any button.
    if (!isListening || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    const combo = comboOf(event);
    if (combo === "Escape") stop();
    else if (combo !== null) take(combo);
  };
  const stop = () => {
    setListening(false);
    setProblem(null);
  };
  return (
    <li class={isChanged ? "shortcut-key shortcut-key-changed" : "shortcut-key"}>
      <span id={`${id}-keys-name`}>{does}</span>
      {isChanged && (
        <button
          type="button"
          class="link-button"
          onClick={() => {
            take(KEYS[id]);
            button.current?.focus();
          }}
        >
          Reset<span class="sr-only">: {does}</span>
        </button>
      )}
      <button
        ref={button}
        type="button"
        class="button button-small shortcut-key-button"
        aria-pressed={isListening}
        aria-describedby={problem === null ? undefined : problemId}
        onClick={() => setListening(true)}
        onKeyDown={onKeyDown}
        onBlur={stop}
      >
        <span class="sr-only">{does}: </span>
        {isListening ? "Press the keys…" : <Keys combo={keys[id]} />}
      </button>
      {problem !== null && (
        <p id={problemId} class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </li>
  );
}
