// Time for the impatient: what waits for days is made older in the portal's own database.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const PROGRAM = `
import sqlite3, sys
from datetime import datetime, timedelta
path, address, days = sys.argv[1], sys.argv[2], int(sys.argv[3])
db = sqlite3.connect(path, timeout=20)
columns = ["last_sent_at", "expires_at", "remind_at", "created_at"]
def older(text):
    if text is None:
        return None
    separator = text[10]
    return (datetime.fromisoformat(text) - timedelta(days=days)).isoformat(sep=separator)
rows = db.execute("select id, " + ", ".join(columns) + " from invitation where email = ?", (address,)).fetchall()
assert rows, "nobody invited " + address
with db:
    for row in rows:
        sets = ", ".join(column + " = ?" for column in columns)
        db.execute("update invitation set " + sets + " where id = ?", [older(text) for text in row[1:]] + [row[0]])
`;

/** Makes the invitations of an address so many days older, as if the portal had waited. */
export async function makeOlder(portal, address, days) {
  const database = join(portal.data, "lectern.db");
  await promisify(execFile)("python3", ["-c", PROGRAM, database, address, String(days)]);
}
