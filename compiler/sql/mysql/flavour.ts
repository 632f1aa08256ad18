/** The two servers that this dialect is for. Statements are the same for both; types and collations differ. */
export type Flavour = "mysql" | "mariadb";

/** Equal are only equal bytes. `utf8mb4_bin` won't do: it pads with spaces, so that 'a' and 'a ' are equal. */
export function byteCollation(flavour: Flavour): string {
  return flavour === "mariadb" ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
}
