/**
 * From a query to ranked pages. A query is a row of slots, one a word; a slot is met by
 * the word itself, another form of it, a longer word that starts with it, a near
 * spelling, its halves, or what it abbreviates, each at a discount. An entry (page,
 * section, question) scores by BM25F over the slots; a page also by what its entries
 * cover together and by the subjects it is the home of.
 */

import { type Index, KINDS, type Kind } from "./format.ts";
import { fold, isGeneric, isStop, singular, stem, stems, type Token, tokenize } from "./text.ts";

/** What the ranking weighs; all parts are between 0 and 1 before that. */
export const RANKING = {
  form: 0.75, // another form of the same word
  prefix: [0.43, 0.27], // a longer word that starts with it: at least, and by its share
  fuzzy: 0.7, // per edit
  joined: 0.95, // "k fold" met by "kfold"
  halves: 0.8, // "kfold" met by "k fold"
  abbreviation: 0.85,
  synonym: 0.8,
  pair: 0.25, // neighbors in the query that are neighbors in the entry
  generic: 0.3, // share of its weight that a word like "explain" keeps
  coverage: 1, // exponent: how hard missing words hurt
  title: 0.75,
  phrase: 0.2,
  together: 0.35, // what the page's entries cover together
  depth: 0.12, // several good entries on the page
  home: 1, // the page is the home of the subject
  homeShare: 1.1, // exponents: a subject that is not all of the query, and
  homeWhole: 3, // a subject of which the query says only a part
  kind: { page: 1.05, section: 1, question: 1, reference: 0.65 } as Record<Kind, number>,
  // which entry of a page comes first; a question is what learners ask
  inside: { page: 0.75, section: 1, question: 1.6, reference: 1 } as Record<Kind, number>,
};

const MAX_SLOTS = 24;
const MAX_PAGES = 10; // the theme renders so many at once
const MAX_HITS = 6; // of a page
const MAX_LONGER = 60; // words that start as the query's last
const TITLES = 80; // entries whose title is compared with the query

export interface Hit {
  entry: number;
  score: number;
  missing: string[];
}

export interface PageHits {
  page: number;
  score: number;
  hits: Hit[]; // best first; the page's own entry is among them only if it matched
}

export interface Answer {
  pages: PageHits[];
  words: string[];
  marks: (word: string) => boolean; // whether a word of a text deserves a mark
}

/** All groups must be there, each by one of its terms. */
interface Way {
  groups: number[][];
  weight: number;
}

interface Slot {
  word: string;
  ways: Way[];
  idf: number;
  full: number; // idf before a generic word was discounted
  joins: Set<string>; // one word for this one and its neighbors: kfold, auc
  roots: Set<string>; // stems that are this word when titles and subjects are compared
  open: string; // the beginning of a word, where the reader may still be typing
}

export class Engine {
  readonly index: Index;
  private readonly own: Int32Array; // page → the entry that stands for it
  private readonly subjects: { page: number; roots: string[] }[] = [];
  private readonly meanings = new Map<string, string[][]>();
  private readonly same = new Map<string, string[][]>(); // synonyms
  private letters: Int32Array | undefined; // a bit for each letter a term has
  private readonly titles = new Map<number, string[]>();

  constructor(index: Index) {
    this.index = index;
    const { file } = index;
    this.own = new Int32Array(file.pages.length).fill(-1);
    file.page.forEach((page, entry) => {
      if (this.own[page] === -1) this.own[page] = entry; // a page's own entry is first
    });
    file.pages.forEach(([, , subjects], page) => {
      for (const subject of subjects.split("|")) {
        this.subjects.push({ page, roots: subject.split(" ") });
      }
    });
    for (const group of file.synonyms) {
      for (const word of group) {
        const others = group.filter((other) => other !== word);
        const known = this.same.get(word) ?? [];
        this.same.set(word, [...known, ...others.map((other) => other.split(" "))]);
      }
    }
    for (const [short, meanings] of Object.entries(file.abbreviations)) {
      this.meanings.set(short, meanings.split("|").map((meaning) => meaning.split(" ")));
    }
  }

  /** The entry that stands for the page as a whole. */
  entryOf(page: number): number {
    return this.own[page]!;
  }

  search(query: string): Answer {
    const slots = this.slots(query);
    const words = slots.filter((slot) => !isGeneric(slot.word)).map((slot) => slot.word);
    const marks = this.marker(slots);
    const total = slots.reduce((sum, slot) => sum + slot.idf, 0);
    if (!total) return { pages: [], marks, words };

    const { file } = this.index;
    const n = slots.length;
    const idfs = slots.map((slot) => slot.idf);
    const met = slots.map((slot) => this.meet(slot));
    const together = this.together(slots);
    const touched = new Set(met.flatMap((slot) => slot.entries));
    const best = new Map<number, Float32Array>(); // page → its best weight a slot
    const hits: Hit[] = [];
    for (const entry of touched) {
      const page = file.page[entry]!;
      let top = best.get(page);
      if (!top) best.set(page, (top = new Float32Array(n)));
      let sum = 0;
      let covered = 0;
      for (let i = 0; i < n; i++) {
        const weight = met[i]!.weights[entry]!;
        if (!weight) continue;
        sum += weight * idfs[i]!;
        covered += cover(weight) * idfs[i]!;
        if (weight > top[i]!) top[i] = weight;
      }
      sum += RANKING.pair * (together.get(entry) ?? 0);
      const score = (sum / total) * (covered / total) ** RANKING.coverage;
      hits.push({ entry, score, missing: [] });
    }
    const weight = (entry: number): number => file.pages[file.page[entry]!]![3];
    hits.sort((a, b) => b.score - a.score || a.entry - b.entry);
    hits.forEach((hit, i) => {
      if (i < TITLES) hit.score += this.title(hit.entry, slots, total);
      hit.score *= RANKING.kind[KINDS[file.kind[hit.entry]!]!] * weight(hit.entry);
    });

    const homes = this.homes(slots);
    const pages: PageHits[] = [];
    for (const [page, list] of grouped(hits, (hit) => file.page[hit.entry]!)) {
      list.sort((a, b) => b.score - a.score || a.entry - b.entry);
      let sum = 0;
      let covered = 0;
      best.get(page)!.forEach((weight, i) => {
        sum += weight * idfs[i]!;
        covered += cover(weight) * idfs[i]!;
      });
      const whole = (sum / total) * (covered / total) ** RANKING.coverage;
      const depth = list.slice(1, 6).reduce((all, hit) => all + hit.score, 0) / 5;
      const score =
        list[0]!.score +
        file.pages[page]![3] * (RANKING.together * whole + RANKING.depth * depth) +
        RANKING.home * (homes.get(page) ?? 0);
      for (const hit of list) hit.score *= RANKING.inside[KINDS[file.kind[hit.entry]!]!];
      list.sort((a, b) => b.score - a.score || a.entry - b.entry);
      pages.push({ page, score, hits: list });
    }
    pages.sort((a, b) => b.score - a.score || a.page - b.page);
    const shown = pages.slice(0, MAX_PAGES);
    for (const page of shown) {
      page.hits.length = Math.min(page.hits.length, MAX_HITS);
      for (const hit of page.hits) {
        const missing = slots.filter((_, i) => !met[i]!.weights[hit.entry]);
        hit.missing = missing.map((slot) => slot.word).filter((word) => !isGeneric(word));
      }
    }
    return { pages: shown, marks, words };
  }

  private slots(query: string): Slot[] {
    const single = this.spelled(tokenize(query).filter((token) => !token.joined));
    const content = single.filter((token) => !isStop(token.term));
    const words = (content.length ? content : single).slice(0, MAX_SLOTS);
    const last = single[single.length - 1];
    const typed = fold(query).match(/[\p{L}\d]+$/u)?.[0] ?? "";
    const slots = words.map((token) =>
      this.slot(token.term, token === last ? typed : ""),
    );
    words.forEach((token, i) => {
      const next = words[i + 1];
      if (!next || next.at !== token.at + 1) return;
      const joined = this.index.find(singular(token.term + next.term));
      if (joined < 0) return;
      const way = { groups: [[joined]], weight: RANKING.joined };
      for (const slot of slots.slice(i, i + 2)) {
        slot.ways.push(way);
        slot.joins.add(stem(token.term + next.term));
      }
    });
    this.phrases(words.map((token) => stem(token.term)), slots);
    return slots;
  }

  /** "a b test" is "ab test" where the book knows ab. */
  private spelled(tokens: Token[]): Token[] {
    const out: Token[] = [];
    for (const token of tokens) {
      const last = out[out.length - 1];
      const joined = (last?.term ?? "") + token.term;
      if (last?.term.length === 1 && joined.length === 2 && this.index.find(joined) >= 0) {
        last.term = joined;
      } else out.push(token);
    }
    return out;
  }

  private slot(word: string, typed: string): Slot {
    const ways: Way[] = [];
    const roots = new Set([stem(word)]);
    const exact = this.index.find(word);
    if (exact >= 0) ways.push({ groups: [[exact]], weight: 1 });
    const forms = this.rooted(stem(word)).filter((term) => term !== exact);
    if (word.length > 3 && forms.length) {
      ways.push({ groups: [forms], weight: RANKING.form });
    }
    let idf = this.idf(ways);
    for (const meaning of this.meanings.get(word) ?? []) {
      const groups = meaning.map((root) => this.rooted(root));
      if (groups.every((group) => group.length)) {
        ways.push({ groups, weight: RANKING.abbreviation });
      }
    }
    const known = ways.length > 0;
    for (const groups of this.same.get(stem(word)) ?? []) {
      const found = groups.map((root) => this.rooted(root));
      if (found.every((group) => group.length)) {
        ways.push({ groups: found, weight: RANKING.synonym });
      }
    }
    if (typed.length > 1) ways.push(...this.longer(typed, exact));
    else if (!known && word.length > 2) ways.push(...this.longer(word, exact));
    if (!known) {
      ways.push(...this.halves(word));
      const near = ways.length ? [] : this.near(word, typed !== "");
      for (const { term, weight } of near) {
        const root = stem(this.index.terms[term]!);
        roots.add(root);
        ways.push({ groups: [[term]], weight });
        ways.push({ groups: [this.rooted(root)], weight: weight * RANKING.form });
      }
      if (near.length) idf = this.idf(ways) * near[0]!.weight; // a guess is worth less
    }
    idf ||= this.idf(ways);
    const full = idf;
    if (isGeneric(word)) idf *= RANKING.generic;
    return { word, ways, idf, full, roots, joins: new Set(), open: typed };
  }

  /** What meeting a slot in one of these ways tells: as much as its commonest way. */
  private idf(ways: Way[]): number {
    const idf = (group: number[]): number =>
      Math.min(...group.map((term) => this.index.idf(term)));
    if (!ways.length) return 0;
    return Math.min(...ways.map(({ groups }) => Math.max(...groups.map(idf))));
  }

  /** Terms with that stem: neighbors in the sorted list. */
  private rooted(root: string): number[] {
    const start = root.length > 4 ? root.slice(0, -1) : root;
    const found: number[] = [];
    for (const term of this.startingWith(start)) {
      if (stem(this.index.terms[term]!) === root) found.push(term);
    }
    return found;
  }

  private *startingWith(start: string): Iterable<number> {
    const { index } = this;
    for (let i = index.lowerBound(start); i < index.terms.length; i++) {
      const term = index.terms[i]!;
      if (!term.startsWith(start)) return;
      if (!term.includes(" ")) yield i; // pairs of words have their own use
    }
  }

  private longer(start: string, exact: number): Way[] {
    const [least, more] = RANKING.prefix as [number, number];
    const ways: Way[] = [];
    for (const term of this.startingWith(start)) {
      const share = start.length / this.index.terms[term]!.length;
      if (term !== exact) ways.push({ groups: [[term]], weight: least + more * share });
    }
    return ways.sort((a, b) => b.weight - a.weight).slice(0, MAX_LONGER);
  }

  /** "crossvalidation" is met by cross and validation, "kmeans" by k and mean. */
  private halves(word: string): Way[] {
    const ways: Way[] = [];
    for (let i = 1; i < word.length - 1; i++) {
      if (i === 1 && !/^[abcfkltz]/.test(word)) continue;
      if (i === 2 && word.length > 6) continue; // "re", "de": syllables, not words
      if (word.length - i < 3) continue;
      const left = this.index.find(singular(word.slice(0, i)));
      const right = this.index.find(singular(word.slice(i)));
      if (left < 0 || right < 0 || !this.meetSomewhere(left, right)) continue;
      ways.push({ groups: [[left], [right]], weight: RANKING.halves });
    }
    return ways;
  }

  private meetSomewhere(left: number, right: number): boolean {
    const entries = new Set<number>();
    let meet = false;
    this.index.each(left, (entry) => entries.add(entry));
    this.index.each(right, (entry) => (meet ||= entries.has(entry)));
    return meet;
  }

  /** The nearest spellings of an unknown word; an unfinished one may go on. */
  private near(word: string, open: boolean): { term: number; weight: number }[] {
    const limit = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    if (!limit) return [];
    const { terms } = this.index;
    this.letters ??= Int32Array.from(terms, letters);
    const own = letters(word);
    const found: { term: number; weight: number; rank: number }[] = [];
    for (let term = 0; term < terms.length; term++) {
      const text = terms[term]!;
      if (text.length < word.length - limit) continue;
      const longer = text.length > word.length + limit;
      if (longer && (!open || word.length < 5)) continue;
      const theirs = this.letters[term]!;
      if (theirs < 0) continue; // a pair of words
      if (more(own & ~theirs, limit)) continue;
      if (!open && more(theirs & ~own, limit)) continue;
      const [whole, start] = edits(word, text, limit);
      const unfinished = whole > limit;
      const count = unfinished ? start : whole;
      if (count > limit || (unfinished && (!open || word.length < 5 || count > 1))) continue;
      const rank =
        count +
        (unfinished ? 0.5 : 0) +
        (text[0] === word[0] ? 0 : 0.6) -
        0.05 * Math.log(1 + this.index.frequency(term));
      const weight = RANKING.fuzzy ** count * (unfinished ? 0.8 : 1);
      found.push({ term, weight, rank });
    }
    found.sort((a, b) => a.rank - b.rank || a.term - b.term);
    return found.filter((near) => near.rank < found[0]!.rank + 0.7).slice(0, 8);
  }

  /** "area under the curve" in a query is also met by "auc". */
  private phrases(roots: string[], slots: Slot[]): void {
    const meet = (phrase: string[], others: string[][], weight: number): void => {
      if (phrase.length < 2 || !roots.includes(phrase[0]!)) return;
      for (let i = 0; i + phrase.length <= roots.length; i++) {
        if (!phrase.every((root, k) => roots[i + k] === root)) continue;
        for (const other of others) {
          const groups = other.map((root) => this.rooted(root));
          if (!groups.every((group) => group.length)) continue;
          for (const slot of slots.slice(i, i + phrase.length)) {
            slot.ways.push({ groups, weight });
            if (other.length === 1) slot.joins.add(other[0]!);
          }
        }
      }
    };
    for (const [short, meanings] of this.meanings) {
      for (const phrase of meanings) meet(phrase, [[stem(short)]], RANKING.abbreviation);
    }
    for (const [phrase, others] of this.same) {
      meet(phrase.split(" "), others, RANKING.synonym);
    }
  }

  /** The best weight of a slot in every entry. */
  private meet(slot: Slot): { weights: Float32Array; entries: number[] } {
    const weights = new Float32Array(this.index.size);
    const entries: number[] = [];
    const add = (entry: number, value: number): void => {
      if (!weights[entry]) entries.push(entry);
      if (value > weights[entry]!) weights[entry] = value;
    };
    for (const { groups, weight } of slot.ways) {
      if (groups.length === 1) {
        for (const term of groups[0]!) {
          this.index.each(term, (entry, value) => add(entry, weight * value));
        }
        continue;
      }
      let all: Map<number, number> | undefined; // entries that hold every group so far
      for (const group of groups) {
        const here = new Map<number, number>();
        for (const term of group) {
          this.index.each(term, (entry, value) => {
            if (all && !all.has(entry)) return;
            here.set(entry, Math.max(here.get(entry) ?? 0, value));
          });
        }
        if (all) for (const [entry, sum] of here) here.set(entry, sum + all.get(entry)!);
        all = here;
      }
      for (const [entry, sum] of all ?? []) add(entry, (weight * sum) / groups.length);
    }
    return { weights, entries };
  }

  /** What neighbors in the query are worth where they are neighbors, too. */
  private together(slots: Slot[]): Map<number, number> {
    const worth = new Map<number, number>();
    for (let i = 1; i < slots.length; i++) {
      const [left, right] = [slots[i - 1]!, slots[i]!];
      const idf = left.idf + right.idf;
      const found = new Map<number, number>(); // entry → weight, best of the spellings
      for (const term of this.pairTerms(left, right)) {
        this.index.each(term, (entry, weight) => {
          if (weight > (found.get(entry) ?? 0)) found.set(entry, weight);
        });
      }
      for (const [entry, weight] of found) {
        worth.set(entry, (worth.get(entry) ?? 0) + weight * idf);
      }
    }
    return worth;
  }

  private *pairTerms(left: Slot, right: Slot): Iterable<number> {
    for (const a of left.roots) {
      for (const b of right.roots) {
        const term = this.index.find(`${a} ${b}`);
        if (term >= 0) yield term;
      }
      const { open } = right;
      const start = `${a} ${open}`;
      const { terms } = this.index;
      for (let i = this.index.lowerBound(start); open.length > 2 && i < terms.length; i++) {
        if (!terms[i]!.startsWith(start)) break;
        yield i;
      }
    }
  }

  /** How far query and title say the same, and in the same order. */
  private title(entry: number, slots: Slot[], total: number): number {
    let title = this.titles.get(entry);
    if (!title) {
      title = stems(this.index.file.title[entry]!);
      this.titles.set(entry, title);
    }
    const found = new Set<number>();
    let shared = 0;
    let runs = 0;
    let before = -2;
    for (const slot of slots) {
      let at = title.findIndex((word) => this.is(slot, word) || slot.joins.has(word));
      for (const meaning of at < 0 ? (this.meanings.get(slot.word) ?? []) : []) {
        const places = meaning.map((root) => title.indexOf(root));
        if (places.includes(-1)) continue;
        at = places[places.length - 1]!;
        for (const place of places) found.add(place);
      }
      let share = 1;
      for (const other of at < 0 ? (this.same.get(stem(slot.word)) ?? []) : []) {
        if (other.length > 1 || at >= 0) continue;
        at = title.indexOf(other[0]!);
        share = RANKING.synonym;
      }
      if (at >= 0) {
        found.add(at);
        shared += slot.idf * share;
        if (at === before + 1 || at === before) runs++;
      }
      before = at < 0 ? -2 : at;
    }
    if (!shared) return 0;
    const query = shared / total;
    const same = query * query * Math.sqrt(found.size / title.length);
    const order = slots.length > 1 ? (query * runs) / (slots.length - 1) : 0;
    return RANKING.title * same + RANKING.phrase * order;
  }

  /** How much of the query is a subject of each page. */
  private homes(slots: Slot[]): Map<number, number> {
    const homes = new Map<number, number>();
    const total = slots.reduce((sum, slot) => sum + slot.full, 0);
    const used = new Set<Slot>();
    const solid = slots.filter((slot) => slot.joins.size);
    for (const { page, roots } of this.subjects) {
      used.clear();
      let missing = 0;
      for (const word of roots) {
        const slot = slots.find((slot) => !used.has(slot) && this.is(slot, word));
        if (slot) used.add(slot);
        const joined = solid.filter((slot) => slot.joins.has(word));
        for (const slot of joined) used.add(slot);
        if (!slot && !joined.length) missing++;
      }
      if (!used.size) continue;
      let idf = 0;
      for (const slot of used) idf += slot.full;
      const whole = (roots.length - missing) / roots.length;
      const value = (idf / total) ** RANKING.homeShare * whole ** RANKING.homeWhole;
      if (value > (homes.get(page) ?? 0)) homes.set(page, value);
    }
    slots.forEach((slot) => {
      for (const meaning of this.meanings.get(slot.word) ?? []) {
        for (const { page, roots } of this.subjects) {
          if (!roots.every((root) => meaning.includes(root))) continue;
          const value = (slot.full / total) * (roots.length / meaning.length) ** 2;
          if (value > (homes.get(page) ?? 0)) homes.set(page, value);
        }
      }
    });
    return homes;
  }

  /** Whether a stem is the slot's word, as far as it has been typed. */
  private is(slot: Slot, root: string): boolean {
    if (slot.roots.has(root)) return true;
    const { open } = slot;
    if (open.length < 3) return false;
    return root.startsWith(open) || (root.length > 4 && open.startsWith(root));
  }

  private marker(slots: Slot[]): (word: string) => boolean {
    const terms = new Set<string>();
    const open: string[] = [];
    for (const slot of slots) {
      terms.add(slot.word);
      if (slot.open.length > 1) open.push(slot.open);
      for (const term of slot.ways.flatMap((way) => way.groups.flat())) {
        terms.add(this.index.terms[term]!);
      }
    }
    const known = new Map<string, boolean>();
    return (word) => {
      let found = known.get(word);
      if (found === undefined) {
        const folded = fold(word).replace(/[-_]/g, "");
        found =
          terms.has(singular(folded)) || open.some((start) => folded.startsWith(start));
        known.set(word, found);
      }
      return found;
    };
  }
}

/** A bit for each letter (digits share one) that a word has; -1 for two words. */
function letters(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i) - 97;
    if (code === -65) return -1; // a space
    bits |= 1 << (code >= 0 && code < 26 ? code : 26);
  }
  return bits;
}

/** Whether more bits are set than that. */
function more(bits: number, count: number): boolean {
  for (; bits; bits &= bits - 1) if (--count < 0) return true;
  return false;
}

/** A word that is barely there covers less than one in a title. */
function cover(weight: number): number {
  return Math.min(1, weight * 4);
}

function grouped<T>(list: T[], key: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of list) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
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
      const change = word[i - 1] === term[j - 1] ? 0 : 1;
      let value = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + change);
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
