import type { VNode } from "preact";
import * as z from "zod/mini";
import { useApp } from "../ui/app-context.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { SELF, useRoomScene } from "./room-context.ts";

const Personas = z.object({ docs: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Who the next message is from: oneself, or a persona of one's own. */
export function PersonaChip(): VNode {
  const { api, session } = useApp();
  const { room, members, me, markOf } = useRoomScene();
  const { composer } = room;
  const user = session.me.value?.id ?? null;
  const personas = useAnswer(user, (signal) => api.call("GET", "/personas?limit=100", Personas, { signal }));
  const docs = personas.value?.docs ?? [];
  const chosen = composer.persona_id.value === undefined ? room.view.value?.room.persona_id : composer.persona_id.value;
  const persona = docs.find(({ id }) => id === chosen);
  const own = members.value.find((member) => member.user_id === me.value)?.name ?? "You";
  const name = persona?.name ?? "You";
  const items: MenuItem[] = [
    {
      id: "self",
      label: own,
      hint: "Yourself",
      isChecked: persona === undefined,
      onSelect: () => speakAs(composer, null),
    },
    ...docs.map((doc) => ({
      id: doc.id,
      label: doc.name,
      isChecked: doc.id === chosen,
      onSelect: () => speakAs(composer, doc.id),
    })),
  ];
  const face = (
    <>
      <Avatar name={name} picture={null} mark={markOf(SELF)} size="small" />
      <bdi class="persona-name">{persona ? persona.name : "You"}</bdi>
    </>
  );
  return <Menu name={`Speaking as ${name}`} face={face} class="persona-chip" items={items} />;
}

const speakAs = (composer: { persona_id: { value: string | null | undefined } }, id: string | null): void => {
  composer.persona_id.value = id;
};
