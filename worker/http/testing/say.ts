import { call, ORIGIN } from "./call.ts";

/**
 * Says something in a room over a socket, waits until a bot has read its prompt, and with it kept its trace and receipt,
 * and stops the reply there.
 * @param more Further fields of the command. @returns The reply's message id.
 */
export async function sayIn(
  room: string,
  { cookie }: { readonly cookie: string },
  text: string,
  more: object = {},
): Promise<string> {
  const headers = { upgrade: "websocket", origin: ORIGIN };
  const { webSocket: socket, status } = await call(`/parties/conversation/${room}`, { cookie, headers });
  if (!socket) throw new Error(`no socket: ${status}`);
  socket.accept();
  const command = (body: object) => socket.send(JSON.stringify({ ref: crypto.randomUUID(), ...body }));
  let reply = "";
  const ended = new Promise<void>((resolve) => {
    socket.addEventListener("message", ({ data }) => {
      const { type, event } = JSON.parse(String(data));
      if (type === "welcome") command({ type: "send", text, ...more });
      if (event?.type === "activation.turn") {
        reply = event.message_id;
        command({ type: "stop", scope: "all" });
      }
      if (event?.type === "message.updated" && event.message.id === reply && !event.message.streaming) resolve();
    });
  });
  socket.send(JSON.stringify({ type: "hello", v: 1, device_id: "test" }));
  await ended;
  socket.close();
  return reply;
}
