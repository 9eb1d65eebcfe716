import type { VNode } from "preact";
import { AddressCode } from "../ui/address-code.tsx";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { ClaimForm } from "./claim-form.tsx";

interface PhoneProps {
  readonly room_id: string;
  readonly onClose: () => void;
}

/** The room's address as a code. A phone is somebody only after signing in, and so a guest is asked to do that first. */
export function PhoneDialog({ room_id, onClose }: PhoneProps): VNode {
  const { session } = useApp();
  const isGuest = session.state.value === "guest";
  return (
    <Dialog title="Open on your phone" onClose={onClose}>
      {isGuest ? (
        <>
          <p>A guest lives on one device. Sign in here, and your phone opens the same room under the same name.</p>
          <ClaimForm room_id={room_id} />
        </>
      ) : (
        <PhoneCode address={`${location.origin}/r/${room_id}`} email={session.me.value?.email ?? ""} />
      )}
    </Dialog>
  );
}

function PhoneCode({ address, email }: { address: string; email: string }): VNode {
  return (
    <AddressCode address={address}>
      Point your phone’s camera here and sign in as <bdi>{email}</bdi>. Both devices show the same words as they are
      written.
    </AddressCode>
  );
}
