import { readFileSync } from "node:fs";
import type { IOptions } from "mssql";
import { EXIT, StartupError } from "../../errors.ts";
import { authenticationOf, type Authentication } from "./authentication.ts";

/** What a url says, as the driver takes it. */
export interface UrlOptions {
  readonly server: string;
  readonly authentication: Authentication;
  readonly options: IOptions;
  /** `host:1433/shop`: what may be shown. */
  readonly place: string;
}

const PORT = 1433;

/** Names are those of SQL Server's connection strings, whatever their case. */
const KNOWN = [
  "encrypt",
  "trustServerCertificate",
  "ca",
  "hostNameInCertificate",
  "instance",
  "domain",
  "authentication",
  "clientId",
  "tenantId",
  "multiSubnetFailover",
] as const;

type Known = (typeof KNOWN)[number];

/** Throws `StartupError`. `token` is an access token, if the target has one. */
export function readUrl(target: string, url: string, token: string | undefined): UrlOptions {
  const wrong = (what: string, hint: string): StartupError =>
    new StartupError("RDI5001", EXIT.configuration, `The url of target ${target} ${what}.`, hint);
  const parsed = parse(url);
  if (parsed === undefined) throw wrong("can't be read", "Write it as mssql://user@host:1433/database.");
  const given = optionsOf(parsed, wrong);
  const database = decodeURIComponent(parsed.pathname.slice(1));
  const instance = given.get("instance");
  const port = parsed.port === "" ? PORT : Number(parsed.port);
  const ca = given.get("ca");
  return {
    server: parsed.hostname.replace(/^\[(.*)\]$/, "$1"),
    authentication: authenticationOf({
      user: decodeURIComponent(parsed.username),
      password: decodeURIComponent(parsed.password),
      option: (name) => given.get(name),
      token,
      wrong,
    }),
    place: `${parsed.hostname}${instance === undefined ? `:${port}` : `\\${instance}`}/${database}`,
    options: {
      ...(database === "" ? {} : { database }),
      ...(instance === undefined ? { port } : { instanceName: instance }),
      encrypt: encryption(given.get("encrypt"), wrong),
      trustServerCertificate: flag("trustServerCertificate", given, wrong),
      multiSubnetFailover: flag("multiSubnetFailover", given, wrong),
      ...named("serverName", given.get("hostNameInCertificate")),
      ...(ca === undefined ? {} : { cryptoCredentialsDetails: { ca: certificate(ca, wrong) } }),
    },
  };
}

/** `host:1433/shop`, or undefined where the url can't be read. Shows no user and no password. */
export function placeOf(url: string): string | undefined {
  const parsed = parse(url);
  if (parsed === undefined) return undefined;
  return `${parsed.hostname}:${parsed.port === "" ? PORT : parsed.port}${parsed.pathname}`;
}

export type Wrong = (what: string, hint: string) => StartupError;
type Given = ReadonlyMap<Known, string>;

function parse(url: string): URL | undefined {
  try {
    const parsed = new URL(url);
    return /^(mssql|sqlserver):$/.test(parsed.protocol) && parsed.hostname !== "" ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function optionsOf({ searchParams }: URL, wrong: Wrong): Given {
  const given = new Map<Known, string>();
  for (const [name, value] of searchParams) {
    const known = KNOWN.find((one) => one.toLowerCase() === name.toLowerCase());
    if (known === undefined)
      throw wrong(`has an option ${name}, which is not known`, `Options are ${KNOWN.join(", ")}.`);
    given.set(known, value);
  }
  return given;
}

/** Encrypted unless it is said otherwise, as of the drivers of today. `strict` is TDS 8. */
function encryption(value: string | undefined, wrong: Wrong): boolean | "strict" {
  switch (value?.toLowerCase()) {
    case undefined:
    case "true":
    case "yes":
    case "mandatory":
      return true;
    case "false":
    case "no":
    case "optional":
      return false;
    case "strict":
      return "strict";
    default:
      throw wrong(`has encrypt=${value}`, "Write encrypt=true, encrypt=false or encrypt=strict.");
  }
}

function flag(name: Known, given: Given, wrong: Wrong): boolean {
  const value = given.get(name)?.toLowerCase() ?? "false";
  if (value === "true" || value === "yes") return true;
  if (value === "false" || value === "no") return false;
  throw wrong(`has ${name}=${given.get(name)}`, `Write ${name}=true or ${name}=false.`);
}

function named(name: "serverName", value: string | undefined): Pick<IOptions, "serverName"> {
  return value === undefined ? {} : { [name]: value };
}

function certificate(path: string, wrong: Wrong): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw wrong(`names a certificate ${path}, which can't be read`, "Give ca the path of a PEM file.");
  }
}
