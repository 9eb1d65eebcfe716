import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Qr } from "../ui/qr.tsx";
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
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    setCopied(true);
  };
  return (
    <div class="phone-code">
      <Qr text={address} name={`Code for ${address}`} />
      <div class="phone-words">
        <p>
          Point your phone’s camera here and sign in as <bdi>{email}</bdi>. Both devices show the same words as they are
          written.
        </p>
        {isThisMachineOnly() && (
          <p class="phone-warning">
            This café listens on this computer alone. A phone reaches it once it is started for your network, under an
            address other than {location.hostname}.
          </p>
        )}
        <p class="phone-address">
          <a href={address}>{address}</a>
        </p>
        {"clipboard" in navigator && (
          <button type="button" class="button button-small" onClick={() => void copy()}>
            {isCopied ? "Copied" : "Copy the address"}
          </button>
        )}
      </div>
    </div>
  );
}

/** Whether the address of this page means another machine to every other device. */
const isThisMachineOnly = (): boolean => /^(localhost|127\.|\[?::1\]?$)/u.test(location.hostname);
