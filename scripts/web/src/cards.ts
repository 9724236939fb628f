// Question cards: deep links, the score of an attempt, grades, star, note, and what opens them.
// Controls are made when a card is first opened; without this script a card is a plain <details>.

import { all, button, el, formatDate, setText } from "./dom";
import { addGrade, hasFlag, lastGrade, setFlag, setNote, type Grade } from "./progress";
import type { Store } from "./store";

const CARD = "details.question[id]";
const GRADES = ["Again", "Hard", "Good", "Easy"] as const;
const MUST = '[data-part="must-say"] input[type=checkbox]';

/** The grade given in the present attempt, so that a second thought replaces it. */
const attempts = new Map<string, Grade>();
const pendingNotes = new Map<string, ReturnType<typeof setTimeout>>();

const cardOf = (target: EventTarget | null): HTMLDetailsElement | null =>
  target instanceof Element ? target.closest<HTMLDetailsElement>(CARD) : null;
const cards = (): HTMLDetailsElement[] => all<HTMLDetailsElement>(CARD);

// ---------------------------------------------------------------- one card

function questionOf(card: HTMLDetailsElement): string {
  const summary = card.querySelector(".card-question") ?? card.querySelector("summary");
  return summary?.textContent?.trim() ?? "";
}

const linkTo = (card: HTMLDetailsElement): string => {
  const url = new URL(location.href);
  url.search = "";
  url.hash = card.id;
  return url.href;
};

/** The address for reporting an error, where the site has one. */
function reportAddress(card: HTMLDetailsElement): string | undefined {
  const template = document.querySelector<HTMLMetaElement>('meta[name="handbook:report"]')?.content;
  if (!template) return undefined;
  const values: Record<string, string> = { id: card.id, title: questionOf(card), url: linkTo(card) };
  return template.replace(/\{(id|title|url)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
}

function mountCard(card: HTMLDetailsElement, store: Store): void {
  if (card.querySelector(".card-tools")) return;
  const grades = el("div", { class: "card-grades", role: "group", "aria-label": "How did you answer?" });
  GRADES.forEach((label, index) => {
    grades.append(button(label, { class: "hb-button", "data-grade": index + 1, "aria-pressed": "false", "aria-keyshortcuts": index + 1 }));
  });
  const noteId = `note-${card.id}`;
  const tools = el(
    "div",
    { class: "card-tools" },
    el("p", { class: "card-ask" }, "How did you answer?"),
    grades,
    el("p", { class: "card-last", role: "status" }),
    el(
      "div",
      { class: "card-actions" },
      button("Star", { class: "hb-button hb-button--quiet", "data-do": "stars", "aria-pressed": "false", "aria-keyshortcuts": "s" }),
      button("I know this", { class: "hb-button hb-button--quiet", "data-do": "known", "aria-pressed": "false", "aria-keyshortcuts": "k" }),
      button("Note", { class: "hb-button hb-button--quiet", "data-do": "note", "aria-expanded": "false", "aria-controls": noteId, "aria-keyshortcuts": "n" }),
      button("Copy link", { class: "hb-button hb-button--quiet", "data-do": "copy" }),
    ),
    el(
      "div",
      { class: "card-note", id: noteId, hidden: true },
      el("label", { for: `${noteId}-text` }, "Private note, kept in this browser"),
      el("textarea", { id: `${noteId}-text`, rows: 3 }),
      el("span", { class: "card-note__state", role: "status" }),
    ),
    keysHelp(),
  );
  const report = reportAddress(card);
  if (report) {
    const link = el("a", { class: "hb-button hb-button--quiet", href: report, rel: "noopener" }, "Report an error");
    tools.querySelector(".card-actions")?.append(link);
  }
  const must = card.querySelector('[data-part="must-say"]');
  if (must?.querySelector("input")) {
    const again = button("Clear ticks", { class: "hb-button hb-button--quiet", "data-do": "again", hidden: true });
    must.append(el("div", { class: "card-score" }, el("span", { role: "status" }), again));
  }
  card.append(tools);
  const note = store.progress.notes[card.id]?.v;
  if (note) toggleNote(card, true);
  showScore(card);
  showCard(card, store);
}

function keysHelp(): HTMLElement {
  const help = el("p", { class: "card-keys" }, "Keys in a card: ");
  const keys: [string, string][] = [["1", "–"], ["4", " grade, "], ["S", " star, "], ["K", " know, "], ["N", " note"]];
  for (const [key, text] of keys) help.append(el("kbd", {}, key), text);
  return help;
}

function showScore(card: HTMLDetailsElement): void {
  const score = card.querySelector(".card-score");
  if (!score) return;
  const boxes = all<HTMLInputElement>(MUST, card);
  const said = boxes.filter((box) => box.checked).length;
  setText(score.firstElementChild as Element, `You said ${said} of ${boxes.length}`);
  score.classList.toggle("card-score--full", said === boxes.length);
  (score.lastElementChild as HTMLElement).hidden = said === 0;
}

/** Ends an attempt: the boxes are empty again, the grade stays in the log. */
function startOver(card: HTMLDetailsElement, store: Store): void {
  for (const box of all<HTMLInputElement>(MUST, card)) box.checked = false;
  attempts.delete(card.id);
  showScore(card);
  showCard(card, store);
}

/** Brings a card's marks up to date with the store. */
function showCard(card: HTMLDetailsElement, store: Store): void {
  const { progress } = store;
  const { id } = card;
  const last = lastGrade(progress, id);
  const starred = hasFlag(progress, "stars", id);
  const known = hasFlag(progress, "known", id);
  const note = progress.notes[id]?.v ?? "";

  const marks: string[] = [];
  if (starred) marks.push("★ starred");
  if (known) marks.push("known");
  if (note) marks.push("note");
  if (last) marks.push(`last: ${GRADES[last.g - 1]?.toLowerCase()}`);
  let state = card.querySelector("summary .card-state");
  if (!state && marks.length) {
    state = el("span", { class: "card-state" });
    const summary = card.querySelector("summary");
    (summary?.querySelector(".card-chips") ?? summary)?.append(" ", state);
  }
  if (state) setText(state, marks.join(" · "));

  const tools = card.querySelector(".card-tools");
  if (!tools) return;
  const press = (selector: string, on: boolean): void =>
    tools.querySelector(selector)?.setAttribute("aria-pressed", String(on));
  const attempt = attempts.get(id);
  GRADES.forEach((_, index) => press(`[data-grade="${index + 1}"]`, attempt?.g === index + 1));
  press('[data-do="stars"]', starred);
  press('[data-do="known"]', known);
  const text = last ? `Last grade: ${GRADES[last.g - 1]}, ${formatDate(last.t)}` : "";
  setText(tools.querySelector(".card-last") as Element, text);
  const area = tools.querySelector("textarea") as HTMLTextAreaElement;
  if (area !== document.activeElement && !pendingNotes.has(id) && area.value !== note) {
    area.value = note;
    if (note) toggleNote(card, true);
  }
}

// ---------------------------------------------------------------- what a reader does

function grade(card: HTMLDetailsElement, value: Grade["g"], store: Store): void {
  const given = attempts.get(card.id);
  store.update((progress, now) => {
    if (given) {
      progress.log = progress.log.filter(
        (entry) => !(entry.id === given.id && entry.t === given.t && entry.g === given.g),
      );
    }
    if (given?.g === value) {
      attempts.delete(card.id);
    } else {
      addGrade(progress, card.id, value, now);
      attempts.set(card.id, { id: card.id, g: value, t: now });
    }
  });
}

function toggleNote(card: HTMLDetailsElement, open?: boolean): void {
  const box = card.querySelector<HTMLElement>(".card-note");
  if (!box) return;
  box.hidden = open === undefined ? !box.hidden : !open;
  card.querySelector('[data-do="note"]')?.setAttribute("aria-expanded", String(!box.hidden));
}

function saveNote(area: HTMLTextAreaElement, store: Store): void {
  const card = cardOf(area);
  if (!card) return;
  clearTimeout(pendingNotes.get(card.id));
  pendingNotes.delete(card.id);
  if (area.value === (store.progress.notes[card.id]?.v ?? "")) return;
  store.update((progress, now) => setNote(progress, card.id, area.value, now));
  setText(area.parentElement?.querySelector(".card-note__state") as Element, "Saved");
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard outside secure contexts: the old way, from a field that nobody sees.
    const field = el("textarea", { class: "hb-offscreen", "aria-hidden": "true" });
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

function act(card: HTMLDetailsElement, name: string, store: Store): void {
  if (name === "stars" || name === "known") {
    const on = !hasFlag(store.progress, name, card.id);
    store.update((progress, now) => setFlag(progress, name, card.id, on, now));
  } else if (name === "note") {
    toggleNote(card);
    const area = card.querySelector<HTMLTextAreaElement>(".card-note:not([hidden]) textarea");
    area?.focus();
  } else if (name === "again") {
    startOver(card, store);
    card.querySelector<HTMLElement>(MUST)?.focus();
  } else if (name === "copy") {
    const status = card.querySelector(".card-last") as Element;
    void copy(linkTo(card)).then((done) => setText(status, done ? "Link copied" : linkTo(card)));
  }
}

export function listenToCards(store: Store): void {
  document.addEventListener(
    "toggle",
    ({ target }) => {
      const card = cardOf(target);
      if (!card || card !== target) return;
      if (card.open) mountCard(card, store);
      else if (attempts.has(card.id)) startOver(card, store);
    },
    true, // toggle doesn't bubble
  );
  document.addEventListener("change", ({ target }) => {
    const card = cardOf(target);
    if (!card) return;
    if (target instanceof HTMLTextAreaElement) saveNote(target, store);
    else showScore(card);
  });
  document.addEventListener("input", ({ target }) => {
    const card = cardOf(target);
    if (!card || !(target instanceof HTMLTextAreaElement)) return;
    setText(target.parentElement?.querySelector(".card-note__state") as Element, "");
    clearTimeout(pendingNotes.get(card.id));
    pendingNotes.set(card.id, setTimeout(() => saveNote(target, store), 500));
  });
  const flush = (): void => {
    for (const area of all<HTMLTextAreaElement>(".card-note textarea")) {
      if (pendingNotes.has(cardOf(area)?.id ?? "")) saveNote(area, store);
    }
  };
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", flush);
  document.addEventListener("click", ({ target }) => {
    const control = target instanceof Element ? target.closest<HTMLElement>(".hb-button") : null;
    const card = cardOf(control);
    if (!control || !card) return;
    const value = Number(control.dataset["grade"]);
    if (value) grade(card, value as Grade["g"], store);
    else if (control.dataset["do"]) act(card, control.dataset["do"], store);
  });
  document.addEventListener("keydown", (event) => {
    const card = cardOf(event.target);
    if (!card?.open || event.altKey || event.ctrlKey || event.metaKey) return;
    if ((event.target as Element).matches("textarea, select, input:not([type=checkbox]), [contenteditable]")) return;
    const action = { s: "stars", k: "known", n: "note" }[event.key.toLowerCase()];
    const value = Number(event.key);
    if (action) act(card, action, store);
    else if (value >= 1 && value <= 4) grade(card, value as Grade["g"], store);
    else return;
    event.preventDefault();
    event.stopPropagation(); // the theme uses s and n too
  });
}

// ---------------------------------------------------------------- all cards of a page

/** Opens the card that the address names, or that holds what it names, and scrolls to it. */
export function openTarget(store: Store): void {
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch {
    // Not an encoded id: take it as it stands.
  }
  const target = id ? document.getElementById(id) : null;
  const card = cardOf(target);
  if (!target || !card) return;
  card.open = true;
  mountCard(card, store);
  target.scrollIntoView();
}

export function showCards(store: Store): void {
  for (const card of cards()) showCard(card, store);
}

/** The row under the heading "Questions". */
export function mountQuestions(store: Store): void {
  const heading = document.getElementById("questions");
  document.body.classList.remove("questions-only");
  for (const card of cards()) if (card.open) mountCard(card, store);
  if (!heading || cards().length === 0 || heading.nextElementSibling?.matches(".hb-tools")) return;
  const open = button("Open all", { class: "hb-button" });
  const close = button("Close all", { class: "hb-button" });
  const only = button("Questions only", { class: "hb-button", "aria-pressed": "false" });
  const paper = button("Print questions only", { class: "hb-button" });
  const setAll = (on: boolean): void => cards().forEach((card) => (card.open = on));
  open.addEventListener("click", () => setAll(true));
  close.addEventListener("click", () => setAll(false));
  only.addEventListener("click", () => {
    const on = !isQuestionsOnly();
    questionsOnly(heading, on);
    only.setAttribute("aria-pressed", String(on));
    if (on) setAll(false);
    heading.scrollIntoView();
  });
  paper.addEventListener("click", () => {
    if (!isQuestionsOnly()) {
      questionsOnly(heading, true);
      addEventListener("afterprint", () => questionsOnly(heading, false), { once: true });
    }
    print();
  });
  heading.after(el("div", { class: "hb-tools", role: "group", "aria-label": "All questions" }, open, close, only, paper));
}

const isQuestionsOnly = (): boolean => document.body.classList.contains("questions-only");

/** Shows the page's questions alone, or everything again. */
function questionsOnly(heading: HTMLElement, on: boolean): void {
  const article = heading.parentElement;
  let inside = false;
  for (const child of article?.children ?? []) {
    if (child.localName === "h2") inside = child === heading;
    child.classList.toggle("hb-not-questions", !inside && child.localName !== "h1");
  }
  document.body.classList.toggle("questions-only", on);
}

/** On paper a card is open, unless only questions are asked for. */
export function listenToPrint(): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    if (isQuestionsOnly()) return;
    opened = cards().filter((card) => !card.open);
    for (const card of opened) card.open = true;
  });
  addEventListener("afterprint", () => {
    for (const card of opened) card.open = false;
    opened = [];
  });
}
