// Progress v1: what a reader has done, as one JSON document. Pure: no DOM, no storage, no clock.
// The format is documented in docs/guide/progress-file.md and scripts/handbook/schema/progress-v1.json.

export const SCHEMA = "mle-handbook/progress";
export const VERSION = 1;

/** A file larger than this is refused before it is parsed. */
export const MAX_CHARACTERS = 5_000_000;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Milliseconds since 1970 (UTC) at which the reader last changed the entry. */
interface Stamped {
  t: number;
  [extra: string]: Json;
}
/** A tick, a star, an "I know this": 1 is on, 0 is off. */
export interface Flag extends Stamped {
  v: 0 | 1;
}
export interface Note extends Stamped {
  v: string;
}
/** One self-grade: 1 again, 2 hard, 3 good, 4 easy. `was`: its time, where that lay in the future. */
export interface Grade extends Stamped {
  id: string;
  g: 1 | 2 | 3 | 4;
}
export type Section<T> = Record<string, T>;

export interface Progress {
  schema: typeof SCHEMA;
  version: typeof VERSION;
  created: number;
  updated: number;
  ticks: Section<Flag>;
  stars: Section<Flag>;
  known: Section<Flag>;
  notes: Section<Note>;
  /** State of spaced review; the review page owns what is inside. */
  cards: Section<Stamped>;
  log: Grade[];
  plan?: Stamped;
  /** Members that this version doesn't know are carried along. */
  extra: Record<string, Json>;
}

/** Why a text is not a progress file; the message is for the reader. */
export class ProgressError extends Error {
  constructor(
    message: string,
    readonly newer = false,
  ) {
    super(message);
  }
}

export interface Parsed {
  progress: Progress;
  /** Entries that had to be left out, each with its place and what is wrong. */
  problems: string[];
  /** How many times lay in the future and were set to now. */
  clamped: number;
}

const DAY = 86_400_000;
const MAX_TIME = 8.64e15;
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
const SECTIONS = ["ticks", "stars", "known", "notes", "cards"] as const;
const OWN = new Set<string>([
  ...["schema", "version", "created", "updated", "log", "plan"],
  ...SECTIONS,
]);

/** An object without a prototype: no id can ever mean something else in it. */
function bare<T>(entries: Iterable<readonly [string, T]> = []): Record<string, T> {
  const result = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) result[key] = value;
  return result;
}

export function emptyProgress(now: number): Progress {
  return {
    schema: SCHEMA,
    version: VERSION,
    created: now,
    updated: now,
    ticks: bare(),
    stars: bare(),
    known: bare(),
    notes: bare(),
    cards: bare(),
    log: [],
    extra: bare(),
  };
}

/** The same JSON value always gives the same text, whatever the order of its members. */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${members.join()}}`;
  }
  return JSON.stringify(value) ?? "null";
}

// ---------------------------------------------------------------- reading

type Fields = { [key: string]: Json };

const isObject = (value: Json | undefined): value is Fields =>
  value !== null && typeof value === "object" && !Array.isArray(value);

const isTime = (value: Json | undefined): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= MAX_TIME;

function describe(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** Whether a value nests no deeper than anything sensible and hides no forbidden name. */
function harmless(value: Json, depth = 0): boolean {
  if (depth > 16) return false;
  if (Array.isArray(value)) return value.every((item) => harmless(item, depth + 1));
  if (!isObject(value)) return typeof value !== "number" || Number.isFinite(value);
  return Object.entries(value).every(
    ([key, item]) => !FORBIDDEN.has(key) && harmless(item, depth + 1),
  );
}

/** Older documents become the present one step by step: `MIGRATIONS[n]` turns n into n + 1. */
export const MIGRATIONS: Readonly<Record<number, (document: Fields) => Fields>> = {};

function migrate(document: Fields): Fields {
  let version = document["version"] as number;
  while (version < VERSION) {
    const step = MIGRATIONS[version];
    if (!step) throw new ProgressError(`Version ${version} of the progress file is not known.`);
    document = { ...step(document), version: ++version };
  }
  return document;
}

/**
 * Reads a progress document. Throws ProgressError when the text isn't one at all;
 * entries that are wrong are left out and named in `problems`.
 */
export function parseProgress(text: string, now: number): Parsed {
  if (text.length > MAX_CHARACTERS) {
    throw new ProgressError("This file is too large to be a progress file (over 5 million characters).");
  }
  let value: Json;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, "")) as Json;
  } catch (error) {
    throw new ProgressError(`This is not a JSON file (${(error as Error).message}).`);
  }
  if (!isObject(value)) {
    throw new ProgressError(`A progress file is a JSON object; this file holds ${describe(value)}.`);
  }
  if (value["schema"] !== SCHEMA) {
    throw new ProgressError(
      `This is not a progress file of this handbook: "schema" should be "${SCHEMA}" but is ${describe(value["schema"])}.`,
    );
  }
  const version = value["version"];
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    throw new ProgressError(`"version" should be a whole number from 1 but is ${describe(version)}.`);
  }
  if (version > VERSION) {
    throw new ProgressError(
      `This progress was written by a newer handbook (version ${version}; this page reads up to ${VERSION}). Update or reload this handbook first.`,
      true,
    );
  }
  return read(migrate(value), now);
}

function read(document: Fields, now: number): Parsed {
  const problems: string[] = [];
  let clamped = 0;
  const latest = now + DAY;
  const wrong = (place: string, expected: string, value: Json | undefined): undefined => {
    problems.push(`${place} should be ${expected} but is ${describe(value)}`);
  };
  const time = (place: string, value: Json | undefined): number | undefined => {
    if (!isTime(value)) return wrong(place, "a time in milliseconds since 1970", value);
    if (value <= latest) return value;
    clamped += 1;
    return now;
  };
  const stamped = (place: string, value: Json | undefined): Stamped | undefined => {
    if (!isObject(value)) return wrong(place, "an object", value);
    if (!harmless(value)) return wrong(place, "a plain object without reserved names", value);
    const t = time(`${place}.t`, value["t"]);
    return t === undefined ? undefined : { ...value, t };
  };
  const idOk = (place: string, id: Json | undefined): id is string =>
    (typeof id === "string" && ID.test(id)) ||
    wrong(place, "an id of letters, digits, dots, colons and hyphens", id) !== undefined;

  const section = <T extends Stamped>(
    name: string,
    expected: string,
    valid: (entry: Stamped) => boolean,
  ): Section<T> => {
    const result = bare<T>();
    const value = document[name];
    if (value === undefined) return result;
    if (!isObject(value)) {
      wrong(`"${name}"`, "an object", value);
      return result;
    }
    for (const [id, item] of Object.entries(value)) {
      const place = `${name}[${describe(id)}]`;
      if (!idOk(place, id)) continue;
      const entry = stamped(place, item);
      if (!entry) continue;
      if (valid(entry)) result[id] = entry as T;
      else wrong(`${place}.v`, expected, entry["v"]);
    }
    return result;
  };
  const flag = (entry: Stamped): boolean => entry["v"] === 0 || entry["v"] === 1;

  const progress = emptyProgress(now);
  progress.ticks = section("ticks", "0 or 1", flag);
  progress.stars = section("stars", "0 or 1", flag);
  progress.known = section("known", "0 or 1", flag);
  progress.notes = section("notes", "a text", (entry) => typeof entry["v"] === "string");
  progress.cards = section("cards", "anything", () => true);

  const log = document["log"] ?? [];
  if (Array.isArray(log)) {
    log.forEach((item, index) => {
      const place = `log[${index}]`;
      const entry = stamped(place, item);
      if (!entry || !idOk(`${place}.id`, entry["id"])) return;
      const grade = entry["g"];
      if (![1, 2, 3, 4].includes(grade as number)) {
        wrong(`${place}.g`, "1, 2, 3 or 4", grade);
        return;
      }
      // A grade is recognized by its time: keep the one it came with, or a second import doubles it.
      const given = (item as Fields)["t"] as number;
      if (entry.t !== given) entry["was"] ??= given;
      progress.log.push(entry as Grade);
    });
    progress.log = mergeLogs(progress.log, []);
  } else {
    wrong(`"log"`, "a list", log);
  }

  if (document["plan"] !== undefined) {
    const plan = stamped(`"plan"`, document["plan"]);
    if (plan) progress.plan = plan;
  }
  for (const [key, item] of Object.entries(document)) {
    if (OWN.has(key)) continue;
    if (FORBIDDEN.has(key) || !harmless(item)) wrong(`"${key.slice(0, 40)}"`, "plain data", item);
    else progress.extra[key] = item;
  }
  for (const key of ["created", "updated"] as const) {
    if (document[key] !== undefined) progress[key] = time(`"${key}"`, document[key]) ?? now;
  }
  return { progress, problems, clamped };
}

/** The document as text; members in a fixed order, so that equal progress gives equal files. */
export function serializeProgress(progress: Progress, indent?: number): string {
  const { extra, ...own } = progress;
  const document: Record<string, unknown> = bare();
  for (const key of ["schema", "version", "created", "updated"] as const) document[key] = own[key];
  for (const key of SECTIONS) document[key] = sorted(own[key]);
  document["log"] = own.log;
  if (own.plan) document["plan"] = own.plan;
  for (const key of Object.keys(extra).sort()) document[key] = extra[key];
  return JSON.stringify(document, null, indent);
}

function sorted<T>(section: Section<T>): Section<T> {
  return bare(
    Object.keys(section)
      .sort()
      .map((key) => [key, section[key] as T]),
  );
}

// ---------------------------------------------------------------- merging

/** The newer entry, whole; of two equally new ones always the same. */
function newer<T extends Stamped>(a: T, b: T): T {
  if (a.t !== b.t) return a.t > b.t ? a : b;
  return canonical(a) >= canonical(b) ? a : b;
}

function mergeSections<T extends Stamped>(a: Section<T>, b: Section<T>): Section<T> {
  const result = bare(Object.entries(a));
  for (const [id, entry] of Object.entries(b)) {
    const mine = result[id];
    result[id] = mine ? newer(mine, entry) : entry;
  }
  return result;
}

const gradeKey = (entry: Grade): string => `${entry["was"] ?? entry.t} ${entry.id} ${entry.g}`;

function mergeLogs(a: readonly Grade[], b: readonly Grade[]): Grade[] {
  const byKey = new Map<string, Grade>();
  for (const entry of [...a, ...b]) {
    const key = gradeKey(entry);
    const mine = byKey.get(key);
    byKey.set(key, mine && canonical(mine) >= canonical(entry) ? mine : entry);
  }
  return [...byKey]
    .sort(([keyA, x], [keyB, y]) => x.t - y.t || (keyA < keyB ? -1 : 1))
    .map(([, entry]) => entry);
}

/** A member unknown to us that looks like a section is merged as one. */
const asSection = (value: Json): Section<Stamped> | undefined =>
  isObject(value) && Object.values(value).every((item) => isObject(item) && isTime(item["t"]))
    ? (value as Section<Stamped>)
    : undefined;

function mergeUnknown(a: Json, b: Json): Json {
  const [left, right] = [asSection(a), asSection(b)];
  if (left && right) return mergeSections(left, right);
  if (left || right) return left ? a : b;
  return canonical(a) >= canonical(b) ? a : b;
}

/**
 * Both documents in one: of each entry the newer, of grades all.
 * Commutative, associative and idempotent, so files may be merged in any order, any number of times.
 */
export function mergeProgress(a: Progress, b: Progress): Progress {
  const extra = bare(Object.entries(a.extra));
  for (const [key, value] of Object.entries(b.extra)) {
    const mine = extra[key];
    extra[key] = mine === undefined ? value : mergeUnknown(mine, value);
  }
  const plan = a.plan && b.plan ? newer(a.plan, b.plan) : (a.plan ?? b.plan);
  return {
    schema: SCHEMA,
    version: VERSION,
    created: Math.min(a.created, b.created),
    updated: Math.max(a.updated, b.updated),
    ticks: mergeSections(a.ticks, b.ticks),
    stars: mergeSections(a.stars, b.stars),
    known: mergeSections(a.known, b.known),
    notes: mergeSections(a.notes, b.notes),
    cards: mergeSections(a.cards, b.cards),
    log: mergeLogs(a.log, b.log),
    ...(plan && { plan }),
    extra,
  };
}

// ---------------------------------------------------------------- changing

/** The reader's latest action wins on this device even where a clock once ran ahead. */
const stamp = (previous: Stamped | undefined, now: number): number =>
  previous && previous.t >= now ? Math.min(previous.t + 1, MAX_TIME) : now;

export type FlagSection = "ticks" | "stars" | "known";

export function setFlag(progress: Progress, name: FlagSection, id: string, on: boolean, now: number): void {
  const previous = progress[name][id];
  progress[name][id] = { ...previous, v: on ? 1 : 0, t: stamp(previous, now) };
}

export const hasFlag = (progress: Progress, name: FlagSection, id: string): boolean =>
  progress[name][id]?.v === 1;

export function setNote(progress: Progress, id: string, text: string, now: number): void {
  const previous = progress.notes[id];
  progress.notes[id] = { ...previous, v: text, t: stamp(previous, now) };
}

export function addGrade(progress: Progress, id: string, grade: Grade["g"], now: number): void {
  progress.log = mergeLogs(progress.log, [{ id, g: grade, t: now }]);
}

export const lastGrade = (progress: Progress, id: string): Grade | undefined =>
  progress.log.findLast((entry) => entry.id === id);

/** Forgets ticks, grades, review state and "I know this" of these ids; stars and notes stay. */
export function forget(progress: Progress, ids: ReadonlySet<string>): void {
  for (const name of ["ticks", "known", "cards"] as const) {
    for (const id of ids) delete progress[name][id];
  }
  progress.log = progress.log.filter((entry) => !ids.has(entry.id));
}

// ---------------------------------------------------------------- telling

/** What an import brought, in words: "2 ticks, 1 note". Empty when nothing changed. */
export function describeChange(before: Progress, after: Progress): string {
  const words: string[] = [];
  const add = (count: number, one: string, many = `${one}s`): void => {
    if (count) words.push(`${count} ${count === 1 ? one : many}`);
  };
  const changed = (name: (typeof SECTIONS)[number]): number =>
    Object.entries(after[name]).filter(
      ([id, entry]) => canonical(entry) !== canonical(before[name][id]),
    ).length;
  add(changed("ticks"), "tick");
  add(after.log.length - before.log.length, "grade");
  add(changed("cards"), "review state");
  add(changed("stars"), "star");
  add(changed("known"), `"I know this" mark`);
  add(changed("notes"), "note");
  if (canonical(after.plan) !== canonical(before.plan)) words.push("the plan");
  if (canonical(after.extra) !== canonical(before.extra)) words.push("other data");
  return words.join(", ");
}
