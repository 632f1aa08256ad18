import { checkMessage } from "./message.ts";

/** Settings, and what a project needs. */
export const settingMessages = {
  RDI2010: checkMessage<{ where: string; name: string; example: string }>({
    severity: "error",
    title: "Setting missing",
    message: ({ where, name, example }) => ({
      label: `${where} needs \`${name}\``,
      details: [],
      hint: `Add \`${name}: ${example}\`.`,
    }),
    explanation:
      "A source and a target need the URL of their server. It usually comes from the environment, so that one bundle serves every environment.",
    bad: `target db: postgres { schema: "public" }`,
    good: `target db: postgres { url: env("DB_URL"), schema: "public" }`,
  }),
  RDI2011: checkMessage<{
    name: string;
    expected: string;
    hint?: string | undefined;
    fix?: string | undefined;
  }>({
    severity: "error",
    title: "Setting does not fit",
    message: ({ name, expected, hint, fix }) => ({
      label: `\`${name}\` is ${expected}`,
      details: [],
      hint,
      fix,
    }),
    explanation:
      "Every setting takes one kind of constant: a number, a duration such as `20ms`, a size such as `16mb`, a listed word, or text.",
    bad: `delivery { wait: 20 }`,
    good: `delivery { wait: 20ms }`,
  }),
  RDI2012: checkMessage<{ name: string; example: string }>({
    severity: "error",
    title: "Secret in the text",
    message: ({ name, example }) => ({
      label: `\`${name}\` holds a password as plain text`,
      details: ["A .rdi file is kept under version control, and a bundle is copied around: neither may hold a secret."],
      hint: `Read it when the worker starts: \`${example}\`.`,
    }),
    explanation:
      "Secrets come from the environment or from files, and are read when the worker starts. They appear in no generated file, log or dead letter.",
    bad: `source redis { url: "redis://app:hunter2@cache:6379" }`,
    good: `source redis { url: env("REDIS_URL") }`,
  }),
  RDI2013: checkMessage<{ job: string }>({
    severity: "error",
    title: "No source",
    message: ({ job }) => ({
      label: `job \`${job}\` has nothing to read from`,
      details: ["A project has one source, the Redis whose keys its jobs read."],
      hint: `Add \`source redis { url: env("REDIS_URL", "redis://localhost:6379") }\` at the top.`,
    }),
    explanation: "`source redis { … }` names the Redis that all jobs of the project read.",
    bad: `target db: postgres { url: env("DB_URL") }\njob j { from hash "card:{number}" … }`,
    good: `source redis { url: env("REDIS_URL") }\ntarget db: postgres { url: env("DB_URL") }\njob j { from hash "card:{number}" … }`,
  }),
  RDI2014: checkMessage<{ what: "project" | "job" }>({
    severity: "error",
    title: "Nothing to write",
    message: ({ what }) => ({
      label: what === "project" ? "the project has no job" : "the job has no `into`",
      details: ["A job says which rows the keys of a pattern stand for; `into` says where they go."],
      hint:
        what === "project"
          ? `Add a job: \`job name { from hash "…" into … }\`.`
          : "Add `into target.table key (column) { … }`.",
    }),
    explanation:
      "A worker needs at least one job, and a job at least one `into`. Without them nothing would ever be written.",
    bad: `job cards { from hash "card:{number}" }`,
    good: `job cards { from hash "card:{number}"\n  into db.cards key (number) { number: text = @number } }`,
  }),
  RDI2015: checkMessage<{ what: string }>({
    severity: "error",
    title: "Clause out of place",
    message: ({ what }) => ({
      label: `\`${what}\` stands below the top of the job`,
      details: [`\`${what}\` holds for the whole job, so it can't depend on a \`where\` or a \`for\`.`],
      hint: "Move it up, directly into the job.",
    }),
    explanation:
      "`delivery` and `skip when` hold for a whole job. They stand directly in the job's braces and not in the block of a `where` or `for`.",
    bad: `where active { delivery { batch: 100 } }`,
    good: `delivery { batch: 100 }\nwhere active { … }`,
  }),
  RDI2016: checkMessage<{ name: string; instead: string }>({
    severity: "error",
    title: "Only in settings",
    message: ({ name, instead }) => ({
      label: `\`${name}\` has no meaning in an expression`,
      details: ["What a key yields depends on the key alone, never on the machine that the worker runs on."],
      hint: instead,
    }),
    explanation:
      "`env(…)`, `file(…)` and sizes such as `16mb` exist in the settings of `source`, `target` and `delivery` only.",
    bad: `region: text = env("REGION")`,
    good: `region: text = "eu"`,
  }),
  RDI2017: checkMessage<{ what: string }>({
    severity: "error",
    title: "Constant text needed",
    message: ({ what }) => ({
      label: `${what} takes no holes`,
      details: ["In every string `{` opens a hole."],
      hint: "Write `\\{` for a brace, or leave the hole out.",
    }),
    explanation:
      "Settings and imports are constant: they are read before there is any key whose fields a hole could name.",
    bad: `target db: postgres { url: env("DB_URL"), schema: "{tenant}" }`,
    good: `target db: postgres { url: env("DB_URL"), schema: "public" }`,
  }),
};
