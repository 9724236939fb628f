/**
 * The index file: a classic script (file:// allows nothing else) that hands one JSON
 * text to `__handbook_search`. Postings are two byte streams in base64: gaps between
 * entries as varints, and a weight of four bits an entry, ready-made from BM25F.
 */

export const VERSION = 1;
export const GLOBAL = "__handbook_search";

/** What a result is; the order is that of the codes in the file. */
export const KINDS = ["page", "section", "question", "reference"] as const;
export type Kind = (typeof KINDS)[number];

export interface IndexFile {
  version: number;
  /** Subjects are the stems of their words; they and their words are split by | and a space. */
  pages: [url: string, title: string, subjects: string, weight: number][];
  /** Columns, one value an entry: they compress better than rows. */
  page: number[];
  kind: number[];
  anchor: string[];
  title: string[];
  teaser: string[];
  /** Sorted terms, one a line: words, and pairs of stems that belong together. */
  terms: string;
  /** Per term: number of entries, then bytes of its gaps; varints. */
  counts: string;
  gaps: string;
  weights: string;
  /** Abbreviation → the stems of what it stands for, meanings split by |. */
  abbreviations: Record<string, string>;
  /** Groups of words and phrases, as stems, that mean the same in this field. */
  synonyms: string[][];
}

export class Bytes {
  private bytes: number[] = [];
  get length(): number {
    return this.bytes.length;
  }
  push(byte: number): void {
    this.bytes.push(byte);
  }
  varint(value: number): void {
    while (value > 127) {
      this.bytes.push((value & 127) | 128);
      value >>>= 7;
    }
    this.bytes.push(value);
  }
  base64(): string {
    let binary = "";
    for (const byte of this.bytes) binary += String.fromCharCode(byte);
    return btoa(binary);
  }
}

type Native = { fromBase64?: (text: string) => Uint8Array };

export function fromBase64(text: string): Uint8Array {
  const native = (Uint8Array as Native).fromBase64; // newer browsers
  if (native) return native.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** The decoded index. Postings stay packed until a query asks for a term's. */
export class Index {
  readonly file: IndexFile;
  readonly terms: string[];
  readonly size: number;
  private readonly count: Int32Array;
  private readonly gapAt: Int32Array;
  private readonly weightAt: Int32Array;
  private readonly gaps: Uint8Array;
  private readonly weights: Uint8Array;

  constructor(file: IndexFile) {
    this.file = file;
    if (file.version !== VERSION) throw new Error(`index version ${file.version}`);
    this.terms = file.terms ? file.terms.split("\n") : [];
    this.size = file.page.length;
    this.gaps = fromBase64(file.gaps);
    this.weights = fromBase64(file.weights);
    const length = this.terms.length;
    this.count = new Int32Array(length);
    this.gapAt = new Int32Array(length + 1);
    this.weightAt = new Int32Array(length + 1);
    const counts = fromBase64(file.counts);
    let at = 0;
    const varint = (): number => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = counts[at++]!;
        value |= (byte & 127) << shift;
        if (byte < 128) return value;
      }
    };
    for (let i = 0; i < length; i++) {
      this.count[i] = varint();
      this.gapAt[i + 1] = this.gapAt[i]! + varint();
      this.weightAt[i + 1] = this.weightAt[i]! + this.count[i]!;
    }
  }

  /** How many entries hold the term of that number. */
  frequency(term: number): number {
    return this.count[term]!;
  }

  idf(term: number): number {
    const n = this.count[term]!;
    return Math.log(1 + (this.size - n + 0.5) / (n + 0.5));
  }

  /** First term that is not less than the text. */
  lowerBound(text: string): number {
    let low = 0;
    let high = this.terms.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.terms[middle]! < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The term's number, or -1. */
  find(text: string): number {
    const at = this.lowerBound(text);
    return this.terms[at] === text ? at : -1;
  }

  /** Visit the entries that hold the term, in order, with its weight in (0, 1]. */
  each(term: number, visit: (entry: number, weight: number) => void): void {
    const { gaps, weights } = this;
    const end = this.gapAt[term + 1]!;
    let weightAt = this.weightAt[term]!;
    let entry = -1;
    for (let at = this.gapAt[term]!; at < end; ) {
      let gap = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = gaps[at++]!;
        gap |= (byte & 127) << shift;
        if (byte < 128) break;
      }
      entry += gap;
      visit(entry, weights[weightAt++]! / 15);
    }
  }
}
