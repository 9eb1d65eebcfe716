import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What happens to bytes on their way; both directions. */
export interface Weather {
  /** Added to every piece, milliseconds. */
  latencyMs: number;
  /** Pieces are cut into so many bytes; 0 leaves them whole. */
  sliceBytes: number;
  /** Nothing goes through any more, and no connection ends: a black hole. */
  blackHole: boolean;
}

/** A network of our own between devices and a server, on a port of its own. */
export interface FaultProxy {
  readonly url: string;
  readonly weather: Weather;
  /** How many connections are open. */
  readonly size: number;
  /** Ends connections the hard way, RST, as many as `share` says of all. */
  reset(share?: number): void;
  /** Device and server each believe the other is there, and nothing goes through: for the connections open now. */
  halfOpen(): void;
  /** Lets the next `bytes` to the devices through, on each connection, then ends it: in the middle of a frame. */
  cutAfter(bytes: number): void;
  close(): void;
}

interface Link {
  readonly device: Socket;
  readonly server: Socket;
  isDead: boolean;
  /** Bytes to the device that still go through; Infinity where nothing is to be cut. */
  left: number;
}

/** Opens a proxy to `target`, e.g. `http://127.0.0.1:8787`. */
export async function openFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const links = new Set<Link>();
  const weather: Weather = { latencyMs: 0, sliceBytes: 0, blackHole: false };
  const listener = createServer((device) => {
    const server = connect({ host: hostname, port: Number(port) });
    const link: Link = { device, server, isDead: false, left: Number.POSITIVE_INFINITY };
    links.add(link);
    const end = () => {
      if (!links.delete(link)) return;
      device.destroy();
      server.destroy();
    };
    for (const socket of [device, server]) socket.setNoDelay(true).on("error", end).on("close", end);
    carry(link, device, server, weather, () => Number.POSITIVE_INFINITY);
    carry(link, server, device, weather, () => link.left);
  });
  await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
  const { port: own } = listener.address() as AddressInfo;
  const all = () => [...links];
  return {
    url: `http://127.0.0.1:${own}`,
    weather,
    get size() {
      return links.size;
    },
    reset(share = 1) {
      for (const link of all()) if (Math.random() < share) resetBoth(link);
    },
    halfOpen() {
      for (const link of all()) link.isDead = true;
    },
    cutAfter(bytes) {
      for (const link of all()) link.left = bytes;
    },
    close() {
      for (const link of all()) resetBoth(link);
      listener.close();
    },
  };
}

function resetBoth({ device, server }: Link): void {
  device.resetAndDestroy();
  server.resetAndDestroy();
}

/** Takes what `from` says to `to`, in order, through the weather. */
function carry(link: Link, from: Socket, to: Socket, weather: Weather, left: () => number): void {
  let before = Promise.resolve();
  from.on("data", (bytes: Buffer) => {
    if (link.isDead || weather.blackHole) return;
    before = before.then(() => deliver(link, to, bytes, weather, left));
  });
}

async function deliver(link: Link, to: Socket, bytes: Buffer, weather: Weather, left: () => number): Promise<void> {
  if (weather.latencyMs > 0) await new Promise((done) => setTimeout(done, weather.latencyMs));
  const size = weather.sliceBytes || bytes.length;
  for (let at = 0; at < bytes.length && !to.destroyed && !link.isDead; at += size) {
    const piece = bytes.subarray(at, Math.min(at + size, at + left()));
    if (piece.length > 0) to.write(piece);
    if (to === link.device) link.left -= piece.length;
    if (left() <= 0) return resetBoth(link);
    // A turn of the loop between pieces, or the system puts them together again.
    if (weather.sliceBytes > 0) await new Promise((done) => setImmediate(done));
  }
}
