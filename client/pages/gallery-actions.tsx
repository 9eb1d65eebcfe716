import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../ui/app-context.ts";
import { BottomSheet } from "../ui/bottom-sheet.tsx";
import { Button, IconButton, SplitButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Keys } from "../ui/keys.tsx";
import { Menu } from "../ui/menu.tsx";
import { Popover } from "../ui/popover.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import type { SpecimenGroup } from "./gallery-specimen.ts";

function Buttons(): VNode {
  return (
    <>
      <Button tone="primary">Sit down</Button>
      <Button icon="upload">Import</Button>
      <Button tone="quiet">Not now</Button>
      <Button tone="danger" icon="trash">
        Delete
      </Button>
      <Button isSmall>Small</Button>
      <Button disabled>Disabled</Button>
      <Button tone="primary" disabled>
        Disabled
      </Button>
      <SavingButton />
    </>
  );
}

function SavingButton(): VNode {
  const [isBusy, setBusy] = useState(true);
  return (
    <>
      <Button tone="primary" busy={isBusy ? "Saving…" : undefined}>
        Save
      </Button>
      <Button isSmall tone="quiet" onPress={() => setBusy(!isBusy)}>
        {isBusy ? "Show at rest" : "Show busy"}
      </Button>
    </>
  );
}

function SplitButtons(): VNode {
  const [done, setDone] = useState("Nothing yet");
  const items = [
    { id: "hold", label: "Stop and hold", hint: "The queue stays", onSelect: () => setDone("Stopped and held") },
    { id: "all", label: "Stop everything", onSelect: () => setDone("Stopped everything") },
  ];
  return (
    <>
      <SplitButton moreName="More ways to stop" items={items} onPress={() => setDone("Stopped")}>
        Stop
      </SplitButton>
      <SplitButton tone="primary" moreName="More ways to send" items={items} onPress={() => setDone("Sent")}>
        Send
      </SplitButton>
      <output>{done}</output>
    </>
  );
}

function IconButtons(): VNode {
  const [isOn, setOn] = useState(true);
  const nothing = () => setOn(isOn);
  return (
    <>
      <IconButton icon="search" name="Search" onPress={nothing} />
      <IconButton icon="pause" name="Pause" isPressed={isOn} onPress={() => setOn(!isOn)} />
      <IconButton icon="trash" name="Delete" disabled onPress={nothing} />
    </>
  );
}

const Links = (): VNode => (
  <p>
    <a href="#gallery">To the top of the gallery</a>, and a{" "}
    <button type="button" class="link-button">
      quiet action
    </button>{" "}
    that looks like a link.
  </p>
);

function Menus(): VNode {
  const [chosen, setChosen] = useState("cosy");
  const items = ["cosy", "lines", "script"].map((id) => ({
    id,
    label: id,
    isChecked: id === chosen,
    onSelect: () => setChosen(id),
  }));
  return <Menu face={`Density: ${chosen}`} items={items} />;
}

const Tooltips = (): VNode => (
  <Tooltip words="Counted as the model counts; about ¾ of a word each.">
    {(id) => (
      <button type="button" class="button" aria-describedby={id}>
        212 tokens
      </button>
    )}
  </Tooltip>
);

const Popovers = (): VNode => (
  <Popover title="Who pays" face="Who pays?">
    <p>Ben's key pays for the replies of this room.</p>
    <a href="#gallery">Change it</a>
  </Popover>
);

function Dialogs(): VNode {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>Open a dialog</Button>
      {isOpen && (
        <Dialog
          title="Delete this room?"
          onClose={close}
          actions={
            <>
              <Button onPress={close}>Keep it</Button>
              <Button tone="danger" onPress={close}>
                Delete it
              </Button>
            </>
          }
        >
          <p>Its messages go for everybody. This cannot be undone.</p>
        </Dialog>
      )}
    </>
  );
}

function Sheets(): VNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>Open a sheet</Button>
      {isOpen && (
        <BottomSheet title="Why Mara spoke" onClose={() => setOpen(false)}>
          <p>She was mentioned. Three entries woke, one was cut.</p>
          <p>At half height the page above stays in use.</p>
        </BottomSheet>
      )}
    </>
  );
}

function ToastButtons(): VNode {
  const { toasts } = useApp();
  const undo = () => toasts.say("Brought back.");
  return (
    <>
      <Button onPress={() => toasts.say("Link copied.")}>Say something</Button>
      <Button onPress={() => toasts.say("Room deleted.", { action: { label: "Undo", onPress: undo } })}>
        With a way back
      </Button>
      <Button onPress={() => toasts.say("The room could not be saved.", { tone: "problem" })}>A problem</Button>
    </>
  );
}

const KeyCaps = (): VNode => (
  <>
    <Keys combo="Mod+K" />
    <Keys combo="Alt+ArrowUp" />
    <Keys combo="Escape" />
  </>
);

export const ACTIONS: SpecimenGroup = {
  title: "Actions and layers",
  specimens: [
    { name: "Button", keys: "Enter or Space. A busy button keeps the focus.", Show: Buttons },
    { name: "Split button", keys: "The second part opens a menu.", Show: SplitButtons },
    { name: "Icon button", Show: IconButtons },
    { name: "Link", Show: Links },
    { name: "Menu", keys: "↑ ↓ Home End move, Esc closes, focus returns.", Show: Menus },
    { name: "Tooltip", keys: "Comes with the focus; Esc takes it away.", Show: Tooltips },
    { name: "Popover", keys: "Focus goes in; Esc closes and gives it back.", Show: Popovers },
    { name: "Dialog", keys: "Tab stays inside; Esc closes.", Show: Dialogs },
    { name: "Bottom sheet", keys: "Enter on the handle changes the height; Esc closes.", Show: Sheets },
    { name: "Toast", keys: "Stays while it has the focus.", Show: ToastButtons },
    { name: "Keys", Show: KeyCaps },
  ],
};
