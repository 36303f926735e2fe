// Somebody who listens to webhooks: keeps what it hears, checks signatures, and answers as it is told to.
import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

/** Opens a receiver on a free port. `receiver.status` may be changed at any time. */
export async function openReceiver() {
  const heard = [];
  const waiting = new Set();
  const receiver = { status: 200, heard };
  const server = createServer(async (request, answer) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
    answer.writeHead(receiver.status, { "content-type": "text/plain" }).end(`answered <b>${receiver.status}</b>`);
    for (const look of waiting) look();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  receiver.url = `http://127.0.0.1:${server.address().port}/hook`;
  /** The first message it heard, or hears, that this is true of. */
  receiver.hears = (wanted) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`not heard among ${heard.length}: ${wanted}`)), 20_000);
      const look = () => {
        const found = heard.find(wanted);
        if (!found) return;
        clearTimeout(late);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  receiver.close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return receiver;
}

/** Whether one of the message's signatures is that of this secret, as Standard Webhooks says. */
export function isSignedWith({ headers, body }, secret) {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const good = createHmac("sha256", key).update(signed).digest();
  return headers["webhook-signature"]
    .split(" ")
    .filter((one) => one.startsWith("v1,"))
    .map((one) => Buffer.from(one.slice(3), "base64"))
    .some((one) => one.length === good.length && timingSafeEqual(one, good));
}
