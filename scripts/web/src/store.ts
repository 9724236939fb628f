// Keeps progress in one key of the browser's storage, and never loses what it finds there.

import {
  emptyProgress,
  mergeProgress,
  parseProgress,
  ProgressError,
  serializeProgress,
  type Progress,
} from "./progress";

export type Keep = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** `warning` tells the reader of something that went wrong; `change` that progress is new. */
export interface Events {
  change?: () => void;
  warning?: (message: string) => void;
}

/**
 * Other sites of the same origin (and every page opened as a file) share the storage,
 * so the key names the handbook, the format and where this copy is served.
 */
export function storageKey(protocol: string, basePath: string): string {
  return `mle-handbook:v1:${protocol === "file:" ? "file" : basePath}`;
}

export class Store {
  #progress: Progress;
  #text: string | null = null;
  /** Set when storage holds something that this page must not overwrite. */
  #readOnly = "";
  /** Set while the last change is only in memory, because storage refused it. */
  #unsaved = false;
  #undoText: string | null = null;
  #told = new Set<string>();

  constructor(
    readonly key: string,
    private readonly keep: Keep | undefined,
    private readonly now: () => number,
    private readonly events: Events = {},
  ) {
    this.#progress = emptyProgress(now());
    if (!keep) this.#tell("This browser keeps no data for this page: progress lasts until you close it. Use Export to save it.");
    this.#read();
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** Changes progress: reads what other tabs wrote, applies the change, writes. */
  update(change: (progress: Progress, now: number) => void): void {
    this.#read();
    const now = this.now();
    change(this.#progress, now);
    this.#progress.updated = Math.max(this.#progress.updated, now);
    this.#write();
    this.events.change?.();
  }

  /** Another tab wrote: take its state. */
  refresh(): void {
    if (this.#read()) this.events.change?.();
  }

  /** Replaces progress after keeping the present one for `undo`. */
  reset(change: (progress: Progress) => Progress): void {
    this.#read();
    this.#set(this.#undoKey, serializeProgress(this.#progress));
    const before = this.#progress;
    this.#progress = change(copyOf(before, this.now()));
    this.#write();
    this.events.change?.();
  }

  /** When something can be undone, the time at which it was last changed. */
  get undoable(): number | undefined {
    return this.#saved()?.updated;
  }

  /** Brings back what the last reset removed, and keeps what was done since. */
  undo(): boolean {
    const saved = this.#saved();
    if (!saved) return false;
    this.update((progress) => Object.assign(progress, mergeProgress(saved, progress)));
    this.#remove(this.#undoKey);
    this.events.change?.();
    return true;
  }

  get #undoKey(): string {
    return `${this.key}:undo`;
  }

  #saved(): Progress | undefined {
    try {
      const text = this.#get(this.#undoKey) ?? this.#undoText;
      return text === null ? undefined : parseProgress(text, this.now()).progress;
    } catch {
      return undefined;
    }
  }

  /** Takes over what storage holds; true when it differs from what we knew. */
  #read(): boolean {
    const text = this.#get(this.key);
    if (text === this.#text) return false;
    // Nothing there although we wrote: storage was emptied elsewhere, and that is the reader's right.
    this.#text = text;
    this.#readOnly = "";
    const now = this.now();
    if (text === null) {
      this.#progress = emptyProgress(now);
      return true;
    }
    try {
      const { progress, problems } = parseProgress(text, now);
      this.#progress = this.#unsaved ? mergeProgress(this.#progress, progress) : progress;
      if (problems.length > 0) {
        this.#setAside(text, `Part of your saved progress was damaged (${problems[0]}).`);
      }
    } catch (error) {
      this.#progress = emptyProgress(now);
      const message = (error as Error).message;
      if (error instanceof ProgressError && error.newer) {
        this.#readOnly = message;
        this.#tell(`${message} Until then nothing you do here is saved, and nothing of it is lost.`);
      } else {
        this.#setAside(text, `Your saved progress could not be read. ${message}`);
      }
    }
    return true;
  }

  /** Keeps a copy of a damaged document, so that nothing is lost by writing over it. */
  #setAside(text: string, why: string): void {
    const place = `${this.key}:damaged-${this.now()}`;
    if (this.#set(place, text)) {
      this.#write(); // or the next page would set the same text aside again
      this.#tell(`${why} A copy is kept in this browser's storage as “${place}”. You can import an exported file.`);
    } else {
      this.#readOnly = why;
      this.#tell(`${why} There is no room to keep a copy, so nothing is saved until you make room or export.`);
    }
  }

  #write(): void {
    if (this.#readOnly) return;
    if (!this.keep) return;
    const text = serializeProgress(this.#progress);
    this.#unsaved = !this.#set(this.key, text);
    if (!this.#unsaved) {
      this.#text = text;
    } else {
      this.#tell("The browser's storage is full or closed: your last change is not saved. Export your progress to keep it.");
    }
  }

  #get(key: string): string | null {
    try {
      return this.keep?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  #set(key: string, text: string): boolean {
    if (key === this.#undoKey) this.#undoText = text;
    try {
      this.keep?.setItem(key, text);
      return true;
    } catch {
      return false;
    }
  }

  #remove(key: string): void {
    if (key === this.#undoKey) this.#undoText = null;
    try {
      this.keep?.removeItem(key);
    } catch {
      // Storage that can't be written keeps a stale undo; harmless.
    }
  }

  #tell(message: string): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.events.warning?.(message);
  }
}

/** A deep copy by way of the format itself. */
function copyOf(progress: Progress, now: number): Progress {
  return parseProgress(serializeProgress(progress), now).progress;
}
