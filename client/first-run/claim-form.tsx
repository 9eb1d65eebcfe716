import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import * as z from "zod/mini";
import { clerkAddress } from "../net/clerk-address.ts";
import { useApp } from "../ui/app-context.ts";
import { TextField } from "../ui/field.tsx";
import { ErrorBlock, Skeleton } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import "../styles/first-run.css";

const Health = z.object({ mode: z.optional(z.string()) });

/** A guest becomes an account and keeps everything: rooms, drafts, personas, tomes. */
export function ClaimForm({ room_id }: { room_id: string }): VNode {
  const { api } = useApp();
  const health = useAnswer("health", (signal) => api.call("GET", "/health", Health, { signal }));
  if (health.problem) return <ErrorBlock problem={health.problem} onRetry={health.reload} />;
  if (!health.value) return <Skeleton rows={1} />;
  if (health.value.mode !== "clerk") return <AddressForm room_id={room_id} />;
  return (
    <div class="form claim-form">
      <a class="button button-primary" href={clerkAddress(`/r/${room_id}`, "signup")} target="_top">
        Go on with Clerk and keep everything
      </a>
      <p class="page-note">
        This café leaves passwords to Clerk. Its page opens here and brings you back to this room.
      </p>
    </div>
  );
}

function AddressForm({ room_id }: { room_id: string }): VNode {
  const { session, toasts } = useApp();
  const { route } = useLocation();
  const [email, setEmail] = useState("");
  const [isBusy, setBusy] = useState(false);
  const claim = async () => {
    const guest = session.me.peek();
    setBusy(true);
    const me = await session.devSignIn(email.trim(), guest?.displayName ?? null);
    setBusy(false);
    if (!me || !guest || me.id === guest.id) return;
    // An account that was there before: what the guest made moves over to it, and the room opens when it has.
    toasts.say("Signed in. What you made as a guest is moving to your account.", {
      action: { label: "Open the room", onPress: () => route(`/r/${room_id}`) },
    });
    route("/rooms");
  };
  const problem = session.problem.value;
  return (
    <form
      class="form claim-form"
      onSubmit={(event) => {
        event.preventDefault();
        void claim();
      }}
    >
      <TextField
        label="E-mail"
        type="email"
        name="email"
        required
        autocomplete="email"
        maxLength={254}
        value={email}
        onValue={setEmail}
        hint="This café runs on its own machine: no password, and no message is sent."
        problem={problem ? (problem.errors[0]?.message ?? problem.detail) : undefined}
      />
      <button type="submit" class="button button-primary" disabled={isBusy}>
        {isBusy ? "Signing in…" : "Sign in and keep everything"}
      </button>
    </form>
  );
}
