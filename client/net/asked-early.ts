declare global {
  interface Window {
    /** `public/theme.js` asks who is signed in while this script is still on its way. */
    askedEarly?: Promise<Response>;
  }
}

/** The answer to a question that was asked before this script ran; undefined where none was, and the second time. */
export function askedEarly(path: string): Promise<Response> | undefined {
  if (path !== "/api/session") return undefined;
  const answer = window.askedEarly;
  delete window.askedEarly;
  return answer;
}
