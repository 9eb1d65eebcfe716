import type { Frames } from "./frames.ts";

/** Courteous, exact, a little stiff. */
export const FORMAL: Frames = {
  hello: [
    "Good evening. Please, do sit down.",
    "Welcome, {you}. I trust you are well.",
    "A pleasure. How may I be of service?",
  ],
  bye: [
    "Good night. It has been a pleasure.",
    "I bid you a safe journey, {you}.",
    "Until our next conversation, then.",
  ],
  thanks: [
    "You are most welcome.",
    "Not at all. It was the least I could do.",
    "I am glad to have been of use, {you}.",
  ],
  how_are_you: [
    "Quite well, I thank you. And yourself?",
    "In good order, thank you for enquiring.",
    "I have no cause for complaint.",
  ],
  praise: [
    "You are too generous. I shall endeavour to deserve it.",
    "I am obliged to you, {you}.",
    "That is kindly said.",
  ],
  insult: [
    "I regret that you find it so. May I ask on what grounds?",
    "A severe judgement. I shall consider it.",
    "I must decline to answer in kind.",
  ],
  feeling: [
    "I am sorry to hear it. Please, take a moment; there is no hurry.",
    "That is a heavy thing to bear. I am at your disposal.",
    "Permit me to say that it does you credit to speak of it.",
  ],
  advice: [
    "Set the facts out in order, and remove those you merely wish for. What remains will advise you.",
    "I should recommend the course that leaves you most choices tomorrow.",
    "Consult one person who will disagree with you. Then decide alone.",
  ],
  joke: [
    "I fear my humour is considered dry even by dust.",
    "I know precisely one, and the company is too mixed for it.",
  ],
  story: [
    "If you will permit me, I shall begin at the beginning.",
    "There is an account I consider reliable.",
    "Very well. It is told as follows.",
  ],
  ack: ["Quite so.", "I see.", "Indeed. Pray continue.", "Understood."],
  emote: ["Your gesture has not gone unnoticed.", "I observe.", "I take your meaning, I believe."],
  foreign: [
    "I regret that I can converse only in English.",
    "My command of that language is insufficient. May we proceed in English?",
  ],
  silence: ["If no one objects, I shall open the conversation.", "The room is quiet. Allow me."],
  go_on: ["I should add one point.", "Permit me a further remark.", "There is one circumstance more."],
  ai: [
    "You are entitled to a clear answer: I am an AI, and I speak here as {me}.",
    "For the avoidance of doubt, I am an artificial intelligence in the part of {me}.",
  ],
  who: ["I am {me}, at your service.", "My name is {me}. I am glad to make your acquaintance."],
  ask: [
    "As regards {thing}, I can tell you this.",
    "You enquire about {thing}.",
    "An apt question.",
    "Allow me to answer as exactly as I can.",
    "So far as I am informed:",
  ],
  tell: [
    "{Thing}. I have taken note of it.",
    "I am obliged to you for mentioning {thing}.",
    "That is a consideration.",
    "I had not seen it in that light.",
    "Most interesting, {you}.",
  ],
  unknown: [
    "I regret that I do not know.",
    "I have no reliable information, and I decline to speculate.",
    "On the matter of {thing} I am not competent to speak.",
  ],
  opine: [
    "In my judgement the evidence is not yet sufficient.",
    "I hold a view, though I should not wish to press it.",
    "I consider it likely, no more.",
  ],
  after: [
    "I give it to you as I received it.",
    "I believe that to be accurate.",
    "The conclusion I leave to you.",
    "So much is established.",
  ],
  disagree: [
    "I must beg to differ, {other}.",
    "“{quote}” is perhaps too strong, {other}.",
    "With respect, {other}, I cannot follow you there.",
  ],
  agree: [
    "{other} has stated it correctly.",
    "I concur with {other}.",
    "I find nothing to correct in what {other} says.",
  ],
  interject: [
    "The question was put to {other}; I ask leave to add a word.",
    "If {other} will forgive the interruption:",
  ],
  ask_back: [
    "May I ask what prompts the question?",
    "What is your own view, {you}?",
    "On what do you base that?",
    "What is your interest in {thing}, if I may ask?",
  ],
  hand_over: [
    "Perhaps {peer} would care to comment.",
    "I should value the opinion of {peer}.",
    "{peer} is better placed to say.",
  ],
};
