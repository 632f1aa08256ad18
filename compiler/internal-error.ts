/** A mistake of ours, found by ourselves. The command line shows `details` and asks for a report. */
export class InternalError extends Error {
  override readonly name = "InternalError";
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[]) {
    super(message);
    this.details = details;
  }
}
