import { tableStarter, type Starter } from "../../init/starter.ts";
import type { Flavour } from "./flavour.ts";

export function starterOf(flavour: Flavour): Starter {
  const isMaria = flavour === "mariadb";
  return tableStarter({
    title: isMaria ? "MariaDB" : "MySQL",
    url: `${flavour}://root@localhost:3306/test`,
    schema: `-- The table into which users.rdi writes. rdi itself adds one more, rdi_checkpoint, at its first start.
CREATE TABLE users (
  id        bigint PRIMARY KEY,
  name      longtext NOT NULL,
  email     longtext,
  visits    int NOT NULL,
  joined_at datetime(6)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;
`,
    apply: `${isMaria ? "mariadb" : "mysql"} -h localhost -u root test < schema.sql`,
  });
}
