/**
 * Stands in for the search worker that the theme's bundle creates on page load, so that
 * the theme's search box drives our engine, and so that nothing is fetched before the
 * reader first focuses it. Must run before the bundle.
 */

import { GLOBAL } from "./search/format.ts";

type Answer = (query: string) => unknown;

const INPUT = "[data-md-component=search-query]";
const NativeWorker = window.Worker;
const here = (document.currentScript as HTMLScriptElement).src;

class SearchPort extends EventTarget {
  private worker: Worker | undefined;
  private answer: Answer | undefined;

  constructor() {
    super();
    const config = document.getElementById("__config")!.textContent!;
    const { base } = JSON.parse(config) as { base: string };
    const root = new URL(base.endsWith("/") ? base : `${base}/`, location.href);
    const index = new URL("search/index.js", root).href;
    const focus = (event: Event): void => {
      if (!(event.target instanceof Element && event.target.matches(INPUT))) return;
      document.removeEventListener("focusin", focus);
      this.load(index).catch((error: unknown) => {
        console.error("search:", error);
        const meta = document.querySelector(".md-search-result__meta");
        if (meta) meta.textContent = "Search could not be loaded.";
        document.addEventListener("focusin", focus); // the next focus tries again
      });
    };
    document.addEventListener("focusin", focus);
  }

  /** Called by the bundle with each query; before `ready` there is none. */
  postMessage(message: { type: number; data?: unknown }): void {
    if (message.type !== 2) return;
    if (this.worker) this.worker.postMessage(message);
    else if (this.answer) {
      // later, as a worker would: the bundle's own listeners must see `ready` first
      const { answer } = this;
      setTimeout(() => this.tell(answer(String(message.data))));
    }
  }

  private async load(index: string): Promise<void> {
    const engine = new URL("search-engine.js", here).href;
    if (location.protocol === "file:") {
      await Promise.all([classic(index), classic(engine)]);
      const scope = window as unknown as Record<string, () => Answer>;
      this.answer = scope[`${GLOBAL}_start`]!();
      this.tell({ type: 1 });
      return;
    }
    const worker = new NativeWorker(engine);
    await new Promise<void>((resolve, reject) => {
      worker.addEventListener("error", (event) => reject(new Error(event.message)));
      worker.addEventListener("message", (event: MessageEvent<unknown>) => {
        this.worker = worker;
        this.tell(event.data);
        resolve();
      });
      worker.postMessage({ load: index });
    });
  }

  private tell(data: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

function classic(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.addEventListener("load", () => resolve());
    script.addEventListener("error", () => reject(new Error(`cannot load ${src}`)));
    document.head.append(script);
  });
}

window.Worker = new Proxy(NativeWorker, {
  construct(target, args: [string | URL, WorkerOptions?]) {
    return String(args[0]).includes("/workers/search.")
      ? new SearchPort()
      : new target(...args);
  },
});

// The theme listens to keys alone; pasting, dictating and autocorrection have none
document.addEventListener("input", (event) => {
  if (!(event.target instanceof Element && event.target.matches(INPUT))) return;
  event.target.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
});
