// Time for the impatient: what waits for days is made older in the portal's own database, and what hurries is held.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const OPEN = `
import sqlite3, sys
from datetime import datetime, timedelta
db = sqlite3.connect(sys.argv[1], timeout=20)
`;

const OLDER = `
address, days = sys.argv[2], int(sys.argv[3])
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

// Until a year that has every day: the rest of the text stays as the portal writes it.
const HOLD = `
with db:
    held = db.execute(
        "update batch set lease_by = randomblob(16), lease_until = '2996' || substr(created_at, 5) where state = 'preview'"
    )
assert held.rowcount == 1, "not one list to hold but " + str(held.rowcount)
`;

/** Runs a program on the portal's database. */
async function inDatabase(portal, program, ...given) {
  await promisify(execFile)("python3", ["-c", OPEN + program, join(portal.data, "lectern.db"), ...given.map(String)]);
}

/** Makes the invitations of an address so many days older, as if the portal had waited. */
export const makeOlder = (portal, address, days) => inDatabase(portal, OLDER, address, days);

/** Keeps the one list that is looked over from being sent by the job, as if another process had it in hand. */
export const holdList = (portal) => inDatabase(portal, HOLD);
