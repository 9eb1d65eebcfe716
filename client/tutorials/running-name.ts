/** The name under which a person's preferences remember the tutorial they are in. Apart from the rest: every page asks. */
export const RUNNING = "tutorial_running";
