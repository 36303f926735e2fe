/** The player page's script: reads what the server rendered and hands over. */
import { clearLeftovers } from "./leftovers";
import { Player } from "./player";
import { readLaunch } from "./wire";

async function start(root: HTMLElement): Promise<void> {
  await clearLeftovers(window);
  new Player(root, readLaunch(document)).start();
}

const root = document.getElementById("player");
if (root) {
  start(root).catch((fault: unknown) => {
    console.error(fault);
    root.textContent = "The course could not be opened. Please go back to the portal and open it again.";
  });
}
