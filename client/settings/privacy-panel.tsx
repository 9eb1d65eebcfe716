import type { VNode } from "preact";
import { BlockedPeople } from "./blocked-people.tsx";
import { KeptHere } from "./kept-here.tsx";
import { PreferencePanel } from "./preference-panel.tsx";
import { Uploads } from "./uploads.tsx";
import { WithSession } from "./with-session.tsx";

/** What one has left here and on this device, and whom one does not want to meet. */
export function PrivacyPanel(): VNode {
  return (
    <>
      <PreferencePanel tab="privacy" />
      <WithSession what="Your uploads and the people you blocked are listed here.">
        {(id) => (
          <>
            <Uploads user_id={id} />
            <BlockedPeople user_id={id} />
          </>
        )}
      </WithSession>
      <KeptHere />
    </>
  );
}
