import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import * as z from "zod/mini";
import { useApp } from "../ui/app-context.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { isInFront, SELF, useRoomScene } from "./room-context.ts";

const Personas = z.object({ docs: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Who the next message is from: oneself, or a persona of one's own. The last ones stand first. */
export function PersonaChip(): VNode {
  const { room, members, me, markOf } = useRoomScene();
  const { composer } = room;
  const { route } = useLocation();
  const personas = usePersonas();
  const chosen = composer.persona_id.value === undefined ? room.view.value?.room.persona_id : composer.persona_id.value;
  const persona = personas.find(({ id }) => id === chosen);
  const own = members.value.find((member) => member.user_id === me.value)?.name ?? "You";
  const recent = composer.recentPersonas.value;
  const place = (id: string) => (recent.includes(id) ? recent.indexOf(id) : recent.length);
  const items: MenuItem[] = [
    {
      id: "self",
      label: own,
      hint: "Yourself",
      isChecked: persona === undefined,
      onSelect: () => composer.speakAs(null),
    },
    ...personas
      .toSorted((a, b) => place(a.id) - place(b.id))
      .map(({ id, name }) => ({ id, label: name, isChecked: id === chosen, onSelect: () => composer.speakAs(id) })),
    {
      id: "personas",
      label: personas.length === 0 ? "Make a persona" : "My personas",
      hint: "Who you can speak as",
      onSelect: () => route("/personas"),
    },
  ];
  const name = persona?.name ?? "You";
  const face = (
    <>
      <Avatar name={name} picture={null} mark={markOf(SELF)} size="small" />
      <bdi class={persona ? "persona-name persona-chosen" : "persona-name"}>{name}</bdi>
      <Icon name="chevron" />
    </>
  );
  return (
    <span class="persona-place" ref={useSwitchKey()}>
      <Menu name={`Speaking as ${name}`} face={face} class="persona-chip" items={items} />
    </span>
  );
}

function usePersonas() {
  const { api, session } = useApp();
  const { composer } = useRoomScene().room;
  const user = session.me.value?.id ?? null;
  const answer = useAnswer(user, (signal) => api.call("GET", "/personas?limit=100", Personas, { signal }));
  useEffect(() => {
    if (answer.value) composer.knowPersonas(answer.value.docs);
  }, [answer.value]);
  return composer.personas.value;
}

/** Ctrl Shift P opens the list from wherever one is in the room (ux §2.6). */
function useSwitchKey() {
  const scene = useRoomScene();
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.code !== "KeyP" || !isInFront(scene)) return;
      event.preventDefault();
      place.current?.querySelector("button")?.click();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return place;
}
