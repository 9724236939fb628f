/**
 * Words: how text and queries become terms. Builder and browser share this file, so
 * that both sides always agree.
 */

const GREEK: Record<string, string> = {
  α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", η: "eta", θ: "theta",
  κ: "kappa", λ: "lambda", μ: "mu", ν: "nu", ξ: "xi", π: "pi", ρ: "rho", σ: "sigma",
  ς: "sigma", τ: "tau", φ: "phi", χ: "chi", ψ: "psi", ω: "omega",
};

/** Words that carry no topic; a query made of nothing else keeps them. */
const STOP = new Set(
  (
    "a about all also an and any are as at be been but by can could did do does for from " +
    "give had has have how i if in into is it its just many me much my no not of on only or our should so " +
    "some than that the their them then there these they this those to too under very was we were " +
    "what when where which who whose why will with would you your use used using vs " +
    "versus between"
  ).split(" "),
);

/** Words of a question that say little about its subject; they count for less. */
const GENERIC = new Set(
  (
    "advantage answer bad best better case change choice choose common compare con " +
    "define definition describe difference differ different disadvantage do doing " +
    "example explain fail find get give go going good handle happen help high idea important " +
    "intuition keep know level limitation list main make matter mean need one other " +
    "people point prevent pro problem purpose question reason right say show simple " +
    "solve step talk tell term thing think through time tradeoff two type understand " +
    "walk want way without work wrong"
  ).split(" "),
);

export const isGeneric = (term: string): boolean =>
  GENERIC.has(term) || GENERIC.has(stem(term));

export const isStop = (term: string): boolean => STOP.has(term);

/** Lower case without accents; Greek letters by name, R² as r2. */
export function fold(text: string): string {
  return text
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1-$2") // camelCase is a compound
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[α-ως]/g, (letter) => GREEK[letter] ?? letter)
    .replace(/[’ʼ`]/g, "'")
    .replace(/[‐‑‒–—−]/g, "-");
}

/** "means" → "mean", "classes" → "class"; "bias", "loss" and "gpus" stay right. */
export function singular(term: string): string {
  if (term.length < 4 || !term.endsWith("s") || /(ss|us|is|as|os)$/.test(term)) {
    return term;
  }
  if (/[^aeiou]ies$/.test(term) && term.length > 4) return `${term.slice(0, -3)}y`;
  if (/(ch|sh|ss|x|zz)es$/.test(term)) return term.slice(0, -2);
  return term.slice(0, -1);
}

export interface Token {
  term: string;
  /** Position of the word; the joined form of a compound shares its first part's. */
  at: number;
  /** The joined form of a compound: "kfold" of "k-fold". */
  joined: boolean;
}

const COMPOUND = /[\p{L}\d]+(?:['._/&-]+[\p{L}\d]+)*/gu;

/**
 * The terms of a text, in order. "k-fold", "k_fold" and "kFold" give k, fold and the
 * joined kfold; "A/B" gives ab and "i.i.d." iid; numbers longer than four digits are dropped.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const [found] of fold(text).matchAll(COMPOUND)) {
    const word = found.replace(/'s?(?![\p{L}\d])/gu, "").replace(/'/g, "");
    const parts = word.split(/[._/&-]+/).filter(Boolean);
    if (parts.length > 1 && parts.every((part) => part.length === 1)) {
      tokens.push({ term: parts.join(""), at: at++, joined: false });
      continue;
    }
    const first = at;
    for (const part of parts) {
      if (part.length > 32 || /^\d{5,}$/.test(part)) continue;
      tokens.push({ term: singular(part), at: at++, joined: false });
    }
    if (parts.length > 1 && parts.length < 5) {
      for (let i = 0; i + 1 < parts.length; i++) {
        join(tokens, parts.slice(i, i + 2), first + i);
      }
      if (parts.length > 2) join(tokens, parts, first);
    }
  }
  return tokens;
}

function join(tokens: Token[], parts: string[], at: number): void {
  const term = parts.join("");
  if (term.length < 3 && !/^\p{L}{2}$/u.test(term)) return;
  if (term.length > 24 || /^\d/.test(term)) return;
  tokens.push({ term: singular(term), at, joined: true });
}

const FAMILIES: [RegExp, string][] = [
  [/(is|iz)(ations?|ational|ed|ers?|ing|es?|able)$/, "iz"],
  [/(ifications?|ifiers?|ified|ifying|ifies|ify)$/, "if"],
  [/at(ions?|ional|ed|ors?|ing|ive|ively|es?)$/, ""],
  [/(able|ability|ably)$/, ""],
  [/(ct|pt|rt|st|ss|nt|lv|rs)(ions?|ional|ed|ors?|ers?|ing|ive|es?)$/, "$1"],
  [/it(y|ies)$/, ""],
  [/(c|t)(ies|y|es?)$/, "$1"],
  [/ically$/, "ic"],
  [/ical$/, "ic"],
  [/ness$/, ""],
  [/(e?ments?)$/, ""],
  [/(ing|ed|er|ers|ly)$/, ""],
  [/e$/, ""],
];

/** What forms of one word share: "overfitting" and "overfit", "regularize(r)". */
export function stem(term: string): string {
  if (term.length < 5 || /\d/.test(term)) return term.replace(/e$/, "");
  for (const [ending, keep] of FAMILIES) {
    const stemmed = term.replace(ending, keep);
    if (stemmed === term) continue;
    if (stemmed.length < 3 || !/[aeiouy]/.test(stemmed)) continue;
    return stemmed.replace(/([bdfglmnprt])\1$/, "$1").replace(/e$/, "");
  }
  return term.replace(/ll$/, "l"); // labelling, labeled
}

/** Pairs of content words that stand side by side, as stems: "link function". */
export function pairs(tokens: Token[]): string[] {
  const content = tokens.filter((t) => !t.joined && !isStop(t.term));
  const found: string[] = [];
  for (let i = 1; i < content.length; i++) {
    const [a, b] = [content[i - 1]!, content[i]!];
    if (b.at - a.at > 3 || isGeneric(a.term) || isGeneric(b.term)) continue;
    found.push(`${stem(a.term)} ${stem(b.term)}`);
  }
  return found;
}

/** The content words of a text as stems, joined forms left out. */
export function stems(text: string): string[] {
  const words = tokenize(text).filter((token) => !token.joined);
  const content = words.filter((token) => !isStop(token.term));
  return (content.length ? content : words).map((token) => stem(token.term));
}
