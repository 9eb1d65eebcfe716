import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import "../styles/address-code.css";
import { Qr } from "./qr.tsx";

interface AddressProps {
  readonly address: string;
  /** What to do with it. */
  readonly children: ComponentChildren;
}

/** An address of ours for another device: as a code to point a camera at, as text, and to copy. */
export function AddressCode({ address, children }: AddressProps): VNode {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    setCopied(true);
  };
  return (
    <div class="address-code">
      <Qr text={address} name={`Code for ${address}`} />
      <div class="address-code-words">
        <p>{children}</p>
        {isThisMachineOnly() && (
          <p class="address-code-warning">
            This café listens on this computer alone. Another device reaches it once it is started for your network,
            under an address other than {location.hostname}.
          </p>
        )}
        <p class="address-code-text">
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
