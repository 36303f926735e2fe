/** As much of a browser's page as the player needs: elements within elements, and a window that closes. */
import { Player } from "../player";
import type { Launch } from "../wire";
import { launch } from "./cast";
import { lend, type Test } from "./ways";

type Listener = (event: { preventDefault(): void; persisted: boolean }) => void;

class Element {
  readonly dataset: Record<string, string> = {};
  readonly attributes = new Map<string, string>();
  readonly classList = { add: () => undefined, toggle: () => undefined };
  readonly children: Element[] = [];
  textContent = "";
  press: (event: { preventDefault(): void }) => void = () => undefined;
  hidden = false;
  disabled = false;
  inert = false;

  constructor(
    readonly tag: string,
    private readonly gone: (tag: string) => void,
  ) {}

  append(...given: (Element | string)[]): void {
    for (const one of given) {
      if (typeof one === "string") this.textContent += one;
      else this.children.push(one);
    }
  }
  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }
  addEventListener(name: string, listener: Element["press"]): void {
    if (name === "click") this.press = listener;
  }
  focus(): void {}
  remove(): void {
    this.gone(this.tag);
  }
}

/** A player at work in a window. */
export interface Page {
  /** What the course finds as `window.API`. */
  api(): Record<string, (...given: string[]) => string>;
  /** What the course does when its frame goes. */
  goodbye: () => void;
  /** Answers whether the page asks to stay. */
  beforeUnload(): boolean;
  hide(): void;
  /** The words of the first element of this class. */
  text(className: string): string;
  /** What the newest cover says at its top, and what it lets one choose. */
  heading(): string;
  choices(): string[];
  /** Presses the newest button with these words. */
  press(words: string): void;
}

export function openPage(t: Test, given: Partial<Launch> = {}): Page {
  const heard = new Map<string, Listener>();
  const holder: Record<string, unknown> = { parent: null };
  const listen = (name: string, listener: Listener) => void heard.set(name, listener);
  const made: Element[] = [];
  const make = (tag: string) => {
    const element = new Element(tag, (gone) => gone === "iframe" && page.goodbye());
    made.push(element);
    return element;
  };
  const newest = (fits: (element: Element) => boolean) => made.findLast(fits)!;
  const ofClass = (className: string) => (element: Element) => element.attributes.get("class") === className;
  const tell = (name: string) => {
    let prevented = false;
    heard.get(name)!({ preventDefault: () => (prevented = true), persisted: false });
    return prevented;
  };
  const page: Page = {
    api: () => holder.API as ReturnType<Page["api"]>,
    goodbye: () => undefined,
    beforeUnload: () => tell("beforeunload"),
    hide: () => void tell("pagehide"),
    text: (className) => made.find(ofClass(className))!.textContent,
    heading: () => newest(({ tag }) => tag === "h2").textContent,
    choices: () => newest(ofClass("acts")).children.map(({ textContent }) => textContent),
    press: (words) => newest(({ textContent }) => textContent === words).press({ preventDefault: () => undefined }),
  };
  lend(t, "window", holder);
  lend(t, "addEventListener", listen);
  lend(t, "matchMedia", () => ({ matches: true, addEventListener: () => undefined }));
  lend(t, "document", { title: "", hidden: false, addEventListener: () => undefined, createElement: make });
  new Player(make("main") as unknown as HTMLElement, launch(given)).start();
  return page;
}
