/** How many colours and cup marks there are (ux §7.2); past three, colour alone does not tell people apart. */
export const SPEAKER_MARKS = 8;

/** Gives each speaker of a room a mark, 1 to 8, in the order they are first asked for; it never changes after that. */
export type SpeakerMarks = (speaker: string) => number;

/** The marks of one room. Ask for its bots first, in their order, so that all devices agree on theirs. */
export function createSpeakerMarks(): SpeakerMarks {
  const given = new Map<string, number>();
  return (speaker) => {
    const mark = given.get(speaker) ?? (given.size % SPEAKER_MARKS) + 1;
    given.set(speaker, mark);
    return mark;
  };
}
