import type { VNode } from "preact";
import { useLocation } from "preact-iso";
import { useApp } from "../ui/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { chooseTheme, THEME_WORDS, THEMES, theme } from "../ui/theme.ts";

/** Who is signed in, and how the page looks. */
export function AccountMenu(): VNode {
  const { session } = useApp();
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
    isChecked: theme.value === id,
    onSelect: () => chooseTheme(id),
  }));
  const account: MenuItem =
    state === "signed_in"
      ? { id: "sign-out", label: "Sign out", onSelect: () => void signOut() }
      : { id: "sign-in", label: "Sign in", onSelect: () => route("/login") };
  return (
    <Menu
      name={`Account and appearance: ${name}`}
      class="rail-link"
      face={
        <>
          <Icon name="user" />
          <bdi class="rail-name">{name}</bdi>
        </>
      }
      items={[...appearance, account]}
    />
  );
}
