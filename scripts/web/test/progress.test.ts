import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addGrade,
  canonical,
  describeChange,
  emptyProgress,
  hasFlag,
  lastGrade,
  mergeProgress,
  parseProgress,
  ProgressError,
  SCHEMA,
  serializeProgress,
  setFlag,
  setNote,
  type Json,
  type Progress,
} from "../src/progress";

const NOW = 1_790_000_000_000;

/** A small seeded generator (mulberry32): failures name the seed and can be repeated. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
type Random = () => number;
const pick = <T>(r: Random, from: readonly T[]): T => from[Math.floor(r() * from.length)] as T;
const IDS = ["c06-define", "c06-when", "card-a", "card-b", "constructor", "toString"];

/** Few ids and few times, so that ties and clashes are common. */
function someDocument(r: Random): Record<string, Json> {
  const t = (): number => Math.floor(r() * 4);
  const some = (entry: () => Json): Record<string, Json> =>
    Object.fromEntries(IDS.filter(() => r() < 0.5).map((id) => [id, entry()]));
  const flag = (): Json => ({ v: r() < 0.5 ? 0 : 1, t: t(), ...(r() < 0.3 && { x: t() }) });
  return {
    schema: SCHEMA,
    version: 1,
    created: t(),
    updated: t(),
    ticks: some(flag),
    stars: some(flag),
    known: some(flag),
    notes: some(() => ({ v: pick(r, ["", "a", "é\n𝒳"]), t: t() })),
    cards: some(() => ({ t: t(), due: t() })),
    log: Array.from({ length: Math.floor(r() * 5) }, () => ({
      id: pick(r, IDS),
      g: 1 + Math.floor(r() * 4),
      t: t(),
      ...(r() < 0.3 && { seconds: t() }),
    })),
    ...(r() < 0.5 && { plan: { t: t(), track: pick(r, ["14", "28"]) } }),
    ...(r() < 0.5 && { future: pick<Json>(r, [1, "text", {}, { a: { t: t(), z: t() } }, [t()]]) }),
    ...(r() < 0.5 && { later: some(() => ({ t: t(), q: t() })) }),
  };
}
const someProgress = (r: Random): Progress => read(someDocument(r));
const read = (value: Json): Progress => parseProgress(JSON.stringify(value), NOW).progress;
const same = (a: Progress, b: Progress, seed: number): void =>
  assert.equal(canonical(a as unknown as Json), canonical(b as unknown as Json), `seed ${seed}`);

test("merging is commutative, associative and idempotent", () => {
  for (let seed = 0; seed < 1000; seed++) {
    const r = random(seed);
    const [a, b, c] = [someProgress(r), someProgress(r), someProgress(r)];
    const ab = mergeProgress(a, b);
    same(ab, mergeProgress(b, a), seed);
    same(mergeProgress(ab, c), mergeProgress(a, mergeProgress(b, c)), seed);
    same(mergeProgress(a, a), a, seed);
    same(mergeProgress(ab, b), ab, seed);
  }
});

test("merging loses no id, no grade and no unknown member", () => {
  for (let seed = 0; seed < 500; seed++) {
    const r = random(seed);
    const [a, b] = [someProgress(r), someProgress(r)];
    const both = mergeProgress(a, b);
    for (const side of [a, b]) {
      for (const name of ["ticks", "stars", "known", "notes", "cards"] as const) {
        for (const [id, entry] of Object.entries(side[name])) {
          assert.ok((both[name][id]?.t ?? -1) >= entry.t, `seed ${seed}`);
        }
      }
      for (const entry of side.log) {
        assert.ok(both.log.some((other) => other.id === entry.id && other.t === entry.t && other.g === entry.g));
      }
      for (const key of Object.keys(side.extra)) assert.ok(key in both.extra);
    }
  }
});

test("merging changes neither of its arguments", () => {
  const r = random(1);
  const [a, b] = [someProgress(r), someProgress(r)];
  const before = [serializeProgress(a), serializeProgress(b)];
  mergeProgress(a, b);
  assert.deepEqual([serializeProgress(a), serializeProgress(b)], before);
});

test("what is written is read back the same, byte for byte", () => {
  for (let seed = 0; seed < 500; seed++) {
    const progress = someProgress(random(seed));
    const text = serializeProgress(progress);
    const again = parseProgress(text, NOW);
    assert.deepEqual(again.problems, []);
    assert.equal(serializeProgress(again.progress), text);
  }
});

test("of two entries the newer wins, whole", () => {
  const old = read({ schema: SCHEMA, version: 1, ticks: { a: { v: 1, t: 1, extra: "kept?" } } });
  const young = read({ schema: SCHEMA, version: 1, ticks: { a: { v: 0, t: 2 } } });
  assert.deepEqual({ ...mergeProgress(old, young).ticks["a"] }, { v: 0, t: 2 });
  assert.deepEqual({ ...mergeProgress(young, old).ticks["a"] }, { v: 0, t: 2 });
});

const refused = (text: string): string => {
  try {
    parseProgress(text, NOW);
  } catch (error) {
    assert.ok(error instanceof ProgressError);
    return error.message;
  }
  assert.fail("was accepted");
};

test("what is no progress file is refused with a reason", () => {
  assert.match(refused(""), /not a JSON file/);
  assert.match(refused("{"), /not a JSON file/);
  assert.match(refused("<html>"), /not a JSON file/);
  assert.match(refused("[]"), /holds a list/);
  assert.match(refused("null"), /holds null/);
  assert.match(refused('"ticks"'), /holds "ticks"/);
  assert.match(refused("{}"), /"schema" should be/);
  assert.match(refused(JSON.stringify({ schema: "anki", version: 1 })), /is "anki"/);
  for (const version of [undefined, null, 0, -1, 1.5, "1", 1e400, {}]) {
    assert.match(refused(JSON.stringify({ schema: SCHEMA, version })), /"version" should be/);
  }
  assert.match(refused(JSON.stringify({ schema: SCHEMA, version: 2 })), /newer handbook/);
  assert.match(refused(`"${"x".repeat(5_000_001)}"`), /too large/);
  assert.match(refused("[".repeat(100_000)), /not a JSON file/);
});

test("wrong entries are named by their place and left out", () => {
  const { progress, problems } = parseProgress(
    JSON.stringify({
      schema: SCHEMA,
      version: 1,
      ticks: { ok: { v: 1, t: 1 }, a: { v: 2, t: 1 }, b: 1, c: { v: 1 }, d: { v: 1, t: 1e308 }, "": { v: 1, t: 1 } },
      stars: [],
      notes: { n: { v: 7, t: 1 } },
      log: [{ id: "x", g: 5, t: 1 }, null, { id: "x", g: 3, t: 1 }, { id: "x", g: 3, t: -1 }, { g: 3, t: 1 }],
      plan: "soon",
    }),
    NOW,
  );
  assert.deepEqual(Object.keys(progress.ticks), ["ok"]);
  assert.equal(progress.log.length, 1);
  assert.equal(problems.length, 12);
  for (const place of ['ticks["a"].v', 'ticks["b"]', 'ticks["c"].t', 'ticks["d"].t', '"stars"', 'notes["n"].v', "log[0].g", "log[1]", "log[3].t", "log[4].id", '"plan"']) {
    assert.ok(problems.some((problem) => problem.startsWith(place)), place);
  }
});

test("reserved names pollute nothing", () => {
  const evil = '{"v":1,"t":1,"__proto__":{"polluted":1}}';
  const { progress, problems } = parseProgress(
    `{"schema":"${SCHEMA}","version":1,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},
      "ticks":{"__proto__":{"v":1,"t":1,"polluted":1},"constructor":{"v":1,"t":1},"a":${evil}},
      "log":[{"id":"__proto__","g":3,"t":1}],"more":{"x":{"__proto__":{"polluted":1}}}}`,
    NOW,
  );
  const merged = mergeProgress(progress, progress);
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  assert.equal((merged.ticks as Record<string, unknown>)["polluted"], undefined);
  assert.deepEqual(Object.keys(merged.ticks), ["constructor"]);
  assert.ok(hasFlag(merged, "ticks", "constructor"));
  assert.equal(hasFlag(merged, "ticks", "toString"), false);
  assert.equal(problems.length, 6);
});

test("nested data deeper than anything sensible is left out, without a crash", () => {
  const deep = `${"[".repeat(5000)}${"]".repeat(5000)}`;
  const { progress, problems } = parseProgress(`{"schema":"${SCHEMA}","version":1,"odd":${deep}}`, NOW);
  assert.deepEqual(Object.keys(progress.extra), []);
  assert.equal(problems.length, 1);
});

test("times in the future become now, and importing twice doubles nothing", () => {
  const text = JSON.stringify({
    schema: SCHEMA,
    version: 1,
    ticks: { a: { v: 1, t: NOW * 2 }, b: { v: 1, t: NOW + 1000 } },
    log: [{ id: "x", g: 3, t: NOW * 2 }],
  });
  const first = parseProgress(text, NOW);
  const second = parseProgress(text, NOW + 60_000);
  assert.equal(first.clamped, 2);
  assert.equal(first.progress.ticks["a"]?.t, NOW);
  assert.equal(first.progress.ticks["b"]?.t, NOW + 1000, "clocks differ by a little");
  assert.equal(mergeProgress(first.progress, second.progress).log.length, 1);
});

test("the latest action wins even after the clock was set back", () => {
  const progress = emptyProgress(NOW);
  setFlag(progress, "ticks", "a", true, NOW);
  setFlag(progress, "ticks", "a", false, NOW - 5000);
  assert.equal(hasFlag(progress, "ticks", "a"), false);
  assert.ok((progress.ticks["a"]?.t ?? 0) > NOW);
});

test("changing an entry keeps fields that it doesn't know", () => {
  const progress = read({ schema: SCHEMA, version: 1, ticks: { a: { v: 0, t: 1, by: "tool" } } });
  setFlag(progress, "ticks", "a", true, 2);
  assert.equal(progress.ticks["a"]?.["by"], "tool");
});

test("the last grade is the latest one", () => {
  const progress = emptyProgress(NOW);
  addGrade(progress, "a", 1, 20);
  addGrade(progress, "a", 4, 10);
  addGrade(progress, "b", 2, 30);
  assert.equal(lastGrade(progress, "a")?.g, 1);
  assert.equal(lastGrade(progress, "c"), undefined);
});

test("the change an import makes is told in words", () => {
  const before = emptyProgress(NOW);
  const after = emptyProgress(NOW);
  assert.equal(describeChange(before, after), "");
  setFlag(after, "ticks", "a", true, NOW);
  setFlag(after, "ticks", "b", true, NOW);
  setNote(after, "a", "x", NOW);
  addGrade(after, "a", 3, NOW);
  assert.equal(describeChange(before, after), "2 ticks, 1 grade, 1 note");
});

test("no damage to a file makes the reader crash or forget", () => {
  const mine = emptyProgress(NOW);
  setFlag(mine, "ticks", "mine", true, NOW);
  const junk: Json[] = [null, true, -1, 1e308, "x", [], {}, [[]], { t: 1 }, { v: 1, t: NOW }, "constructor"];
  for (let seed = 0; seed < 2000; seed++) {
    const r = random(seed);
    const document = someDocument(r);
    for (let i = 0; i < 3; i++) damage(document, r, junk);
    let text = JSON.stringify(document);
    if (r() < 0.3) {
      const at = Math.floor(r() * text.length);
      text = text.slice(0, at) + pick(r, ["", "\0", '"', "}", ",", "9e999", "\uFEFF"]) + text.slice(at + Math.floor(r() * 3));
    }
    try {
      const { progress } = parseProgress(text, NOW);
      const merged = mergeProgress(mine, progress);
      assert.ok("mine" in merged.ticks);
      assert.deepEqual(parseProgress(serializeProgress(merged), NOW).problems, [], `seed ${seed}`);
    } catch (error) {
      assert.ok(error instanceof ProgressError, `seed ${seed}: ${String(error)}`);
    }
  }
});

function damage(value: Json, r: Random, junk: readonly Json[]): void {
  if (value === null || typeof value !== "object") return;
  const keys = Object.keys(value);
  if (keys.length === 0) return;
  const key = pick(r, keys);
  const holder = value as Record<string, Json>;
  if (r() < 0.4) holder[key] = structuredClone(pick(r, junk));
  else damage(holder[key] ?? null, r, junk);
}
