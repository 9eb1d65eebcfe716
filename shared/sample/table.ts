/**
 * What the first screen draws before the server has said a word: the sample room and who sits in it. Small on purpose
 * (the page's first script holds it); the bots' whole cards are in `bots.ts`, their lore in `tome.ts`.
 */
export interface SampleSeat {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly greeting: string;
  /** 0–1: the chance that the bot answers unasked. */
  readonly talkativeness: number;
}

export const MARA_ID = "0192f0c4-5a01-7a01-8a01-6d6172610001";
export const TOBIAS_ID = "0192f0c4-5a02-7a02-8a02-746f62690002";
export const IVY_ID = "0192f0c4-5a03-7a03-8a03-697679000003";

export const SAMPLE_SEATS: readonly SampleSeat[] = [
  {
    id: MARA_ID,
    name: "Mara Quill",
    description: "Keeps the lighthouse of Grey Harbour. Says little, sees most of it.",
    greeting:
      "Sit where you can see the window. The lamp does not need me for an hour, and I would rather spend it listening.",
    talkativeness: 0.9,
  },
  {
    id: TOBIAS_ID,
    name: "Tobias",
    description: "Bakes the harbour's bread and doubts the harbour's stories.",
    greeting:
      "Bread's warm, chairs are hard. If you came for ghosts, the ghosts are Mara's department. I do rye and plain answers.",
    talkativeness: 0.6,
  },
  {
    id: IVY_ID,
    name: "Ivy",
    description: "Three weeks a trainee at the lighthouse, and forty questions behind.",
    greeting:
      "Oh good, somebody new! I have forty questions about that lighthouse and Mara answers roughly one a day. Ask her something, would you? She is politer to guests.",
    talkativeness: 0.85,
  },
];

/** The room everybody starts in (ux.md §5.1). */
export const SAMPLE_ROOM = {
  title: "The Corner Table",
  /** Filled into the composer when tapped, never sent. The first wakes two entries and concerns all three bots. */
  starters: [
    "Who lit the lamp on Tuesday night, if Mara has the only key?",
    "Tobias, who is that rye loaf on the ferry steps for?",
    "Ivy, what is wrong with the last page of the 1911 log?",
    "Fog again tonight. Did anyone else hear the bell?",
  ],
  notice: "Sample room. Runs on our practice model. Nothing to sign up for.",
} as const;
