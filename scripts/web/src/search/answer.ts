/** From ranked pages to the message that Material's result list renders as HTML. */

import type { Answer, Engine, Hit } from "./engine.ts";
import { KINDS } from "./format.ts";

export interface Item {
  location: string;
  title: string;
  text: string;
  score: number;
  terms: Record<string, boolean>;
}

/** Hits of a page shown at once; the others wait behind "more on this page". */
const SHOWN = 3;
const MORE = 3;
const CLOSE = 0.6; // a hit this near to the page's best is shown at once

export function items(engine: Engine, answer: Answer): Item[][] {
  return answer.pages.map(({ page, score, hits }) => {
    const own = engine.entryOf(page);
    const kept = hits.slice(0, SHOWN + MORE);
    const best = kept[0]!;
    const limit = kept.findIndex((h, i) => i >= SHOWN || h.score < CLOSE * best.score);
    const shown = limit < 0 ? kept.length : limit;
    const list = kept.map((hit, i) => {
      // Material shows at once what scores no less than the first of the list
      return item(engine, answer, hit, i < shown ? score : score / 2);
    });
    const at = kept.findIndex((hit) => hit.entry === own);
    if (at < 0) {
      list.push(item(engine, answer, { entry: own, score: 0, missing: [] }, 0));
    } else if (at > 0) {
      list[at]!.score = 0; // it heads the group anyway, "enter" opens the best hit
    }
    return list;
  });
}

function item(engine: Engine, answer: Answer, hit: Hit, score: number): Item {
  const { file } = engine.index;
  const [url] = file.pages[file.page[hit.entry]!]!;
  const anchor = file.anchor[hit.entry]!;
  const teaser = file.teaser[hit.entry]!;
  const own = KINDS[file.kind[hit.entry]!] === "page";
  const terms: Record<string, boolean> = {};
  for (const word of answer.words) terms[word] = !hit.missing.includes(word);
  return {
    location: anchor && !own ? `${url}#${anchor}` : url,
    title: mark(file.title[hit.entry]!, answer.marks),
    text: teaser ? `<p>${mark(teaser, answer.marks)}</p>` : "",
    score: score * 100,
    terms,
  };
}

/** Text as HTML, the found words marked. Nothing in it can become markup. */
export function mark(text: string, marks: (word: string) => boolean): string {
  return text
    .split(/([\p{L}\p{M}\d]+(?:[-_][\p{L}\p{M}\d]+)*)/u)
    .map((piece, i) => {
      if (i % 2 === 0) return escape(piece);
      if (marks(piece)) return `<mark data-md-highlight>${piece}</mark>`; // letters alone
      if (!/[-_]/.test(piece)) return piece;
      return piece
        .split(/([-_])/)
        .map((part) =>
          part.length > 1 && marks(part) ? `<mark data-md-highlight>${part}</mark>` : part,
        )
        .join("");
    })
    .join("");
}

function escape(text: string): string {
  if (!/[&<>"']/.test(text)) return text;
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}
