import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { NOTHING } from "../net/api.ts";
import { PersonaCard } from "../personas/persona-card.tsx";
import { PersonaDialog } from "../personas/persona-dialog.tsx";
import { draftOfMe, Persona, Personas, personaDraftOf } from "../personas/persona-draft.ts";
import { pageDeletions } from "../rooms/page-deletions.ts";
import { useApp } from "../ui/app-context.ts";
import { CardSkeletons } from "../ui/card-skeletons.tsx";
import { Icon } from "../ui/icon.tsx";
import { EmptyState, ErrorBlock } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { SignInFirst } from "./sign-in-first.tsx";
import "../styles/workbench.css";

/** The address of a persona that is yet to be made. */
const NEW = "new";

/** `/personas` and `/personas/:id`: who one is at the table. The open one is part of the address. */
export function PersonasPage(): VNode {
  const { session } = useApp();
  useEffect(() => {
    document.title = "Personas · BotCafe";
  }, []);
  if (session.state.value === "signed_out") return <SignInFirst what="Your personas are kept with your account." />;
  return (
    <section class="page" aria-label="Personas">
      <header class="page-head">
        <h1>Personas</h1>
        <a class="button button-primary" href={`/personas/${NEW}`}>
          <Icon name="plus" />
          New persona
        </a>
      </header>
      <p class="page-note">Who you are at the table. Each room remembers which one you wear. Only you see this list.</p>
      <PersonaList />
    </section>
  );
}

function PersonaList(): VNode {
  const { session } = useApp();
  const { personas, problem, reload, wear, remove } = usePersonas();
  if (!personas) {
    if (problem) return <ErrorBlock problem={problem} onRetry={reload} />;
    return <CardSkeletons grid="own-cards" count={3} onRetry={reload} />;
  }
  const me = session.me.value?.displayName ?? "Me";
  const isFirst = personas.length === 0;
  return (
    <>
      {problem && <ErrorBlock problem={problem} onRetry={reload} />}
      {isFirst ? (
        <EmptyState
          title="No personas yet"
          action={
            <a class="button button-primary" href={`/personas/${NEW}`}>
              Begin with <bdi>{me}</bdi>
            </a>
          }
        >
          Without one you speak as yourself. A persona gives you another name, face and story.
        </EmptyState>
      ) : (
        <ul class="own-cards">
          {personas.map((persona) => (
            <PersonaCard
              key={persona.id}
              persona={persona}
              onDefault={() => void wear(persona)}
              onDelete={() => remove(persona)}
            />
          ))}
        </ul>
      )}
      <OpenPersona personas={personas} onSaved={reload} me={me} />
    </>
  );
}

interface OpenPersonaProps {
  readonly personas: readonly Persona[];
  readonly me: string;
  readonly onSaved: () => void;
}

/** The persona that the address names, or the one that is being made. */
function OpenPersona({ personas, me, onSaved }: OpenPersonaProps): VNode | null {
  const { route } = useLocation();
  const open = useRoute().params["id"];
  if (open === undefined) return null;
  const shown = personas.find(({ id }) => id === open);
  if (!shown && open !== NEW) {
    return (
      <p class="rooms-none" role="status">
        There is no such persona any more. <a href="/personas">Show all</a>
      </p>
    );
  }
  const isFirst = personas.length === 0;
  const close = () => route("/personas", true);
  return (
    <PersonaDialog
      key={open}
      id={shown?.id ?? null}
      start={shown ? personaDraftOf(shown) : draftOfMe(isFirst ? me : "", isFirst)}
      onClose={close}
      onSaved={() => {
        onSaved();
        close();
      }}
    />
  );
}

/** The list, the default first, without those that are on their way out. */
function usePersonas() {
  const { api, session, toasts } = useApp();
  const user_id = session.me.value?.id ?? null;
  const answer = useAnswer(user_id, (signal) => api.call("GET", "/personas?limit=100", Personas, { signal }));
  const [leaving, setLeaving] = useState<readonly string[]>([]);
  const bringBack = (id: string) => setLeaving((before) => before.filter((other) => other !== id));
  const wear = async ({ id, name }: Persona) => {
    const done = await api.call("PATCH", `/personas/${id}`, Persona, { body: { is_default: true } });
    if (!done.ok) return toasts.say(`${name}: ${done.problem.detail}`, { tone: "problem" });
    answer.reload();
    return toasts.say(`New rooms begin as ${name}.`);
  };
  const remove = ({ id, name }: Persona) => {
    const run = async () => {
      const done = await api.call("DELETE", `/personas/${id}`, NOTHING, { keepalive: true });
      if (done.ok || done.problem.status === 404) return;
      bringBack(id);
      toasts.say(`${name} could not be deleted. ${done.problem.detail}`, { tone: "problem" });
    };
    setLeaving((before) => [...before, id]);
    pageDeletions.later(id, () => void run());
    const undo = () => {
      if (pageDeletions.undo(id)) bringBack(id);
      else toasts.say(`${name} was deleted already.`);
    };
    toasts.say(`${name} is deleted.`, { action: { label: "Undo", onPress: undo } });
  };
  const personas = answer.value?.docs
    .filter(({ id }) => !leaving.includes(id))
    .toSorted((a, b) => Number(b.is_default) - Number(a.is_default));
  return { personas, problem: answer.problem, reload: answer.reload, wear, remove };
}
