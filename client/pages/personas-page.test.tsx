// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { act } from "preact/test-utils";
import { LocationProvider, Route, Router } from "preact-iso";
import { expect, test, vi } from "vitest";
import type { Persona } from "../personas/persona-draft.ts";
import { ToastStore } from "../state/toast-store.ts";
import { type App, AppContext } from "../ui/app-context.ts";
import { button, mount, press } from "../ui/testing/mount.tsx";
import { PersonasPage } from "./personas-page.tsx";

const persona = (id: string, name: string): Persona => ({
  id,
  name,
  description: "Keeps things.",
  gender: null,
  age: null,
  pronouns: null,
  custom_pronouns: null,
  appearance: { avatar: null, avatar_url: null },
  interaction_preferences: { preferred_topics: [], avoid_topics: [] },
  is_default: false,
  custom_instructions: "",
  usage_count: 0,
});

// The simulated document has no popovers: only that the menu's items are there matters here.
HTMLElement.prototype.showPopover ??= () => undefined;
HTMLElement.prototype.hidePopover ??= () => undefined;

test("[PER2] a deleted persona leaves the list at once, comes back by Undo, and nothing was deleted", async () => {
  const docs = [persona("1", "Keeper"), persona("2", "Stranger")];
  const call = vi.fn(async (_method: string, _path: string) => ({ ok: true, value: { docs } }));
  const toasts = new ToastStore();
  const session = { state: signal("signed_in"), me: signal({ id: "u1", displayName: "Ada" }) };
  const app = { api: { call }, session, toasts } as unknown as App;
  const { root } = await mount(
    <AppContext.Provider value={app}>
      <LocationProvider>
        <Router>
          <Route path="/personas/:id" component={PersonasPage} />
          <Route default component={PersonasPage} />
        </Router>
      </LocationProvider>
    </AppContext.Provider>,
  );
  const names = () => [...root.querySelectorAll(".own-card-name")].map(({ textContent }) => textContent);
  await expect.poll(() => names()).toEqual(["Keeper", "Stranger"]);
  await press(button(root, "More about Keeper"));
  const item = [...document.querySelectorAll<HTMLElement>("[role=menuitem]")].find(({ textContent }) =>
    textContent?.startsWith("Delete"),
  );
  await press(item!);
  expect(names()).toEqual(["Stranger"]);
  await act(() => toasts.list.value.at(-1)?.action?.onPress());
  expect(names()).toEqual(["Keeper", "Stranger"]);
  expect(call.mock.calls.filter(([method]) => method === "DELETE")).toEqual([]);
});
