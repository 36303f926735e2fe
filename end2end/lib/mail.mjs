// A letter box: a real SMTP server that keeps what it is given, and can misbehave as real ones do.
import { once } from "node:events";
import { SMTPServer } from "smtp-server";

/**
 * Opens a letter box on a free port.
 * `box.mode` may be changed at any time:
 *   "take"   accept and keep (the default)
 *   "stall"  accept the connection, then never answer the letter
 *   "drop"   keep the letter, then cut the connection before saying so
 *   "refuse" answer 550, for ever
 *   "busy"   answer 451, for now
 */
export async function openLetterBox() {
  const letters = [];
  const waiting = new Set();
  const box = { mode: "take", letters };

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 500,
    logger: false,
    onData(stream, session, done) {
      const chunks = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => receive(Buffer.concat(chunks).toString("utf8"), session, done));
    },
  });
  server.on("error", () => {}); // a client that hangs up is no failure of the test

  function receive(raw, session, done) {
    if (box.mode === "stall") return;
    if (box.mode === "refuse") return done(Object.assign(new Error("no such mailbox"), { responseCode: 550 }));
    if (box.mode === "busy") return done(Object.assign(new Error("try again later"), { responseCode: 451 }));
    keep(parseLetter(raw, session.envelope));
    if (box.mode === "drop") return cut(session);
    done();
  }
  function keep(letter) {
    letters.push(letter);
    for (const look of waiting) look();
  }
  function cut(session) {
    for (const connection of server.connections) {
      if (connection.id === session.id) connection._socket.destroy();
    }
  }

  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  box.port = server.server.address().port;

  /** The newest letter to `address` whose subject holds `subject`; waits for it to arrive. */
  box.letterTo = (address, subject = "", { limit = 15_000 } = {}) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = letters.findLast((one) => one.to.includes(address) && one.subject.includes(subject));
        if (!found) return;
        finish(resolve, found);
      };
      const timer = setTimeout(
        () => finish(reject, new Error(`no letter "${subject}" to ${address} in ${limit} ms`)),
        limit,
      );
      const finish = (settle, value) => {
        clearTimeout(timer);
        waiting.delete(look);
        settle(value);
      };
      waiting.add(look);
      look();
    });
  /** The link in that letter whose address holds `part`. */
  box.linkTo = async (address, part, subject) =>
    (await box.letterTo(address, subject)).links.find((one) => one.includes(part));
  box.close = () => new Promise((resolve) => server.close(resolve));
  return box;
}

/** What a reader sees of a letter: addresses, subject, plain text, HTML, and every link in the plain text. */
export function parseLetter(raw, envelope) {
  const { headers, body } = split(raw);
  const parts = leaves(headers, body);
  const text = parts.find((part) => part.type === "text/plain")?.text ?? "";
  return {
    raw,
    headers,
    from: envelope?.mailFrom?.address ?? "",
    to: envelope?.rcptTo?.map((one) => one.address) ?? [],
    subject: decodeWords(headers.subject ?? ""),
    text,
    html: parts.find((part) => part.type === "text/html")?.text ?? "",
    links: text.match(/https?:\/\/[^\s<>"]+/g) ?? [],
  };
}

function split(raw) {
  const at = raw.search(/\r?\n\r?\n/);
  const head = (at < 0 ? raw : raw.slice(0, at)).replace(/\r?\n[ \t]+/g, " ");
  const lines = head.split(/\r?\n/).map((line) => line.match(/^([^:]+):\s*(.*)$/)).filter(Boolean);
  const headers = Object.fromEntries(lines.map(([, name, value]) => [name.toLowerCase(), value]));
  return { headers, body: at < 0 ? "" : raw.slice(at).replace(/^\r?\n\r?\n/, "") };
}

function leaves(headers, body) {
  const type = (headers["content-type"] ?? "text/plain").split(";")[0].trim().toLowerCase();
  if (!type.startsWith("multipart/")) {
    return [{ type, text: decodeBody(body, headers["content-transfer-encoding"]) }];
  }
  const boundary = headers["content-type"].match(/boundary="?([^";]+)"?/i)[1];
  return body
    .split(`--${boundary}`)
    .slice(1)
    .filter((part) => !part.startsWith("--"))
    .map((part) => split(part.replace(/^\r?\n/, "")))
    .flatMap((part) => leaves(part.headers, part.body));
}

function decodeBody(body, encoding = "7bit") {
  switch (encoding.toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    case "quoted-printable":
      return quoted(body.replace(/=\r?\n/g, ""));
    default:
      return body;
  }
}

function quoted(text) {
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");
}

function decodeWords(text) {
  return text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, word) =>
      kind.toLowerCase() === "b" ? Buffer.from(word, "base64").toString("utf8") : quoted(word.replaceAll("_", " ")),
    );
}
