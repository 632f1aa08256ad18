/** Kinds of fault that wait for something that the product does not have yet. The run prints them by name, so that none is forgotten. */
export const NOT_YET: readonly string[] = [
  "stream budget reached: streams have no bound yet; a target that is away for long under load is run, and the footprint printed",
  "target restored and nobody tells: the operator still has to let it forget its source, which the fault does",
  "Sentinel asked by the worker: a source has one address yet, which the run moves to the promoted server",
  "replica preferred: capture attaches to the address that it is given",
];
