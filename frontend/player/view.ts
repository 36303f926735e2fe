/** What the learner sees around the course: the bar, the table of contents, the pane and what covers it. */
import { Contents } from "./contents";
import { button, make } from "./dom";
import type { Saving } from "./queue";
import type { Item, Launch } from "./wire";

export interface Acts {
  choose(item: Item): void;
  walk(way: "continue" | "previous"): void;
  finish(): void;
  exit(): void;
}

const SAVING: Record<Saving, string> = {
  saved: "Saved",
  partly: "Saved, but some of the course’s data was not accepted",
  saving: "Saving…",
  retrying: "Not saved yet — retrying",
  refused: "Not saved: the portal cannot take what the course sent",
  held: "Not saved: opened elsewhere",
  ended: "Not saved: session ended",
};

/** `unload` keeps courses working that say goodbye the old way, where browsers begin to switch that off. */
const ALLOW = "autoplay; fullscreen; clipboard-write; encrypted-media; picture-in-picture; unload";

export class View {
  readonly contents: Contents | null;
  readonly finish: HTMLButtonElement;
  private readonly saving = make("p", { class: "saving" });
  /** What a screen reader is told of it, and what it heard last. */
  private readonly told = make("p", { class: "told", role: "status" });
  private heard: Saving = "saved";
  private readonly previous: HTMLButtonElement;
  private readonly following: HTMLButtonElement;
  private readonly pane = make("div", { class: "pane" });
  private frame: HTMLIFrameElement | null = null;
  private cover: HTMLElement | null = null;

  constructor(
    root: HTMLElement,
    private readonly launch: Launch,
    several: boolean,
    private readonly acts: Acts,
  ) {
    this.previous = button("Previous", "quiet", () => acts.walk("previous"));
    this.following = button("Next", "primary", () => acts.walk("continue"));
    this.finish = button("Mark as finished", "primary", () => acts.finish());
    this.contents = several ? new Contents(launch.items, (item) => acts.choose(item)) : null;
    root.classList.add("player");
    root.setAttribute("aria-label", "Player"); // the portal around it and the course in it have a main of their own
    root.classList.toggle("several", several);
    root.append(this.bar(), ...(this.contents ? [this.contents.element] : []), this.pane);
    document.title = launch.title;
    this.showSaving("saved");
  }

  showSaving(state: Saving): void {
    this.saving.textContent = SAVING[state];
    this.saving.dataset.state = state;
    this.announce(state);
  }

  /** Trouble and its end are worth an interruption; that each burst is on its way is not. */
  private announce(state: Saving): void {
    const news = state !== "saving" && state !== this.heard;
    this.told.textContent = news ? SAVING[state] : "";
    if (news) this.heard = state;
  }

  showSteps(may: { previous: boolean; following: boolean }): void {
    this.previous.disabled = !may.previous;
    this.following.disabled = !may.following;
  }

  /** A new frame for every item: nothing of the one before is left, not even in the browser's history. */
  open(item: Item): void {
    this.close();
    this.uncover();
    this.frame = make("iframe", { title: item.title, allow: ALLOW, src: `c/${item.href ?? ""}` });
    this.pane.append(this.frame);
  }

  /** Removing the frame runs its unload handlers before this returns: the course's last chance to speak. */
  close(): void {
    this.frame?.remove();
    this.frame = null;
  }

  /** Puts a message over the course, which stays where it is, out of reach. */
  say(title: string, text: string, ...acts: HTMLElement[]): void {
    this.uncover();
    const heading = make("h2", { tabindex: "-1" }, title);
    const row = make("div", { class: "acts" }, ...acts);
    this.cover = make("section", { class: "cover", "aria-live": "polite" }, heading, make("p", {}, text), row);
    this.pane.append(this.cover);
    if (this.frame) this.frame.inert = true;
    heading.focus();
  }

  uncover(): void {
    this.cover?.remove();
    this.cover = null;
    if (this.frame) this.frame.inert = false;
  }

  /** A link, so that it can be copied or opened in a new tab; pressed, it goes by way of the portal's page. */
  exitLink(label: string, className: string, press: () => void = this.acts.exit): HTMLAnchorElement {
    const link = make("a", { href: this.launch.return_url, target: "_top", class: className }, label);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      press();
    });
    return link;
  }


  private bar(): HTMLElement {
    const walk = make("div", { class: "walk" }, this.previous, this.following);
    walk.hidden = this.contents === null;
    this.finish.hidden = this.launch.standard !== "web";
    const title = make("h1", { title: this.launch.title }, this.launch.title);
    const exit = this.exitLink("Exit", "quiet exit");
    return make("header", { class: "bar" }, title, this.saving, this.told, walk, this.finish, exit);
  }
}
