/** The table of contents: a list of buttons, open beside the course where there is room, folded on a phone. */
import { make } from "./dom";
import { wordsFor } from "./mapping";
import type { Item } from "./wire";

interface Entry {
  item: Item;
  button: HTMLButtonElement;
  words: HTMLElement;
}

export class Contents {
  readonly element: HTMLDetailsElement;
  private readonly entries: Entry[] = [];
  private readonly wide = matchMedia("(min-width: 52rem)");

  constructor(
    items: readonly Item[],
    private readonly choose: (item: Item) => void,
  ) {
    const summary = make("summary", {}, "Contents");
    this.element = make("details", { class: "contents" }, summary);
    this.element.append(make("nav", { "aria-label": "Contents" }, this.list(items)));
    this.fit();
    this.wide.addEventListener("change", () => this.fit());
  }

  /** Marks, the current item, and which items are open now. */
  update(current: string | null, mayOpen: (item: Item) => boolean): void {
    for (const { item, button, words } of this.entries) {
      const here = item.id === current;
      const open = here || mayOpen(item);
      button.disabled = !open;
      if (here && !button.hasAttribute("aria-current")) {
        button.setAttribute("aria-current", "true");
        button.scrollIntoView({ block: "nearest" });
      }
      if (!here) button.removeAttribute("aria-current");
      const state = open || item.completion === "completed" ? wordsFor(item) : "Not open yet";
      words.textContent = state;
      button.dataset.state = state.toLowerCase().replaceAll(" ", "-");
    }
  }

  /** Folded again on a phone once an item was chosen; always open where it stands beside the course. */
  fit(): void {
    this.element.open = this.wide.matches;
  }

  private list(items: readonly Item[]): HTMLUListElement {
    const list = make("ul");
    for (const item of items) {
      const inner = item.children.length > 0 ? this.list(item.children) : null;
      if (!item.visible && !inner?.hasChildNodes()) continue;
      const line = make("li");
      if (item.visible) line.append(item.href === null ? make("span", { class: "folder" }, item.title) : this.entry(item));
      if (inner?.hasChildNodes()) line.append(inner);
      list.append(line);
    }
    return list;
  }

  private entry(item: Item): HTMLButtonElement {
    const words = make("span", { class: "words" });
    const mark = make("span", { class: "mark", "aria-hidden": "true" });
    const button = make("button", { type: "button" }, mark, make("span", { class: "name" }, item.title), words);
    button.addEventListener("click", () => {
      this.fit();
      this.choose(item);
    });
    this.entries.push({ item, button, words });
    return button;
  }
}
