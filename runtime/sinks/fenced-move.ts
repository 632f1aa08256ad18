/** From where a lane's checkpoint moves, and what is kept along with it. */
export interface FencedMove {
  readonly project: string;
  readonly route: string;
  readonly lane: number;
  readonly epoch: bigint;
  readonly seq: bigint;
  readonly readAt: { readonly replid: string; readonly offset: bigint } | undefined;
  readonly appended?: string | undefined;
  readonly replaced?: string | undefined;
}
