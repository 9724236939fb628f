/**
 * From a query to ranked pages. A query is a row of slots, one a word; a slot is met by
 * the word itself, another form of it, a longer word that starts with it, a near
 * spelling, its halves, or what it abbreviates, each at a discount. An entry (page,
 * section, question) scores by BM25F over the slots; a page also by what its entries
 * cover together and by the subjects it is the home of.
 */

import { type Index, KINDS, type Kind } from "./format.ts";
import { fold, isStop, singular, stem, stems, tokenize } from "./text.ts";

/** What the ranking weighs; all parts are between 0 and 1 before that. */
export const RANKING = {
  form: 0.75, // another form of the same word
  prefix: 0.45, // a longer word that starts with it; more the less is missing
  fuzzy: 0.7, // per edit
  halves: 0.8, // "kfold" met by "k fold"
  abbreviation: 0.85,
  coverage: 1.6, // exponent: how hard missing words hurt
  title: 0.55,
  phrase: 0.2,
  together: 0.35, // what the page's entries cover together
  depth: 0.12, // several good entries on the page
  home: 0.6, // the page is the home of the subject
  kind: { page: 1.05, section: 1, question: 1, reference: 0.6 } as Record<Kind, number>,
};

export interface Hit {
  entry: number;
  score: number;
  missing: string[];
}

export interface PageHits {
  page: number;
  score: number;
  /** Best first; the page's own entry is among them only if it matched. */
  hits: Hit[];
}

export interface Answer {
  pages: PageHits[];
  /** Whether a word of a text deserves a mark. */
  marks: (word: string) => boolean;
  words: string[];
}

interface Way {
  terms: number[];
  weight: number;
}

interface Slot {
  word: string;
  ways: Way[];
  idf: number;
  /** Stems that count as this word when titles and subjects are compared. */
  stems: Set<string>;
  /** The beginning of a word, if the reader may still be typing it. */
  open: string;
}

interface Subject {
  page: number;
  stems: string[];
}

const MAX_SLOTS = 24;
const MAX_PAGES = 30;

export class Engine {
  readonly index: Index;
  private readonly subjects: Subject[] = [];
  private readonly pageEntry: Int32Array;
  private readonly abbreviations: [short: string, long: string[]][];
  private readonly titleStems = new Map<number, string[]>();

  constructor(index: Index) {
    this.index = index;
    const { file } = index;
    this.pageEntry = new Int32Array(file.pages.length).fill(-1);
    file.page.forEach((page, entry) => {
      if (KINDS[file.kind[entry]!] === "page" || this.pageEntry[page] === -1) {
        this.pageEntry[page] = entry;
      }
    });
    file.pages.forEach(([, title, topics], page) => {
      for (const subject of new Set([title, ...topics.split("|")])) {
        if (subject) this.subjects.push({ page, stems: stems(subject) });
      }
    });
    this.abbreviations = Object.entries(file.abbreviations).map(([short, long]) => [
      short,
      long.split("|"),
    ]);
  }

  /** The entry that stands for the page as a whole. */
  entryOf(page: number): number {
    return this.pageEntry[page]!;
  }

  search(query: string): Answer {
    const slots = this.slots(query);
    const words = slots.map((slot) => slot.word);
    const marks = marker(this.index, slots);
    const total = slots.reduce((sum, slot) => sum + slot.idf, 0);
    if (!total) return { pages: [], marks, words };

    const { file, size } = this.index;
    const met = slots.map((slot) => this.meet(slot, size));
    const best = new Map<number, Float32Array>(); // page → best weight a slot
    const byPage = new Map<number, Hit[]>();
    const ordered = slots.map((slot) => slot.stems);
    for (let entry = 0; entry < size; entry++) {
      let sum = 0;
      let covered = 0;
      let page: Float32Array | undefined;
      const number = file.page[entry]!;
      for (let i = 0; i < slots.length; i++) {
        const weight = met[i]![entry]!;
        if (!weight) continue;
        sum += weight * slots[i]!.idf;
        covered += Math.min(1, weight * 4) * slots[i]!.idf;
        page ??= best.get(number);
        if (!page) best.set(number, (page = new Float32Array(slots.length)));
        if (weight > page[i]!) page[i] = weight;
      }
      if (!sum) continue;
      const missing = words.filter((_, i) => !met[i]![entry]);
      const score = (sum / total) * (covered / total) ** RANKING.coverage;
      let hits = byPage.get(number);
      if (!hits) byPage.set(number, (hits = []));
      hits.push({ entry, score, missing });
    }

    const homes = this.homes(slots, total);
    const pages: PageHits[] = [];
    for (const [page, hits] of byPage) {
      const reference = file.pages[page]![3] === 1;
      hits.sort((a, b) => b.score - a.score);
      for (const hit of hits.slice(0, 12)) {
        const kind = KINDS[file.kind[hit.entry]!]!;
        hit.score =
          (hit.score + this.titleBonus(hit.entry, slots, ordered, total)) *
          RANKING.kind[kind];
      }
      hits.sort((a, b) => b.score - a.score || a.entry - b.entry);
      let together = 0;
      let covered = 0;
      best.get(page)!.forEach((weight, i) => {
        together += weight * slots[i]!.idf;
        if (weight) covered += Math.min(1, weight * 4) * slots[i]!.idf;
      });
      const depth = hits.slice(1, 6).reduce((sum, hit) => sum + hit.score, 0) / 5;
      const score =
        hits[0]!.score +
        (reference ? RANKING.kind.reference : 1) *
          (RANKING.together * (together / total) * (covered / total) ** RANKING.coverage +
            RANKING.depth * depth) +
        RANKING.home * (homes.get(page) ?? 0);
      pages.push({ page, score, hits });
    }
    pages.sort((a, b) => b.score - a.score || a.page - b.page);
    return { pages: pages.slice(0, MAX_PAGES), marks, words };
  }

  private slots(query: string): Slot[] {
    const tokens = tokenize(query);
    const single = tokens.filter((token) => !token.joined);
    const content = single.filter((token) => !isStop(token.term));
    const words = (content.length ? content : single).slice(0, MAX_SLOTS);
    const last = single[single.length - 1];
    const typing = /[\p{L}\d]$/u.test(query);
    const raw = fold(query).match(/[\p{L}\d]+$/u)?.[0] ?? "";
    const slots = words.map((token) =>
      this.slot(token.term, typing && token === last ? raw : ""),
    );
    // "k fold" and "k-fold" are also met by "kfold", as one word
    words.forEach((token, i) => {
      const next = words[i + 1];
      if (!next || next.at !== token.at + 1) return;
      const joined = this.index.find(singular(token.term + next.term));
      if (joined < 0) return;
      slots[i]!.ways.push({ terms: [joined], weight: 0.95 });
      slots[i + 1]!.ways.push({ terms: [joined], weight: 0.95 });
    });
    this.abbreviate(words.map((token) => stem(token.term)), slots);
    return slots;
  }

  private slot(word: string, typed: string): Slot {
    const { index } = this;
    const ways: Way[] = [];
    const same = new Set<string>([stem(word)]);
    const exact = index.find(word);
    if (exact >= 0) ways.push({ terms: [exact], weight: 1 });
    for (const term of this.forms(word)) {
      if (term !== exact) ways.push({ terms: [term], weight: RANKING.form });
    }
    const known = ways.length > 0;
    for (const [short, longs] of this.abbreviations) {
      if (short !== word) continue;
      for (const long of longs) {
        const terms = tokenize(long)
          .filter((token) => !token.joined && !isStop(token.term))
          .map((token) => index.find(token.term));
        if (terms.length && !terms.includes(-1)) {
          ways.push({ terms, weight: RANKING.abbreviation });
        }
      }
    }
    const abbreviation = ways.length > 0;
    // the reader may have typed only the beginning of the word
    const prefix = typed || (abbreviation ? "" : word);
    if (prefix.length > 1) this.extend(prefix, ways);
    if (!abbreviation) {
      this.split(word, ways);
      if (!ways.some((way) => way.weight > 0.6)) {
        for (const term of this.near(word, typed !== "", ways)) same.add(stem(term));
      }
    }
    let idf = 0;
    if (known) {
      for (const way of ways) {
        if (way.weight < RANKING.form) continue;
        const value = Math.min(...way.terms.map((term) => index.idf(term)));
        idf = idf ? Math.min(idf, value) : value;
      }
    } else if (ways.length) {
      idf = Math.min(...ways.map((w) => Math.min(...w.terms.map((t) => index.idf(t)))));
    }
    return { word, ways, idf, stems: same, open: typed };
  }

  /** Terms that are forms of the word: neighbors in the sorted list, same stem. */
  private forms(word: string): number[] {
    const { terms } = this.index;
    const root = stem(word);
    const start = root.slice(0, Math.max(3, root.length - 1));
    if (word.length < 4 || !word.startsWith(start)) return [];
    const found: number[] = [];
    for (let i = this.index.lowerBound(start); i < terms.length; i++) {
      const term = terms[i]!;
      if (!term.startsWith(start)) break;
      if (stem(term) === root) found.push(i);
    }
    return found;
  }

  private extend(prefix: string, ways: Way[]): void {
    const { index } = this;
    const known = new Set(ways.flatMap((way) => way.terms));
    const longer: Way[] = [];
    for (let i = index.lowerBound(prefix); i < index.terms.length; i++) {
      const term = index.terms[i]!;
      if (!term.startsWith(prefix)) break;
      if (known.has(i)) continue;
      const share = prefix.length / term.length;
      longer.push({ terms: [i], weight: RANKING.prefix * (0.4 + 0.6 * share) + 0.25 });
    }
    longer.sort((a, b) => b.weight - a.weight);
    ways.push(...longer.slice(0, 60));
  }

  /** "crossvalidation" is met by cross and validation. */
  private split(word: string, ways: Way[]): void {
    for (let i = 1; i < word.length - 1; i++) {
      const left = this.index.find(singular(word.slice(0, i)));
      const right = this.index.find(singular(word.slice(i)));
      if (left < 0 || right < 0) continue;
      if (i === 1 && !/^[abcfkltz]$/.test(word[0]!)) continue;
      if (word.length - i < 3 && word.length > 4) continue;
      ways.push({ terms: [left, right], weight: RANKING.halves });
    }
  }

  /** The nearest spellings of an unknown word; an unfinished one may go on. */
  private near(word: string, open: boolean, ways: Way[]): string[] {
    const limit = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    if (!limit) return [];
    const { index } = this;
    const found: { term: number; edits: number; whole: boolean }[] = [];
    for (let i = 0; i < index.terms.length; i++) {
      const term = index.terms[i]!;
      if (term.length < word.length - limit) continue;
      const longer = term.length > word.length + limit;
      if (longer && !(open && word.length > 4)) continue;
      const [whole, start] = edits(word, term, limit);
      if (whole <= limit && !longer) found.push({ term: i, edits: whole, whole: true });
      else if (open && word.length > 4 && start <= Math.min(limit, 1)) {
        found.push({ term: i, edits: start, whole: false });
      }
    }
    const rank = (f: (typeof found)[number]): number =>
      f.edits +
      (f.whole ? 0 : 0.5) +
      (index.terms[f.term]![0] === word[0] ? 0 : 0.6) -
      0.05 * Math.log(1 + index.frequency(f.term));
    found.sort((a, b) => rank(a) - rank(b) || a.term - b.term);
    const least = found[0] ? rank(found[0]) : 0;
    const kept = found.filter((f) => rank(f) < least + 0.7).slice(0, 8);
    const names: string[] = [];
    for (const { term, edits: n, whole } of kept) {
      const weight = RANKING.fuzzy ** n * (whole ? 1 : 0.8);
      ways.push({ terms: [term], weight });
      names.push(index.terms[term]!);
      for (const form of this.forms(index.terms[term]!)) {
        ways.push({ terms: [form], weight: weight * RANKING.form });
      }
    }
    return names;
  }

  /** "area under the curve" in a query is also met by "auc". */
  private abbreviate(words: string[], slots: Slot[]): void {
    for (const [short, longs] of this.abbreviations) {
      const term = this.index.find(short);
      if (term < 0) continue;
      for (const long of longs) {
        const phrase = stems(long);
        if (phrase.length < 2) continue;
        for (let i = 0; i + phrase.length <= words.length; i++) {
          if (!phrase.every((word, k) => words[i + k] === word)) continue;
          for (let k = 0; k < phrase.length; k++) {
            slots[i + k]!.ways.push({ terms: [term], weight: RANKING.abbreviation });
          }
        }
      }
    }
  }

  /** Best weight of the slot in every entry. */
  private meet(slot: Slot, size: number): Float32Array {
    const weights = new Float32Array(size);
    for (const { terms, weight } of slot.ways) {
      if (terms.length === 1) {
        for (const posting of this.index.postings(terms[0]!)) {
          const value = weight * posting.weight;
          if (value > weights[posting.entry]!) weights[posting.entry] = value;
        }
        continue;
      }
      const all = new Map<number, [n: number, sum: number]>();
      for (const term of new Set(terms)) {
        for (const posting of this.index.postings(term)) {
          const [n, sum] = all.get(posting.entry) ?? [0, 0];
          all.set(posting.entry, [n + 1, sum + posting.weight]);
        }
      }
      const needed = new Set(terms).size;
      for (const [entry, [n, sum]] of all) {
        const value = (weight * sum) / needed;
        if (n === needed && value > weights[entry]!) weights[entry] = value;
      }
    }
    return weights;
  }

  /** How far query and title say the same, and in the same order. */
  private titleBonus(
    entry: number,
    slots: Slot[],
    ordered: Set<string>[],
    total: number,
  ): number {
    let title = this.titleStems.get(entry);
    if (!title) {
      title = stems(this.index.file.title[entry]!);
      this.titleStems.set(entry, title);
    }
    if (!title.length) return 0;
    const at: number[] = [];
    let shared = 0;
    slots.forEach((slot, i) => {
      const where = title.findIndex((word) => matches(slot, ordered[i]!, word));
      at.push(where);
      if (where >= 0) shared += slot.idf;
    });
    if (!shared) return 0;
    const found = new Set(at.filter((where) => where >= 0)).size;
    let runs = 0;
    for (let i = 1; i < at.length; i++) {
      if (at[i]! >= 0 && at[i] === at[i - 1]! + 1 && at[i - 1]! >= 0) runs++;
    }
    const query = shared / total;
    const phrase = slots.length > 1 ? runs / (slots.length - 1) : 0;
    return RANKING.title * query * query * (found / title.length) ** 0.5 +
      RANKING.phrase * phrase * query;
  }

  /** How much of the query is a subject of each page. */
  private homes(slots: Slot[], total: number): Map<number, number> {
    const homes = new Map<number, number>();
    for (const { page, stems: subject } of this.subjects) {
      let idf = 0;
      let missing = 0;
      const used = new Set<number>();
      for (const word of subject) {
        const slot = slots.findIndex(
          (slot, i) => !used.has(i) && matches(slot, slot.stems, word),
        );
        if (slot < 0) missing++;
        else {
          used.add(slot);
          idf += slots[slot]!.idf;
        }
      }
      if (!used.size) continue;
      const whole = (subject.length - missing) / subject.length;
      const value = (idf / total) * whole ** 2;
      if (value > (homes.get(page) ?? 0)) homes.set(page, value);
    }
    return homes;
  }
}

function matches(slot: Slot, stemsOf: Set<string>, word: string): boolean {
  if (stemsOf.has(word)) return true;
  return slot.open.length > 2 && word.startsWith(slot.open);
}

/**
 * Edits (a swap of neighbors is one) from a word to a term, and to the nearest
 * beginning of the term; beyond the limit any larger number.
 */
export function edits(word: string, term: string, limit: number): [number, number] {
  const width = Math.min(term.length, word.length + limit);
  let before: number[] = [];
  let last = Array.from({ length: width + 1 }, (_, j) => j);
  for (let i = 1; i <= word.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= width; j++) {
      const same = word[i - 1] === term[j - 1];
      let value = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (
        i > 1 && j > 1 && word[i - 1] === term[j - 2] && word[i - 2] === term[j - 1]
      ) {
        value = Math.min(value, before[j - 2]! + 1);
      }
      row.push(value);
      if (value < least) least = value;
    }
    if (least > limit) return [limit + 1, limit + 1];
    before = last;
    last = row;
  }
  const whole = term.length > width ? limit + 1 : last[width]!;
  return [whole, Math.min(...last)];
}

/** A test for the words of a text that a query found. */
function marker(index: Index, slots: Slot[]): (word: string) => boolean {
  const terms = new Set<string>();
  const open: string[] = [];
  for (const slot of slots) {
    terms.add(slot.word);
    if (slot.open.length > 1) open.push(slot.open);
    for (const way of slot.ways) {
      for (const term of way.terms) terms.add(index.terms[term]!);
    }
  }
  return (word) => {
    const folded = fold(word).replace(/-/g, "");
    return terms.has(singular(folded)) || open.some((part) => folded.startsWith(part));
  };
}
