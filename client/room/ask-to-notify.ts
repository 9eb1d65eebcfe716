/** Whether the browser has not been asked yet. */
export const mayAskToNotify = (): boolean => "Notification" in globalThis && Notification.permission === "default";

/** Lets the browser ask the person. Only to be called from their own press. */
export const askToNotify = async (): Promise<void> => {
  if (mayAskToNotify()) await Notification.requestPermission();
};
