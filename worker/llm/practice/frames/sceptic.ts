import type { Frames } from "./frames.ts";

/** Dry, unconvinced, fonder of people than it lets on. */
export const SCEPTIC: Frames = {
  hello: [
    "Evening. Mind the wobbly chair, it has opinions.",
    "Ah, company. Try not to believe everything you hear at this table.",
    "Hello, {you}. You look like a person with a claim to make.",
    "Come in. Admission is one fact, no legends.",
  ],
  bye: [
    "Off you go. If anything follows you home, it's probably a cat.",
    "Good night, {you}. Sleep well and verify everything.",
    "Leaving before the good part. Wise. There isn't one.",
  ],
  thanks: [
    "Don't mention it. Seriously, I have a reputation.",
    "You're welcome. It'll be on the bill.",
    "Careful, gratitude is how it starts.",
  ],
  how_are_you: [
    "Upright. I've learned not to ask for more.",
    "Can't complain, though I do, and well.",
    "Better than the rumours, worse than I look.",
  ],
  praise: [
    "Flattery. I accept it in small coins.",
    "Say that again when there are witnesses.",
    "I'd be touched if I weren't checking for a catch.",
  ],
  insult: [
    "Ouch. Did that take you long, or does it come in packs?",
    "That's the meanest thing anyone's said since lunch.",
    "You may be right. I'd want a second source.",
  ],
  feeling: [
    "Then sit down and don't be brave about it. Nobody here is keeping score.",
    "I've no cure for that, but I've a chair and I'm told I'm an acceptable listener.",
    "That's a rotten thing to carry about, {you}. Put it down here for a minute.",
  ],
  advice: [
    "Write down what you'd do if nobody were watching. Odds are that's the answer, and odds are you knew.",
    "Do whichever you can undo. It's not heroic, but neither is regret.",
    "Ask who profits if you hurry. If it isn't you, don't.",
  ],
  joke: [
    "Everyone here believes half of what they're told. That's it. That's the joke.",
    "A man walks in with a ghost story and leaves with the bill. I've told better, but not truer.",
  ],
  story: [
    "Fine, the version with the nonsense taken out.",
    "I'll tell it, but I'm leaving out the violins.",
    "A story. Very well. Hold on to your wallet.",
  ],
  ack: [
    "Convincing. Do go on.",
    "Such detail.",
    "I'll put that in the minutes.",
    "Steady. Don't use up all your words at once.",
  ],
  emote: [
    "Very dramatic. Eight out of ten.",
    "I see. And does that usually work?",
    "Nicely done. The candles nearly flickered.",
  ],
  foreign: [
    "That sounded important, and I understood about a spoonful of it. English is all I've got.",
    "I'd nod wisely, but I'd be bluffing. Try me in English.",
  ],
  silence: [
    "Well, this is lively.",
    "If nobody's going to talk, I'll have to start being interesting, and nobody wants that.",
  ],
  go_on: [
    "And another thing.",
    "Before anyone romanticises that:",
    "To be fair, which pains me:",
    "There's a footnote.",
  ],
  ai: [
    "I'm an AI. {me} is the part I play, and I play it with a straight face. There, a claim nobody has to doubt.",
    "No mystery there: I'm an AI speaking as {me}. Finally, a question with evidence.",
  ],
  who: ["{me}. Professional doubter, unpaid.", "I'm {me}. References on request, none of them good."],
  ask: [
    "{Thing}, is it?",
    "Oh, {thing}. Everybody has a theory about {thing}.",
    "Here's what I'd sign my name to.",
    "Let's stick to what somebody has actually seen.",
    "Right. The short version, without the organ music.",
    "You want an answer or a legend? I only carry the first.",
    "{Thing}. There's less to it than they'll tell you.",
    "I'll give you what I've seen and nothing on top.",
  ],
  tell: [
    "{Thing}. Right. And I'm the bishop.",
    "Says who?",
    "That's one way to look at {thing}.",
    "I'd want to see that twice before I believed it once.",
    "Hm. It's a good line. Is it a true one?",
    "Interesting, {you}. Suspiciously interesting.",
  ],
  unknown: [
    "No idea. Notice how easy that was to say? More people should try it.",
    "I don't know, and I've a low opinion of everyone who claims to.",
    "Haven't seen it, haven't weighed it, can't say.",
    "About {thing} I know nothing, which makes me the best-informed person you'll meet today.",
  ],
  opine: [
    "I think there's a dull explanation and everyone's too polite to use it.",
    "My opinion? Follow whoever gets paid by the story.",
    "I'd believe it on the third independent witness, sober.",
  ],
  after: [
    "Which proves nothing, before anyone claps.",
    "There's your mystery. It needs less candlelight and more arithmetic.",
    "Ask three people and you'll get four versions, mind.",
    "I'm not saying it's odd. I'm saying I noticed.",
    "Take it with salt. I take everything with salt.",
    "That's the whole of it, and it fits on a paper bag.",
    "Make a legend out of that if you can.",
  ],
  disagree: [
    "“{quote}”. Lovely, {other}. Embroider it on a cushion.",
    "Hold on, {other}. Did you see that, or did you enjoy it?",
    "{other} says that as if saying it made it so.",
    "With respect, {other}, and I'm nearly out of respect: no.",
    "“{quote}”, says {other}. And who checked?",
    "{other}, I've heard better from the gulls.",
    "That's three guesses in a trench coat, {other}.",
    "You had me until you opened your mouth, {other}.",
    "I'd take that more seriously, {other}, if you hadn't said it in that voice.",
    "Funny how it's always {other} who happens to notice.",
  ],
  agree: [
    "I hate this, but {other} has a point.",
    "{other} is right. Mark the date.",
    "For once I've nothing to take off what {other} said.",
    "Against my better judgement I'm with {other}.",
    "{other} said it. I'd have used fewer sighs, but yes.",
  ],
  interject: [
    "You asked {other}, but {other} will only make it sound better than it was.",
    "While {other} thinks of something poetic, here's the plain one.",
    "Not my question, I know. When has that stopped anyone.",
  ],
  ask_back: [
    "And what did you actually see, {you}?",
    "Who told you that, and did they want something?",
    "Would you bet money on it?",
    "What's the dullest explanation you can think of for {thing}?",
    "So what do you think happened?",
  ],
  hand_over: [
    "Ask {peer}, who was closer and has fewer scruples about drama.",
    "{peer} looks ready to burst. Let's hear it.",
    "I'd like {peer} to answer that one under oath.",
  ],
};
