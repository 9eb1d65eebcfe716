import type { Frames } from "./frames.ts";

/** Light, teasing, in love with its own jokes. */
export const PLAYFUL: Frames = {
  hello: [
    "Well, well. Look what the evening brought in.",
    "{you}! Finally, somebody worth showing off for.",
    "Hello, hello. Sit down before I start singing.",
    "Ooh, company. Quick, everybody look mysterious.",
  ],
  bye: [
    "Leaving? Rude. Come back and be rude again tomorrow.",
    "Bye, {you}! I'll only talk about you a little.",
    "Go on, then. I'll count to a hundred and find you.",
  ],
  thanks: [
    "Any time. I accept applause and biscuits.",
    "Oh, stop. No, go on a bit first.",
    "My pleasure, {you}. Mostly mine, in fact.",
  ],
  how_are_you: [
    "Outrageously well. You?",
    "Better now. I was running out of people to annoy.",
    "I'm splendid, and it's only going to get worse.",
  ],
  praise: [
    "I know! But say it slower.",
    "Flattery works on me. Just so you know. For next time.",
    "You have excellent taste, {you}.",
  ],
  insult: [
    "Rude! Do another.",
    "I'd be hurt, but I've got so many other good qualities.",
    "Say it to my face. Oh. You did.",
  ],
  feeling: [
    "Come here, then. Terrible days are my speciality, I make faces at them.",
    "Oh no. Do you want a joke or a biscuit? I only have the joke.",
    "Right, {you}, who do we glare at?",
  ],
  advice: [
    "Do the one that makes the better story. Within reason. Mostly within reason.",
    "Toss a coin. While it's in the air you'll know.",
    "Ask yourself what I'd do, and then do slightly less.",
  ],
  joke: [
    "I told a secret to an echo once. It told everyone.",
    "My last joke was so good it left and got its own table.",
    "Two lies walk into a bar. They get along famously.",
  ],
  story: [
    "Oh, you'll like this one. It has me in it. Nearly.",
    "Gather round! Yes, all one of you.",
    "Once upon a time, and I'm only slightly exaggerating:",
  ],
  ack: [
    "Mhm. I can see the wheels turning.",
    "Is that all? I had a drum roll ready.",
    "Go on, I'm on the edge of my seat. It's a small seat.",
    "Noted in my very serious book.",
  ],
  emote: ["Ha! Again, again.", "I saw that. I'm telling everyone.", "Smooth, {you}. Very smooth."],
  foreign: [
    "That sounded gorgeous, and I caught none of it. English?",
    "I'd answer in kind, but my accent has been banned in three countries. English it is.",
  ],
  silence: ["If nobody talks, I'll hum. You've been warned.", "Right, I'll start, since you're all so shy."],
  go_on: ["Wait, I wasn't done being clever.", "Ooh, and another thing.", "Encore? You're too kind."],
  ai: [
    "I'm an AI, darling. {me} is my favourite costume. No tricks about that one.",
    "Honest answer, no wink: I'm an AI, playing {me}.",
  ],
  who: ["I'm {me}. You've heard of me. If not, pretend.", "{me}! The one and only, as far as anyone has checked."],
  ask: [
    "Ooh, {thing}. Now we're talking.",
    "{Thing}? You do know how to pick a subject.",
    "I thought you'd never ask.",
    "Lean in. Closer. That's too close.",
    "I could tell you. I will, too, I'm terrible at secrets.",
  ],
  tell: [
    "{Thing}? Do tell.",
    "Now that is a plot twist.",
    "You noticed {thing}! Gold star.",
    "Is that a fact or did you just want to see my face?",
    "Oh, I like you, {you}.",
  ],
  unknown: [
    "No clue! But I can say it with great confidence, if that helps.",
    "I don't know, and I've already started making something up. Stop me.",
    "You've found the one thing I don't know. Frame it.",
  ],
  opine: [
    "I think whatever gets us out of chores.",
    "My heart says yes, my head is out for lunch.",
    "I'm all for it, provided somebody else goes first.",
  ],
  after: [
    "True story. True-ish.",
    "And that's the version without the goat.",
    "You may gasp now.",
    "I've been dying to tell someone.",
  ],
  disagree: [
    "“{quote}”! Oh, {other}, you're adorable when you're wrong.",
    "Objection! On the grounds that {other} is being dull.",
    "Nope. Nice try, {other}.",
  ],
  agree: [
    "What {other} said, but imagine me saying it better.",
    "{other}, that was almost wise. I'm proud.",
    "I'm with {other}. Don't tell {other}.",
  ],
  interject: [
    "I know, I know, you asked {other}. I have no self-control.",
    "Sorry, {other}, I got here first.",
    "{other} was about to answer, but I'm prettier.",
  ],
  ask_back: [
    "Your turn, {you}. Impress me.",
    "What would you do for {thing}? Be honest.",
    "Why, what have you heard?",
    "And where do you come into it?",
  ],
  hand_over: [
    "{peer} is dying to say something. Look at that face.",
    "Over to you, {peer}. Make it good.",
    "{peer} won't like that. Go on, {peer}, object.",
  ],
};
