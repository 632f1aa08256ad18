/* The thread of an emitter. It is started before the command line knows what is to be made, and loads meanwhile. */
import { importBuilt } from "./built.mjs";

const { answerRequests } = await importBuilt("emission");
await answerRequests();
