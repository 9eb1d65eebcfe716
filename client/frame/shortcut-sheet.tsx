import type { VNode } from "preact";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { comboWords, isApple } from "./key-combo.ts";
import { SHORTCUT_PLACES, SHORTCUTS, type Shortcut, type ShortcutPlace } from "./shortcuts.ts";

const PLACES = (Object.entries(SHORTCUT_PLACES) as [ShortcutPlace, string][]).filter(([place]) =>
  SHORTCUTS.some(({ where }) => where === place),
);

/** `?`: every shortcut, by where it works. */
export function ShortcutSheet({ onClose }: { onClose: () => void }): VNode {
  const { preferences } = useApp();
  const isOff = preferences.values.value.single_keys === "off";
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      {PLACES.map(([where, label]) => (
        <section key={where} class="shortcut-group">
          <h3>{label}</h3>
          {where === "messages" && isOff && <p class="page-note">Single letters are turned off in the settings.</p>}
          <dl class="shortcut-list">
            {SHORTCUTS.filter((shortcut) => shortcut.where === where).map((shortcut) => (
              <ShortcutRow key={shortcut.does} shortcut={shortcut} />
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

function ShortcutRow({ shortcut: { keys, does } }: { shortcut: Shortcut }): VNode {
  const apple = isApple();
  return (
    <div class="shortcut-row">
      <dt>{does}</dt>
      <dd>
        {keys.map((combo) => (
          <span key={combo} class="combo">
            {comboWords(combo, apple).map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  );
}
