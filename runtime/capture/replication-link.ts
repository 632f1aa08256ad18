import { attach, type AttachOptions, type Attachment } from "./attach.ts";
import { introduce } from "./handshake.ts";
import { openLinkSocket } from "./link-socket.ts";

/** A server that hears nothing from a replica for `repl-timeout` (60 s by default) drops it. */
const ACK_INTERVAL_MS = 1000;

export interface ReplicationLink {
  readonly attachment: Attachment;
  /** Hands every byte of the stream to `consume`, which must not wait: what is not read in time makes the server drop us. */
  flow(consume: (chunk: Buffer) => void): void;
  /** Answers the server's REPLCONF GETACK, and keeps the link alive. */
  acknowledge(): void;
  /** Resolves with the reason when the link has ended. */
  readonly ended: Promise<Error>;
  close(): void;
}

export interface LinkOptions extends AttachOptions {
  readonly signal: AbortSignal;
}

/**
 * Attaches to a server as a replica that keeps no data.
 *
 * It acknowledges offset 0 for ever: that keeps the link alive, and as no write is ever covered by it, WAIT never counts us.
 * Nothing is acknowledged before a snapshot has ended (it would restart the server's wait for more replicas); the first
 * acknowledgement behind it starts the stream.
 */
export async function openReplicationLink(options: LinkOptions): Promise<ReplicationLink> {
  const { address, signal } = options;
  const socket = await openLinkSocket(address, options);
  const stop = () => socket.destroy(new Error("capture was stopped"));
  signal.addEventListener("abort", stop, { once: true });
  void socket.ended.then(() => signal.removeEventListener("abort", stop));
  if (signal.aborted) stop();
  try {
    await introduce(socket, address);
    const attachment = await attach(socket, options);
    const acknowledge = () => socket.send(["REPLCONF", "ACK", "0"]);
    acknowledge();
    const timer = setInterval(acknowledge, ACK_INTERVAL_MS);
    void socket.ended.then(() => clearInterval(timer));
    return { attachment, flow: socket.flow, acknowledge, ended: socket.ended, close: stop };
  } catch (error) {
    stop();
    throw error;
  }
}
