/**
 * Build the index (Node): pages as JSON on standard input, the index script on
 * standard output. The same input gives the same bytes.
 */

import { readFileSync, writeSync } from "node:fs";

import { Bytes, GLOBAL, type IndexFile, KINDS, type Kind, VERSION } from "./format.ts";
import { isStop, pairs, stems, tokenize } from "./text.ts";

export interface Entry {
  kind: Kind;
  anchor: string;
  title: string;
  text: string;
  /** Names of code: they match, and are not shown. */
  code?: string;
}

export interface Page {
  url: string;
  title: string;
  topics: string[];
  /** 1 for what readers come for, less for what only helps. */
  weight: number;
  entries: Entry[];
}

export interface Book {
  pages: Page[];
  abbreviations: Record<string, string>;
  synonyms: string[][];
}

/** Characters of a text that a result can show. */
const TEASER: Record<Kind, number> = { page: 240, section: 240, question: 240, reference: 100 };
const K1 = 1.2;
const STICKY = 0.15;

/** Field: how much a word in it counts, and how much a long field dilutes it. */
export const FIELDS = {
  title: { boost: 4, b: 0.3 },
  topics: { boost: 1.2, b: 0 },
  page: { boost: 0.6, b: 0 },
  text: { boost: 1, b: 0.6 },
  code: { boost: 0.7, b: 0.5 },
} as const;
type Field = keyof typeof FIELDS;

export function build(book: Book): IndexFile {
  const file: IndexFile = {
    version: VERSION,
    pages: [],
    page: [],
    kind: [],
    anchor: [],
    title: [],
    teaser: [],
    terms: "",
    counts: "",
    gaps: "",
    weights: "",
    synonyms: [],
    abbreviations: Object.fromEntries(
      Object.entries(book.abbreviations).map(([short, long]) => [short, subjects([long])]),
    ),
  };
  file.synonyms = book.synonyms.map((group) => group.map((word) => subjects([word])));
  const counted: Map<Field, Map<string, number>>[] = [];
  for (const page of book.pages) {
    const number = file.pages.length;
    file.pages.push([
      page.url,
      page.title,
      subjects([page.title, ...page.topics]),
      page.weight,
    ]);
    for (const entry of page.entries) {
      file.page.push(number);
      file.kind.push(KINDS.indexOf(entry.kind));
      file.anchor.push(entry.anchor);
      file.title.push(entry.title);
      file.teaser.push(shorten(entry.text, TEASER[entry.kind]));
      const own = entry.kind === "page";
      counted.push(
        new Map<Field, Map<string, number>>([
          ["title", count(entry.title)],
          ["topics", count(own ? page.topics.join(" | ") : "")],
          ["page", count(own ? "" : page.title)],
          ["text", count(entry.text)],
          ["code", count(entry.code ?? "")],
        ]),
      );
    }
  }
  const postings = weigh(counted);
  for (const [pair, list] of sticky(book)) postings.set(pair, list);
  const terms = [...postings.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const counts = new Bytes();
  const gaps = new Bytes();
  const weights = new Bytes();
  for (const term of terms) {
    const list = postings.get(term)!;
    const before = gaps.length;
    let last = -1;
    for (const [entry, weight] of list) {
      gaps.varint(entry - last);
      weights.push(Math.max(1, Math.round(weight * 15)));
      last = entry;
    }
    counts.varint(list.length);
    counts.varint(gaps.length - before);
  }
  file.terms = terms.join("\n");
  file.counts = counts.base64();
  file.gaps = gaps.base64();
  file.weights = weights.base64();
  return file;
}

/** Texts, or meanings split by |, as the engine compares them. */
function subjects(texts: string[]): string {
  const parts = texts.flatMap((text) => text.split("|")).map((text) => stems(text).join(" "));
  return [...new Set(parts.filter(Boolean))].join("|");
}

function count(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { term } of tokenize(text)) {
    if (!isStop(term)) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return counts;
}

/**
 * Pairs of words that the book uses as one: in a title or a subject, or in two entries at
 * least and often enough where the rarer of the words is used at all.
 */
function sticky(book: Book): Map<string, [entry: number, weight: number][]> {
  const where = new Map<string, Map<number, number>>();
  const words = new Map<string, number>();
  const named = new Set<string>();
  let number = 0;
  for (const page of book.pages) {
    for (const entry of page.entries) {
      const title = pairs(tokenize(entry.title));
      const text = pairs(tokenize(entry.text));
      for (const pair of title) if (page.weight === 1) named.add(pair);
      for (const pair of [...title, ...text]) {
        let entries = where.get(pair);
        if (!entries) where.set(pair, (entries = new Map()));
        entries.set(number, title.includes(pair) ? 1 : (entries.get(number) ?? 0.6));
      }
      for (const word of new Set([...title, ...text].flatMap((pair) => pair.split(" ")))) {
        words.set(word, (words.get(word) ?? 0) + 1);
      }
      number++;
    }
    for (const topic of page.topics) for (const p of pairs(tokenize(topic))) named.add(p);
  }
  const found = new Map<string, [number, number][]>();
  for (const [pair, entries] of where) {
    const [a, b] = pair.split(" ") as [string, string];
    const rarer = Math.min(words.get(a)!, words.get(b)!);
    const together = entries.size > 1 && entries.size / rarer >= STICKY;
    if (named.has(pair) || together) found.set(pair, [...entries]);
  }
  return found;
}

/** BM25F without the idf: a weight in (0, 1) for each term in each entry. */
function weigh(
  counted: Map<Field, Map<string, number>>[],
): Map<string, [entry: number, weight: number][]> {
  const length = (counts: Map<string, number>): number =>
    [...counts.values()].reduce((sum, n) => sum + n, 0);
  const mean = new Map<Field, number>();
  for (const field of Object.keys(FIELDS) as Field[]) {
    const lengths = counted.map((fields) => length(fields.get(field)!)).filter(Boolean);
    mean.set(field, lengths.reduce((a, b) => a + b, 0) / Math.max(1, lengths.length));
  }
  const postings = new Map<string, [number, number][]>();
  counted.forEach((fields, entry) => {
    const sums = new Map<string, number>();
    for (const [field, counts] of fields) {
      const { boost, b } = FIELDS[field];
      const norm = 1 - b + (b * length(counts)) / Math.max(1, mean.get(field)!);
      for (const [term, n] of counts) {
        sums.set(term, (sums.get(term) ?? 0) + (boost * n) / norm);
      }
    }
    for (const [term, sum] of sums) {
      let list = postings.get(term);
      if (!list) postings.set(term, (list = []));
      list.push([entry, sum / (K1 + sum)]);
    }
  });
  return postings;
}

/** The start of a text, cut between words. */
function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.lastIndexOf(" ", limit - 1);
  return `${text.slice(0, cut > limit / 2 ? cut : limit - 1)} …`;
}

/** The file's text: JSON inside a string literal parses faster than as a literal. */
export function script(file: IndexFile): string {
  const json = JSON.stringify(file)
    .replace(/\\/g, "\\\\")
    .replace(/'/g, "\\'")
    .replace(/</g, "\\x3c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
  return `self.${GLOBAL}='${json}';\n`;
}

if (process.argv[2] === "--stdin") {
  const bytes = Buffer.from(script(build(JSON.parse(readFileSync(0, "utf8")) as Book)));
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
}
