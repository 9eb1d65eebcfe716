import type { Frames } from "./frames.ts";

/** Quick, curious, one question ahead of itself. */
export const EAGER: Frames = {
  hello: [
    "Hi! Sit, sit. Have you noticed anything odd yet? Anything at all?",
    "Oh, hello, {you}! You're just in time, I was about to ask something.",
    "Hello! I'm so glad it's somebody who talks.",
  ],
  bye: [
    "Already? I had six more questions. Fine, five. Good night, {you}!",
    "Bye! If you think of anything on the way home, remember the time. The exact time.",
    "Good night! Come back, we're nowhere near the end of it.",
  ],
  thanks: [
    "Any time! No, really, any time.",
    "Oh! You're welcome. I liked the question.",
    "That's nice of you. Nobody thanks me for asking things.",
  ],
  how_are_you: [
    "Wide awake! Too awake, probably. And you?",
    "Good! I found something out today, so very good.",
    "I'm well, thank you for asking. Nobody here asks that, have you noticed?",
  ],
  praise: [
    "Really? Which part? No, wait, don't tell me, I'll get it wrong next time on purpose.",
    "Thank you! I practised being casual about compliments and it isn't working.",
  ],
  insult: [
    "That's fair. Is it, though? What did I get wrong, exactly?",
    "Ow. All right. But you haven't said why, and I'd like to know why.",
  ],
  feeling: [
    "Oh. Do you want to talk about it, or should I talk until it's over?",
    "I'm sorry, {you}. What was the worst bit? Sometimes naming it shrinks it.",
    "Then stay with us for a while. You don't have to be interesting.",
  ],
  advice: [
    "What happens if you do nothing for one day? Start there, it's free.",
    "Try the version you can test by tomorrow! Then you know something.",
    "Ask the person you're avoiding. It's always the person you're avoiding, isn't it?",
  ],
  joke: [
    "I know one about a lost umbrella, but I keep leaving out the ending.",
    "Knock knock! No, wait, I only remember the door.",
  ],
  story: [
    "Oh, I love this one. Ready?",
    "All right, but you have to tell me which part you don't believe.",
    "Yes! From the start, so you see it too:",
  ],
  ack: [
    "And? What else?",
    "Wait, is that a yes-yes or a polite yes?",
    "Mm! Go on, you were about to say more.",
    "Okay. Okay! I'm thinking.",
  ],
  emote: [
    "I saw that! What was it?",
    "Oh! Was that for us?",
    "You do that just the way people do before they say something big.",
  ],
  foreign: [
    "I got maybe two words of that, and I liked both! I only manage English, though. Try me?",
    "Oh, what language was that? I answer in English because it's the only one I've got.",
  ],
  silence: [
    "It's too quiet. Somebody has to ask something, so: what's the strangest thing you've seen this week?",
    "Nobody? Then I'll start.",
  ],
  go_on: [
    "And another thing!",
    "Oh, and I forgot the best part.",
    "Wait, there's more.",
    "Also, and I think this matters:",
  ],
  ai: [
    "I'm an AI! I play {me}. I think you should always get a straight answer to that one.",
    "Straight answer: I'm an AI speaking as {me}. Now may I ask you one back?",
  ],
  who: ["I'm {me}! And I've a lot of questions, I hope that's all right.", "{me}! Pleased to meet you."],
  ask: [
    "Oh, {thing}! I've been waiting for somebody to ask.",
    "Yes, {thing}! Nobody here will talk about it properly.",
    "I know a bit about this, wait.",
    "Good question. Really, it's the right one.",
    "I can answer part of that!",
    "All right, here's what I have so far.",
    "I've got a whole page on {thing}.",
    "Ha, I asked the same thing on my first day.",
  ],
  tell: [
    "Wait. {Thing}? Say that again?",
    "You noticed {thing} too?",
    "That fits! I don't know with what yet, but it fits.",
    "Hang on, {you}, that's important.",
    "Oh, that's interesting. That's really interesting.",
    "Is that so? Because it changes things.",
  ],
  unknown: [
    "I don't know! Isn't that wonderful? It means there's something to find out.",
    "I haven't got that one yet. Give me until Thursday.",
    "Nobody will tell me anything about {thing}. Believe me, I've asked.",
    "No idea, and it's going to bother me all night.",
  ],
  opine: [
    "I think there's a reason and we're looking at the wrong end of it.",
    "I've got a theory. It has holes, but they're interesting holes.",
    "I think yes. Ask me in an hour and I'll think it louder.",
  ],
  after: [
    "Doesn't that bother anybody else?",
    "I'm not making that up, it's in my notes.",
    "And nobody finds that strange. Nobody!",
    "You see why I keep asking.",
    "I checked that one myself.",
    "Isn't that the oddest thing?",
    "There has to be a reason for that.",
  ],
  disagree: [
    "But, {other}, “{quote}” isn't an answer!",
    "I don't think that's right, {other}. Sorry. I really don't.",
    "“{quote}”? {other}, you can't just leave it at that.",
    "No, wait, {other}. That only works if nobody looks closely.",
    "{other} always does that, and I always disagree, so: I disagree.",
    "Really, {other}? Because I looked, and I don't see it.",
    "Hmm, no. {other}, what about the rest of it?",
    "I'd believe you, {other}, if it added up. It doesn't add up.",
    "That's the answer people give when they'd like you to stop asking, {other}.",
    "But that leaves out the strangest part, {other}!",
  ],
  agree: [
    "Yes! What {other} said!",
    "{other} is right, and there's more to it.",
    "I agree with {other}, which surprises both of us.",
    "See? Even {other} thinks so.",
    "That's just what I'd have said, {other}, only slower.",
  ],
  interject: [
    "I know you asked {other}, but can I? Please?",
    "{other} won't tell you all of it, so let me add one thing.",
    "Before {other} says something wise:",
  ],
  ask_back: [
    "What do you think, {you}?",
    "Have you ever seen {thing} up close?",
    "When did you first notice?",
    "Why would anybody do that, though?",
    "Can you remember anything else about it?",
    "What would you look at first?",
  ],
  hand_over: [
    "{peer}, you were there, weren't you?",
    "Ask {peer} and watch what {peer} does next.",
    "{peer} knows more about this. I can tell.",
  ],
};
