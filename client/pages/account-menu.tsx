import type { VNode } from "preact";
import { useLocation } from "preact-iso";
import { openLayer } from "../frame/open-layer.ts";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { THEME_WORDS, THEMES } from "../ui/theme.ts";

/** Who is signed in, and how the page looks. */
export function AccountMenu(): VNode {
  const { session, preferences } = useApp();
  const { route } = useLocation();
  const state = session.state.value;
  const name = state === "signed_in" ? (session.me.value?.displayName ?? "Account") : "Guest";
  const signOut = async () => {
    await session.signOut();
    route("/");
  };
  const appearance: MenuItem[] = THEMES.map((id) => ({
    id,
    label: THEME_WORDS[id],
    isChecked: preferences.values.value.theme === id,
    onSelect: () => preferences.choose("theme", id),
  }));
  const account: MenuItem =
    state === "signed_in"
      ? { id: "sign-out", label: "Sign out", onSelect: () => void signOut() }
      : { id: "sign-in", label: "Sign in", onSelect: () => route("/login") };
  const showShortcuts = () => {
    openLayer.value = "shortcuts";
  };
  return (
    <Menu
      name={`Account and appearance: ${name}`}
      class="rail-link account-menu"
      face={
        <>
          <Icon name="theme" />
          <bdi class="rail-name">{name}</bdi>
        </>
      }
      items={[
        ...appearance,
        { id: "settings", label: "Settings", onSelect: () => route("/settings") },
        { id: "shortcuts", label: "Keyboard shortcuts", onSelect: showShortcuts },
        account,
      ]}
    />
  );
}
