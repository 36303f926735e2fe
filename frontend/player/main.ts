/** The player page's script: reads what the server rendered and hands over. */
import { Player } from "./player";
import { readLaunch } from "./wire";

const root = document.getElementById("player");
if (root) {
  try {
    new Player(root, readLaunch(document)).start();
  } catch (fault) {
    console.error(fault);
    root.textContent = "The course could not be opened. Please go back to the portal and open it again.";
  }
}
