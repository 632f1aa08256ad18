/**
 * A double of SQL Server that speaks TDS 7.4 as far as the sink's driver does: pre-login, TLS only from the first byte on, a login, batches, sp_executesql and the
 * attention by which a client stops a request. It knows no SQL: what it answers is scripted, test by test. It shows that the driver and the
 * sink agree about the protocol, not that SQL Server takes a statement.
 */
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { KIND, messageReader, packetsOf, type Message } from "./packets.ts";
import { batchRequest, procedureRequest, readLogin, type AskedLogin, type AskedRequest } from "./requests.ts";
import { done, errorToken, loginAcknowledged, rowSet, type AnsweredError, type AnsweredSet } from "./tokens.ts";

export type Answer =
  | AnsweredSet
  | { readonly error: AnsweredError }
  /** The connection is cut, in the midst of the answer if something came before. */
  | "cut"
  /** Nothing comes any more, until the client stops the request. */
  | "silence";

export interface TdsDouble {
  /** Without a query string: add `?encrypt=false`. */
  readonly url: string;
  readonly logins: readonly AskedLogin[];
  /** All but the driver's and the sink's settings. */
  readonly requests: readonly AskedRequest[];
  /** How many requests the clients have stopped. */
  readonly attentions: () => number;
  /** Cuts all connections. */
  cut(): void;
  close(): Promise<void>;
}

export interface DoubleScript {
  /** Answers a request in its order; what is left out is answered with nothing but its end. */
  answer?(request: AskedRequest): readonly Answer[];
  /** Refuses a login. */
  refuse?(login: AskedLogin): AnsweredError | undefined;
  /** TLS from the first byte on, as of TDS 8: for `?encrypt=strict`. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export async function startTdsDouble(script: DoubleScript = {}): Promise<TdsDouble> {
  const sockets = new Set<Socket>();
  const logins: AskedLogin[] = [];
  const requests: AskedRequest[] = [];
  let attentions = 0;

  function take(socket: Socket, { kind, body }: Message): void {
    if (kind === KIND.prelogin) socket.write(packetsOf(PRELOGIN));
    else if (kind === KIND.login) login(socket, readLogin(body));
    else if (kind === KIND.batch) request(socket, batchRequest(body));
    else if (kind === KIND.rpc) request(socket, procedureRequest(body));
    else if (kind === KIND.attention) {
      attentions += 1;
      socket.write(packetsOf(done("attention")));
    } else throw new Error(`the double knows no message of the kind ${kind}`);
  }

  function login(socket: Socket, asked: AskedLogin): void {
    logins.push(asked);
    const refusal = script.refuse?.(asked);
    const answer = refusal === undefined ? [loginAcknowledged(), done("done")] : [errorToken(refusal), done("failed")];
    socket.write(packetsOf(Buffer.concat(answer)));
  }

  function request(socket: Socket, asked: AskedRequest): void {
    if (isOfSettings(asked)) return void socket.write(packetsOf(done("done")));
    requests.push(asked);
    send(socket, script.answer?.(asked) ?? []);
  }

  const server = serverOf(script, (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.on(
      "data",
      messageReader((message) => take(socket, message)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    url: `mssql://writer:secret@127.0.0.1:${portOf(server.address())}/shop`,
    logins,
    requests,
    attentions: () => attentions,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

function serverOf({ tls }: DoubleScript, accept: (socket: Socket) => void): Server {
  return tls === undefined ? createServer(accept) : createTlsServer({ ...tls, ALPNProtocols: ["tds/8.0"] }, accept);
}

/** The options VERSION and ENCRYPTION: TLS is not supported. */
const PRELOGIN = Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, 2]);

function isOfSettings({ kind, text }: AskedRequest): boolean {
  return kind === "batch" && /^\s*set /i.test(text);
}

function send(socket: Socket, answers: readonly Answer[]): void {
  const broken = answers.findIndex((answer) => typeof answer === "string");
  const told = broken < 0 ? answers : answers.slice(0, broken);
  const tokens = Buffer.concat(told.map(tokensOf));
  if (broken < 0) {
    const failed = told.some((answer) => typeof answer === "object" && "error" in answer);
    socket.write(packetsOf(Buffer.concat([tokens, done(failed ? "failed" : "done")])));
    return;
  }
  if (tokens.length > 0) socket.write(packetsOf(tokens, false));
  if (answers[broken] === "cut") socket.end();
}

function tokensOf(answer: Answer): Buffer {
  if (typeof answer === "string") return Buffer.alloc(0);
  return "error" in answer ? errorToken(answer.error) : rowSet(answer);
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string") throw new Error("the double listens on no port");
  return address.port;
}
