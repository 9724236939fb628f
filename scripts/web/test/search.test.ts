import assert from "node:assert/strict";
import { test } from "node:test";
import { items, mark } from "../src/search/answer";
import { type Book, build, type Entry, script } from "../src/search/build";
import { edits, Engine } from "../src/search/engine";
import { Index } from "../src/search/format";
import { pairs, singular, stem, stems, tokenize } from "../src/search/text";

const words = (text: string): string[] => tokenize(text).map((token) => token.term);

const entry = (anchor: string, title: string, text = "", kind: Entry["kind"] = "section"): Entry => ({
  kind,
  anchor,
  title,
  text,
});

const BOOK: Book = {
  pages: [
    {
      url: "c06.html",
      title: "Model Evaluation and Metrics",
      topics: ["ROC-AUC", "AUC", "confusion matrix"],
      weight: 1,
      entries: [
        entry("", "Model Evaluation and Metrics", "Choosing a metric.", "page"),
        entry("roc", "Ranking", "The area under the ROC curve, AUC for short."),
        entry("c06-matrix", "Interpret a confusion matrix.", "Count the errors.", "question"),
      ],
    },
    {
      url: "c07.html",
      title: "Cross-Validation",
      topics: ["k-fold"],
      weight: 1,
      entries: [
        entry("", "Cross-Validation", "Estimating how a model does.", "page"),
        entry("folds", "Folds", "In k-fold cross-validation every row is held out once."),
        entry("c07-why", "Why is cross-validation important?", "One split is noisy.", "question"),
      ],
    },
    {
      url: "c10.html",
      title: "Trees",
      topics: ["gradient boosting machine"],
      weight: 1,
      entries: [
        entry("", "Trees", "Forests & <b>boosting</b>.", "page"),
        entry("boost", "Boosting", "Gradient boosting fits each tree to the gradients."),
      ],
    },
    {
      url: "ref.html",
      title: "roc_auc.py",
      topics: [],
      weight: 0.6,
      entries: [entry("", "roc_auc.py", "The ROC curve and AUC of scores.", "page")],
    },
  ],
  abbreviations: { gbm: "gradient boosting machine", auc: "area under the curve" },
  synonyms: [["fold", "split"]],
};

const engine = new Engine(new Index(build(BOOK)));

function first(query: string): string | undefined {
  const links = items(engine, engine.search(query)).flat();
  return links.sort((a, b) => b.score - a.score)[0]?.location;
}

test("compounds give their parts and the joined form", () => {
  assert.deepEqual(words("k-fold"), ["k", "fold", "kfold"]);
  assert.deepEqual(words("k_fold KFold kFold"), ["k", "fold", "kfold", "kfold", "k", "fold", "kfold"]);
  assert.deepEqual(words("A/B i.i.d."), ["ab", "iid"]);
  assert.deepEqual(words("ROC‑AUC"), ["roc", "auc", "rocauc"]);
});

test("case, accents, Greek letters and powers do not matter", () => {
  assert.deepEqual(words("Naïve MODEL λ R² L₁"), ["naive", "model", "lambda", "r2", "l1"]);
});

test("plurals are one word, but bias and loss keep their s", () => {
  for (const [plural, one] of [["trees", "tree"], ["classes", "class"], ["entropies", "entropy"]] as const) {
    assert.equal(singular(plural), one);
  }
  for (const word of ["bias", "loss", "gps", "analysis"]) assert.equal(singular(word), word);
});

test("forms of a word share a stem", () => {
  for (const family of [
    ["overfitting", "overfit"],
    ["regularization", "regularize", "regularised", "regularizer"],
    ["classification", "classifier", "classify"],
    ["sparsity", "sparse"],
    ["imputation", "imputing"],
    ["calibrated", "calibration"],
    ["boosting", "boosted", "boost"],
  ]) {
    assert.equal(new Set(family.map(stem)).size, 1, family.join());
  }
});

test("no text makes the tokenizer throw", () => {
  for (const text of ["", "\ud83d", "\u202e()[]{}", "-".repeat(99), "a-".repeat(99), "é".repeat(99), "1e10 ____"]) {
    assert.ok(Array.isArray(tokenize(text)));
    assert.ok(Array.isArray(stems(text)));
  }
});

test("neighbors are pairs, with stop words between them or not", () => {
  assert.deepEqual(pairs(tokenize("area under the curve")), ["area curv"]);
  assert.deepEqual(pairs(tokenize("the curve")), []);
});

test("edits count swaps once, and the nearest beginning", () => {
  assert.deepEqual(edits("matirx", "matrix", 2), [1, 1]);
  assert.equal(edits("regularizt", "regularization", 1)[1], 1);
  assert.ok(edits("abc", "xyz", 1)[0] > 1);
});

for (const [query, location] of [
  ["kfold", "c07.html"],
  ["k fold", "c07.html#folds"],
  ["held out row", "c07.html#folds"],
  ["crossvalidation", "c07.html#c07-why"],
  ["Cross Validation", "c07.html#c07-why"],
  ["confusoin matirx", "c06.html#c06-matrix"],
  ["confus", "c06.html#c06-matrix"],
  ["why is cross-validation important?", "c07.html#c07-why"],
  ["roc auc", "c06.html"],
  ["boosted", "c10.html#boost"],
] as const) {
  test(`“${query}” finds ${location}`, () => assert.equal(first(query), location));
}

test("abbreviations lead to what they stand for", () => {
  assert.match(first("GBM") ?? "", /^c10/);
  assert.match(first("area under curve") ?? "", /^c06/);
});

test("nothing is found for nothing, and for what is nowhere", () => {
  for (const query of ["", "  ", "?!", "qqqqzzzz", "xx yy"]) assert.deepEqual(engine.search(query).pages, []);
});

test("an item has what the theme's list reads", () => {
  const [group] = items(engine, engine.search("confusion matrix"));
  const best = group![0]!;
  assert.equal(best.title, "Interpret a <mark data-md-highlight>confusion</mark> <mark data-md-highlight>matrix</mark>.");
  assert.equal(best.text, "<p>Count the errors.</p>");
  assert.deepEqual(best.terms, { confusion: true, matrix: true });
  assert.ok(group!.some((item) => item.location === "c06.html"), "the page heads its group");
});

test("text and query stay text", () => {
  assert.equal(mark(`<img src=x> & "q"`, () => true).includes("<img"), false);
  const [group] = items(engine, engine.search("<b>forests</b>"));
  assert.match(group![0]!.text, /&amp; &lt;/);
  assert.doesNotMatch(group![0]!.text, /<b>/);
});

test("the file is one string literal, the same every time", () => {
  const file = script(build(BOOK));
  assert.equal(file, script(build(BOOK)));
  assert.ok(!file.includes("</"));
  const scope: { __handbook_search?: string } = {};
  new Function("self", file)(scope);
  assert.deepEqual(JSON.parse(scope.__handbook_search!), build(BOOK));
});

test("a book without pages finds nothing", () => {
  const empty = new Engine(new Index(build({ pages: [], abbreviations: {}, synonyms: [] })));
  assert.deepEqual(empty.search("anything").pages, []);
});

test("an index of another version is refused", () => {
  assert.throws(() => new Index({ ...build(BOOK), version: 0 }), /version/);
});
