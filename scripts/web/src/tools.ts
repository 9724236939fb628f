// Export, import and reset: the mounts `[data-handbook="progress-tools"]`.

import { all, button, el, formatDate, isoDay, plural, setText } from "./dom";
import { undo } from "./checklists";
import { notify } from "./notice";
import {
  describeChange,
  emptyProgress,
  MAX_CHARACTERS,
  mergeProgress,
  parseProgress,
  ProgressError,
  serializeProgress,
  type Progress,
} from "./progress";
import type { Store } from "./store";

export function mountTools(store: Store): void {
  for (const mount of all('[data-handbook="progress-tools"]:empty')) {
    const file = el("input", { type: "file", accept: ".json,application/json", hidden: true });
    const save = button("Export", { class: "hb-button" });
    const load = button("Import…", { class: "hb-button" });
    const reset = button("Reset everything", { class: "hb-button" });
    const back = button("Undo reset", { class: "hb-button", "data-undo": true, hidden: true });
    const said = el("p", { class: "progress-tools__said", role: "status" });
    save.addEventListener("click", () => download(store.progress));
    load.addEventListener("click", () => file.click());
    file.addEventListener("change", () => {
      const chosen = file.files?.[0];
      file.value = "";
      if (chosen) void importFile(store, chosen).then((message) => (said.textContent = message));
    });
    reset.addEventListener("click", () => {
      store.reset(() => emptyProgress(Date.now()));
      notify("Everything is reset.", { action: { label: "Undo", run: () => undo(store) } });
    });
    back.addEventListener("click", () => undo(store));
    mount.classList.add("progress-tools");
    mount.append(
      el("p", { class: "progress-tools__facts" }),
      el("div", { class: "progress-tools__row", role: "group", "aria-label": "Your progress" }, save, load, reset, back, file),
      said,
    );
  }
}

export function showTools(store: Store): void {
  for (const mount of all(".progress-tools")) {
    const facts = mount.querySelector(".progress-tools__facts");
    if (facts) setText(facts, describe(store.progress));
    const back = mount.querySelector<HTMLElement>("[data-undo]");
    if (back) back.hidden = store.undoable === undefined;
  }
}

function describe(progress: Progress): string {
  const on = (name: "ticks" | "stars" | "known"): number =>
    Object.values(progress[name]).filter((entry) => entry.v === 1).length;
  const notes = Object.values(progress.notes).filter((note) => note.v).length;
  const counts = [
    plural(on("ticks"), "tick"),
    plural(progress.log.length, "grade"),
    plural(on("stars"), "star"),
    plural(on("known"), "question you know", "questions you know"),
    plural(notes, "note"),
  ];
  const some = counts.filter((text) => !text.startsWith("0 "));
  if (some.length === 0) return "Nothing is saved in this browser yet.";
  return `Saved in this browser: ${some.join(", ")}. Last change ${formatDate(progress.updated)}.`;
}

function download(progress: Progress): void {
  const blob = new Blob([serializeProgress(progress, 2), "\n"], { type: "application/json" });
  const link = el("a", {
    href: URL.createObjectURL(blob),
    download: `mle-handbook-progress-${isoDay(Date.now())}.json`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Merges a chosen file into progress; the answer is for the reader. */
async function importFile(store: Store, file: File): Promise<string> {
  const refused = (why: string): string => `${file.name} was not imported, and nothing of yours changed. ${why}`;
  try {
    if (file.size > 4 * MAX_CHARACTERS) return refused("It is too large to be a progress file.");
    const { progress, problems, clamped } = parseProgress(await file.text(), Date.now());
    if (problems.length > 0) {
      const more = problems.length > 3 ? ` (and ${problems.length - 3} more)` : "";
      return refused(`${problems.slice(0, 3).join("; ")}${more}.`);
    }
    let news = "";
    store.update((mine) => {
      const merged = mergeProgress(mine, progress);
      news = describeChange(mine, merged);
      Object.assign(mine, merged);
    });
    const clock = clamped ? ` ${plural(clamped, "time")} in it lay in the future and became now.` : "";
    return (
      (news
        ? `Imported from ${file.name}: ${news}. What you had is kept; of each entry the newer one counts.`
        : `${file.name} holds nothing newer than what you have.`) + clock
    );
  } catch (error) {
    return refused(error instanceof ProgressError ? error.message : "The file could not be read.");
  }
}
