import type { config as Config } from "mssql";
import type { StartupError } from "../../errors.ts";

export type Authentication = NonNullable<Config["authentication"]>;

/** What a url and a target's `token` say of a login. */
export interface Login {
  readonly user: string;
  readonly password: string;
  option(name: "domain" | "authentication" | "clientId" | "tenantId"): string | undefined;
  readonly token: string | undefined;
  wrong(what: string, hint: string): StartupError;
}

/** A login of SQL Server, one of a Windows domain by NTLM, or one of Microsoft Entra ID. */
export function authenticationOf(login: Login): Authentication {
  const { user, password, token, option } = login;
  if (token !== undefined) return { type: "azure-active-directory-access-token", options: { token } };
  const kind = option("authentication");
  if (kind !== undefined) return entraLogin(kind, login);
  const domain = option("domain");
  if (domain !== undefined) return { type: "ntlm", options: { domain, userName: user, password } };
  return { type: "default", options: { userName: user, password } };
}

/** Names are those of connection strings; the driver's own begin with `azure-`. */
function entraLogin(kind: string, { user, password, option, wrong }: Login): Authentication {
  const clientId = option("clientId");
  const identity = clientId === undefined ? {} : { clientId };
  switch (kind.toLowerCase().replaceAll(/[^a-z]|^azure-/g, "")) {
    case "sqlpassword":
      return { type: "default", options: { userName: user, password } };
    case "activedirectorydefault":
      return { type: "azure-active-directory-default", options: identity };
    case "activedirectorymanagedidentity":
    case "activedirectorymsi":
    case "activedirectorymsivm":
      return { type: "azure-active-directory-msi-vm", options: identity };
    case "activedirectorymsiappservice":
      return { type: "azure-active-directory-msi-app-service", options: identity };
    case "activedirectoryserviceprincipal":
    case "activedirectoryserviceprincipalsecret": {
      const tenantId = option("tenantId");
      if (tenantId === undefined)
        throw wrong("names a service principal without a tenantId", "Add &tenantId=… to the url's options.");
      return {
        type: "azure-active-directory-service-principal-secret",
        options: { clientId: clientId ?? user, clientSecret: password, tenantId },
      };
    }
    default:
      throw wrong(
        `has authentication=${kind}`,
        'Write ActiveDirectoryDefault, ActiveDirectoryManagedIdentity or ActiveDirectoryServicePrincipal; or give the target an access token, which is read again for every connection: token: file("/run/secrets/token").',
      );
  }
}
