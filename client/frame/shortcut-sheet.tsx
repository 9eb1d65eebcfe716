import type { VNode } from "preact";
import { useLocation } from "preact-iso";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Keys } from "../ui/keys.tsx";
import type { Combo } from "./key-combo.ts";
import { keysFor } from "./own-keys.ts";
import { KEYS, type KeyId, SHORTCUT_PLACES, SHORTCUTS, type Shortcut, type ShortcutPlace } from "./shortcuts.ts";

const PLACES = (Object.entries(SHORTCUT_PLACES) as [ShortcutPlace, string][]).filter(([place]) =>
  SHORTCUTS.some(({ where }) => where === place),
);

/** `?`: every shortcut, by where it works, with the keys this person gave it. */
export function ShortcutSheet({ onClose }: { onClose: () => void }): VNode {
  const { preferences } = useApp();
  const { route } = useLocation();
  const keys = keysFor(KEYS, preferences.kept.value);
  const isOff = preferences.values.value.single_keys === "off";
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <div class="shortcut-groups">
        {PLACES.map(([where, label]) => (
          <section key={where} class="shortcut-group">
            <h3>{label}</h3>
            {where === "messages" && isOff && <p class="page-note">Single letters are turned off in the settings.</p>}
            <dl class="shortcut-list">
              {SHORTCUTS.filter((shortcut) => shortcut.where === where).map((shortcut) => (
                <ShortcutRow key={shortcut.does} shortcut={shortcut} keys={keys} />
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p class="page-note">
        <button
          type="button"
          class="link-button"
          onClick={() => {
            onClose();
            route("/settings/accessibility#setting-shortcuts");
          }}
        >
          Give them other keys
        </button>
      </p>
    </Dialog>
  );
}

interface ShortcutRowProps {
  readonly shortcut: Shortcut;
  readonly keys: Readonly<Record<KeyId, Combo>>;
}

function ShortcutRow({ shortcut: { ids, fixed = [], does }, keys }: ShortcutRowProps): VNode {
  return (
    <div class="shortcut-row">
      <dt>{does}</dt>
      <dd>
        {[...ids.map((id) => keys[id]), ...fixed].map((combo) => (
          <Keys key={combo} combo={combo} />
        ))}
      </dd>
    </div>
  );
}
