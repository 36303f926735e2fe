// The real portal: the `lectern` binary on free ports, with a data folder of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const repository = join(dirname(fileURLToPath(import.meta.url)), "../..");
const binary = process.env.LECTERN_BIN ?? join(repository, "target/debug/lectern");
const START_LIMIT_MS = 30_000;
/** Addresses and secret links: neither has a place in a log, but for the one-time link, which is printed. */
const TELLING = /[\w.+-]+@[\w-]+\.\w+|\/(invitation|password|email|launch|p)\/[\w-]{20,}|token=[\w-]{20,}/;

/**
 * Starts a portal and waits until it answers.
 * @param {{ mail?: { port: number }, env?: Record<string, string>, data?: string }} options
 *   `mail`: a letter box (lib/mail.mjs) to send to, otherwise letters stay in the outbox;
 *   `data`: a data folder to go on with, which is then kept at the end.
 */
export async function startPortal({ mail, env = {}, data } = {}) {
  const folder = data ?? (await mkdtemp(join(tmpdir(), "lectern-")));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const contentUrl = `http://127.0.0.1:${port}`;
  const settings = {
    LECTERN_LISTEN: `127.0.0.1:${port}`,
    LECTERN_BASE_URL: url,
    LECTERN_CONTENT_URL: contentUrl,
    LECTERN_DATA_DIR: folder,
    LECTERN_FLOOD_PER_SECOND: "0", // every visitor comes from one address
    ...smtpSettings(mail),
    ...env,
  };

  const child = spawn(binary, ["serve"], {
    cwd: folder,
    env: { ...environmentWithoutLectern(), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = [];
  let setupLink = null;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      log.push(line);
      setupLink ??= line.match(/https?:\/\/\S*\/setup\?token=[\w-]+/)?.[0] ?? null;
    });
  }
  const ended = once(child, "exit").catch((error) => [error]);

  const portal = {
    url,
    contentUrl,
    data: folder,
    log,
    /** The one-time link, printed on the first start of a data folder. */
    get setupLink() {
      return setupLink;
    },
    /** SIGTERM as an operator would; the exit code must be 0. */
    async stop() {
      child.kill("SIGTERM");
      const [code, signal] = await ended;
      if (!data) await rm(folder, { recursive: true, force: true });
      if (code !== 0) throw new Error(`the portal ended with ${code ?? signal}:\n${log.join("\n")}`);
      const told = log.filter((line) => TELLING.test(line) && !line.includes("/setup?token="));
      if (told.length > 0) throw new Error(`the log tells of people or their links:\n${told.join("\n")}`);
    },
    /** SIGKILL, as a power cut would; the data folder stays. */
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
  try {
    await Promise.race([untilReady(url), ended.then(([code]) => Promise.reject(new Error(`exit ${code}`)))]);
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`the portal did not start: ${error.message}\n${log.join("\n")}`);
  }
  return portal;
}

function smtpSettings(mail) {
  if (!mail) return {};
  return {
    LECTERN_SMTP_HOST: "127.0.0.1",
    LECTERN_SMTP_PORT: String(mail.port),
    LECTERN_SMTP_TLS: "none",
    LECTERN_SMTP_FROM: "Lectern <lectern@example.org>",
  };
}

/** A developer's own LECTERN_* settings must not leak into a test. */
function environmentWithoutLectern() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("LECTERN_")));
}

async function untilReady(url) {
  const end = Date.now() + START_LIMIT_MS;
  while (Date.now() < end) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("/readyz did not answer in time");
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
