import assert from "node:assert/strict";
import { test } from "node:test";
import { addGrade, emptyProgress, forget, hasFlag, parseProgress, setFlag, setNote } from "../src/progress";
import { storageKey, Store, type Keep } from "../src/store";

const NOW = 1_790_000_000_000;
const KEY = "mle-handbook:v1:/";

class Memory implements Keep {
  data = new Map<string, string>();
  room = Infinity;
  getItem = (key: string): string | null => this.data.get(key) ?? null;
  removeItem = (key: string): void => void this.data.delete(key);
  setItem = (key: string, text: string): void => {
    const others = [...this.data].filter(([k]) => k !== key).reduce((sum, [, v]) => sum + v.length, 0);
    if (others + text.length > this.room) throw new Error("QuotaExceededError");
    this.data.set(key, text);
  };
}

function open(memory: Keep | undefined): { store: Store; told: string[]; changes: () => number } {
  const told: string[] = [];
  let changes = 0;
  const store = new Store(KEY, memory, () => NOW, {
    warning: (message) => told.push(message),
    change: () => (changes += 1),
  });
  return { store, told, changes: () => changes };
}
const tick = (store: Store, id: string, on = true): void =>
  store.update((progress, now) => setFlag(progress, "ticks", id, on, now));

test("a tick is there again for the next page", () => {
  const memory = new Memory();
  tick(open(memory).store, "c06-define");
  assert.ok(hasFlag(open(memory).store.progress, "ticks", "c06-define"));
  assert.deepEqual([...memory.data.keys()], [KEY]);
});

test("two tabs don't overwrite each other", () => {
  const memory = new Memory();
  const [a, b] = [open(memory), open(memory)];
  tick(a.store, "a");
  tick(b.store, "b");
  a.store.refresh();
  assert.equal(a.changes(), 2);
  for (const { store } of [a, b, open(memory)]) {
    assert.deepEqual(Object.keys(store.progress.ticks).sort(), ["a", "b"]);
  }
});

test("damaged text is set aside once, told once, and progress starts afresh", () => {
  const memory = new Memory();
  memory.data.set(KEY, '{"schema": "mle-hand');
  const { store, told } = open(memory);
  assert.equal(told.length, 1);
  const copies = [...memory.data].filter(([key]) => key.startsWith(`${KEY}:damaged-`));
  assert.deepEqual(copies.map(([, text]) => text), ['{"schema": "mle-hand']);
  tick(store, "a");
  const next = open(memory);
  assert.deepEqual(next.told, []);
  assert.ok(hasFlag(next.store.progress, "ticks", "a"));
  assert.equal([...memory.data.keys()].filter((key) => key.includes("damaged")).length, 1);
});

test("one damaged entry costs neither the others nor itself", () => {
  const memory = new Memory();
  const text = JSON.stringify({ ...emptyProgress(NOW), extra: undefined, ticks: { a: { v: 1, t: 5 }, b: { v: 1, t: "x" } } });
  memory.data.set(KEY, text);
  const { store, told } = open(memory);
  assert.ok(hasFlag(store.progress, "ticks", "a"));
  assert.match(told[0] ?? "", /ticks\["b"\]\.t should be a time/);
  assert.ok([...memory.data.values()].includes(text));
});

test("damaged text without room for a copy is never written over", () => {
  const memory = new Memory();
  memory.data.set(KEY, "damaged");
  memory.room = 10;
  const { store, told } = open(memory);
  tick(store, "a");
  assert.equal(memory.data.get(KEY), "damaged");
  assert.match(told[0] ?? "", /no room/);
});

test("a newer version is left as it is", () => {
  const memory = new Memory();
  const text = JSON.stringify({ schema: "mle-handbook/progress", version: 2, marvels: {} });
  memory.data.set(KEY, text);
  const { store, told } = open(memory);
  tick(store, "a");
  assert.equal(memory.data.get(KEY), text);
  assert.match(told[0] ?? "", /newer handbook/);
});

test("a full storage is told, and the change lives on in memory and in what other tabs write", () => {
  const memory = new Memory();
  const a = open(memory);
  tick(a.store, "a");
  memory.room = 10;
  tick(a.store, "b");
  assert.match(a.told[0] ?? "", /full/);
  memory.room = Infinity;
  tick(open(memory).store, "c");
  a.store.refresh();
  tick(a.store, "d");
  assert.deepEqual(Object.keys(open(memory).store.progress.ticks).sort(), ["a", "b", "c", "d"]);
});

test("without storage everything works until the page is left", () => {
  const { store, told } = open(undefined);
  tick(store, "a");
  assert.ok(hasFlag(store.progress, "ticks", "a"));
  store.reset(() => emptyProgress(NOW));
  assert.ok(store.undo());
  assert.ok(hasFlag(store.progress, "ticks", "a"));
  assert.match(told[0] ?? "", /keeps no data/);
});

test("storage that throws on every access is survived", () => {
  const fail = (): never => {
    throw new Error("SecurityError");
  };
  const { store } = open({ getItem: fail, setItem: fail, removeItem: fail });
  tick(store, "a");
  assert.ok(hasFlag(store.progress, "ticks", "a"));
});

test("reset can be undone after a reload, and keeps what was done since", () => {
  const memory = new Memory();
  const { store } = open(memory);
  tick(store, "a");
  store.update((progress, now) => {
    addGrade(progress, "card", 3, now);
    setNote(progress, "card", "remember", now);
  });
  store.reset(() => emptyProgress(NOW));
  assert.deepEqual(Object.keys(store.progress.ticks), []);
  const later = open(memory).store;
  tick(later, "b");
  assert.ok(later.undoable);
  assert.ok(later.undo());
  assert.equal(later.undoable, undefined);
  assert.deepEqual(Object.keys(later.progress.ticks).sort(), ["a", "b"]);
  assert.equal(later.progress.log.length, 1);
  assert.equal(later.progress.notes["card"]?.v, "remember");
});

test("resetting one page forgets its ticks and grades, not its notes or other pages", () => {
  const { store } = open(new Memory());
  tick(store, "a");
  tick(store, "other");
  store.update((progress, now) => {
    addGrade(progress, "a", 1, now);
    setNote(progress, "a", "mine", now);
  });
  store.reset((progress) => (forget(progress, new Set(["a"])), progress));
  assert.deepEqual(Object.keys(store.progress.ticks), ["other"]);
  assert.deepEqual(store.progress.log, []);
  assert.equal(store.progress.notes["a"]?.v, "mine");
});

test("the key names where the handbook is served", () => {
  assert.equal(storageKey("https:", "/mle-handbook/"), "mle-handbook:v1:/mle-handbook/");
  assert.equal(storageKey("file:", "/home/somebody/site/"), "mle-handbook:v1:file");
});

test("what is stored can be read as a progress file", () => {
  const memory = new Memory();
  tick(open(memory).store, "a");
  assert.deepEqual(parseProgress(memory.data.get(KEY) ?? "", NOW).problems, []);
});
