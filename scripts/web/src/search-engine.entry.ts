/**
 * The search engine as a script of its own: in a worker where the site is served, in
 * the page itself where it is opened from a file (browsers refuse workers there).
 */

import { items } from "./search/answer.ts";
import { Engine } from "./search/engine.ts";
import { GLOBAL, Index, type IndexFile } from "./search/format.ts";

type Messages = { type: number; data?: unknown };

/** Material's protocol: ready is 1, a query 2, a result 3. */
function start(): (query: string) => Messages {
  const scope = self as unknown as Record<string, unknown>;
  const engine = new Engine(new Index(JSON.parse(scope[GLOBAL] as string) as IndexFile));
  delete scope[GLOBAL];
  return (query) => ({ type: 3, data: { items: items(engine, engine.search(query)) } });
}

declare const importScripts: ((...urls: string[]) => void) | undefined;

if (typeof document === "undefined") {
  let answer: ((query: string) => Messages) | undefined;
  self.addEventListener("message", (event: MessageEvent<{ load?: string } & Messages>) => {
    const { load, type, data } = event.data;
    if (load) {
      importScripts!(load);
      answer = start();
      self.postMessage({ type: 1 });
    } else if (type === 2 && answer) {
      self.postMessage(answer(String(data)));
    }
  });
} else {
  (self as unknown as Record<string, unknown>)["__handbook_search_start"] = start;
}
