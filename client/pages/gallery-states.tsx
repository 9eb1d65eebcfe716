import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Badge, CountBadge } from "../ui/badge.tsx";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Chip, RemovableChip, ToggleChip } from "../ui/chip.tsx";
import { ProgressJob } from "../ui/progress-job.tsx";
import { Qr } from "../ui/qr.tsx";
import { EmptyState, ErrorBlock, Skeleton } from "../ui/states.tsx";
import type { SpecimenGroup } from "./gallery-specimen.ts";

function Banners(): VNode {
  const [isShown, setShown] = useState(true);
  return (
    <>
      {isShown && (
        <Banner tone="info" onDismiss={() => setShown(false)}>
          Also open on your phone.
        </Banner>
      )}
      <Banner tone="live">Back. 3 messages came in.</Banner>
      <Banner tone="warn" action={<Button isSmall>Change the limit</Button>}>
        48 of 60 minutes today.
      </Banner>
      <Banner tone="danger">The connection is lost. What you write is kept.</Banner>
    </>
  );
}

const Badges = (): VNode => (
  <>
    <Badge>draft</Badge>
    <Badge tone="live">woke</Badge>
    <Badge tone="warn">nearly full</Badge>
    <Badge tone="danger">failed</Badge>
    <Badge tone="lore">lore</Badge>
    <CountBadge count={3} words="3 unread" />
    <CountBadge count={140} words="140 unread" />
  </>
);

function Chips(): VNode {
  const [isOn, setOn] = useState(true);
  const [isThere, setThere] = useState(true);
  return (
    <>
      <Chip>
        <bdi>cosy</bdi>
      </Chip>
      <ToggleChip label="mystery" isOn={isOn} onToggle={setOn} />
      <ToggleChip label="sci-fi" isOn={!isOn} onToggle={(next) => setOn(!next)} />
      {isThere && <RemovableChip label="long rain" onRemove={() => setThere(false)} />}
    </>
  );
}

const Empty = (): VNode => (
  <EmptyState title="No rooms yet" action={<Button tone="primary">Start with three sample bots</Button>}>
    Rooms you talk in appear here, unread ones first.
  </EmptyState>
);

function Errors(): VNode {
  const [tries, setTries] = useState(0);
  const again = () => setTries(tries + 1);
  return (
    <>
      <ErrorBlock problem={{ ...PROBLEM, detail: `The shelf could not be loaded. Tries: ${tries}.` }} onRetry={again} />
      <ErrorBlock problem={{ ...PROBLEM, code: "offline" }} onRetry={again} />
    </>
  );
}
const PROBLEM = { code: "internal", status: 500, detail: "", errors: [] } as const;

function Waiting(): VNode {
  const [round, setRound] = useState(0);
  return <Skeleton key={round} rows={2} onRetry={() => setRound(round + 1)} />;
}

const Jobs = (): VNode => (
  <>
    <ProgressJob
      title="Import “Grey Harbour”"
      status="running"
      done={620}
      total={1000}
      phase="Reading entries"
      actions={<Button isSmall>Cancel</Button>}
    />
    <ProgressJob title="Index of “Night Water”" status="queued" done={0} total={19} />
    <ProgressJob title="Export" status="running" done={214} total={0} paused />
    <ProgressJob title="Import of 12 cards" status="failed" done={7} total={12} />
    <ProgressJob title="Summary" status="done" done={61} total={61} />
  </>
);

const Code = (): VNode => (
  <Qr text="https://botcafe.example/join/grey-harbour" name="Open this room on another device" />
);

export const STATES: SpecimenGroup = {
  title: "States and marks",
  specimens: [
    { name: "Banner", Show: Banners },
    { name: "Badge", Show: Badges },
    { name: "Chip", Show: Chips },
    { name: "Empty state", Show: Empty },
    { name: "Error block", Show: Errors },
    { name: "Skeleton", Show: Waiting },
    { name: "Progress", Show: Jobs },
    { name: "QR code", Show: Code },
  ],
};
