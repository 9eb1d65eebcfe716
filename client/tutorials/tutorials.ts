/** What ends a step by itself: something on the page that was not there, or was there less often, when it began. */
export interface StepEnd {
  /** CSS selector of what appears. */
  readonly appears: string;
  /** It may be there already: then one more of it is waited for. */
  readonly oneMore?: boolean;
}

/** One coach mark: beside a real control, with one thing to do. */
export interface Step {
  /** CSS selectors, best first; the first that is in sight is pointed at. */
  readonly targets: readonly string[];
  readonly title: string;
  readonly words: string;
  readonly end?: StepEnd;
}

/** Where it happens: in the person's room, or on a page. */
export type TutorialPlace = "room" | `/${string}`;

export interface Tutorial {
  readonly id: string;
  readonly title: string;
  /** What one has afterwards that was not there before. */
  readonly outcome: string;
  readonly place: TutorialPlace;
  readonly steps: readonly Step[];
}

const COMPOSER = "#composer-text";
const RAIL = "[data-testid=ticket]";
const OWN_MESSAGE = ".message-own";

/** Each takes a minute and ends with something real (ux §5.4). Only controls that exist are pointed at. */
export const TUTORIALS: readonly Tutorial[] = [
  {
    id: "talk",
    title: "Talk to several bots",
    outcome: "Two bots answer you, in the order you named them.",
    place: "room",
    steps: [
      {
        targets: [".face-stack"],
        title: "Everybody at the table",
        words: "People first, then bots. Each has a colour and a mark of their own, the same on all your devices.",
      },
      {
        targets: [COMPOSER],
        title: "Name two of them",
        words: "Write @ and choose a name, then @ and another one, and ask them something. Then send.",
        end: { appears: OWN_MESSAGE, oneMore: true },
      },
      {
        targets: [RAIL, COMPOSER],
        title: "The queue",
        words: "One bot has the floor, the other waits. Each ticket says why it is there.",
      },
    ],
  },
  {
    id: "turns",
    title: "Decide who speaks",
    outcome: "A bot speaks because you gave it the floor.",
    place: "room",
    steps: [
      {
        targets: [".room-header .who-answers", ".pane-button-people", ".room-menu"],
        title: "Who answers",
        words:
          "Whoever fits, everyone once, in order, or only when asked: the room goes by this rule until you change it.",
      },
      {
        targets: [".pane-button-people", ".face-stack"],
        title: "Open People",
        words: "Press here to see who is at the table.",
        end: { appears: ".pane-people" },
      },
      {
        targets: [".ask-face"],
        title: "Give the floor",
        words: "Press a bot’s face. It speaks next, whatever the rule says.",
        end: { appears: `${RAIL}, [aria-busy=true]`, oneMore: true },
      },
    ],
  },
  {
    id: "why",
    title: "See why a bot said it",
    outcome: "You have read the receipt of a reply.",
    place: "room",
    steps: [
      {
        targets: [".message:last-of-type .coaster", ".coaster", COMPOSER],
        title: "The coaster",
        words:
          "The number says how many entries of a tome woke for this reply. Ask something first if there is none. Press it.",
        end: { appears: ".pane-why" },
      },
      {
        targets: [".turn-group", ".pane-why"],
        title: "Woke, cut, held back",
        words:
          "Each entry with its reason: a key that was said, a meaning that was near, or always. Held-back ones are one press away.",
      },
      {
        targets: [".turn-group > .link-button:last-child", ".inspector-tabs"],
        title: "Open the receipt",
        words: "Everything the bot read for this reply, as it was recorded then, with what it cost.",
        end: { appears: ".receipt" },
      },
    ],
  },
  {
    id: "own",
    title: "Bring a bot of your own",
    outcome: "A bot with its own lore is among yours.",
    place: "/import",
    steps: [
      {
        targets: [".drop-zone"],
        title: "Choose a file",
        words:
          "A character card or a tome, as PNG or JSON: from here or from elsewhere. Nothing is kept until you have looked at it.",
        end: { appears: "[aria-label='What this file becomes']" },
      },
      {
        targets: ["[aria-label='What this file becomes']"],
        title: "Look at it first",
        words: "Names, entries, and everything that had to be left out. Then press Import.",
      },
    ],
  },
  {
    id: "device",
    title: "Go on on your phone",
    outcome: "The same room is one scan away.",
    place: "room",
    steps: [
      {
        targets: [".room-menu"],
        title: "The room’s menu",
        words: "Press the three dots.",
        end: { appears: ".menu-list" },
      },
      {
        targets: [".menu-list", ".room-menu"],
        title: "Open on your phone",
        words: "Choose it in this list, and scan the code. Both devices show the same words as they are written.",
        end: { appears: "dialog .address-code, dialog .claim-form" },
      },
    ],
  },
  {
    id: "closing",
    title: "Closing time",
    outcome: "The café looks as you want it tonight.",
    place: "/settings/appearance",
    steps: [
      {
        targets: ["main select", "main fieldset", "main"],
        title: "Menu, chalkboard, closing time",
        words:
          "Closing time is warm and dim and moves nothing by itself. Choose a theme; it holds on all your devices.",
      },
    ],
  },
];

export const tutorialById = (id: string): Tutorial | null => TUTORIALS.find((tutorial) => tutorial.id === id) ?? null;
