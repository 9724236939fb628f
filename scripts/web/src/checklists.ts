// Ticks of checklists: kept by their permanent ids, whatever page shows them.

import { all, button, el } from "./dom";
import { notify } from "./notice";
import { forget, hasFlag, setFlag } from "./progress";
import type { Store } from "./store";

const BOX = "input[data-ck]";

export function showTicks(store: Store): void {
  for (const box of all<HTMLInputElement>(BOX)) {
    box.checked = hasFlag(store.progress, "ticks", box.dataset["ck"] as string);
  }
}

/** A bar and a reset under the heading of the page's own checklist. */
export function mountChecklist(store: Store): void {
  const heading = document.getElementById("checklist");
  const page = document.querySelector<HTMLElement>("[data-page]")?.dataset["page"];
  const ids = all(BOX).map((box) => box.dataset["ck"] as string);
  if (!heading || !page || ids.length === 0 || heading.nextElementSibling?.matches(".hb-tools")) return;
  const reset = button("Reset this page", { class: "hb-button" });
  reset.addEventListener("click", () => {
    const cards = all("details.question[id]").map((card) => card.id);
    const gone = new Set([...ids, ...cards]);
    store.reset((progress) => (forget(progress, gone), progress));
    notify("Ticks and grades of this page are reset. Stars and notes are kept.", {
      action: { label: "Undo", run: () => undo(store) },
    });
  });
  heading.after(
    el(
      "div",
      { class: "hb-tools" },
      el("div", { "data-progress": page, "data-ids": ids.join(" "), "data-label": "Checklist" }),
      reset,
    ),
  );
}

export function undo(store: Store): void {
  notify(store.undo() ? "Your progress is back." : "There is nothing to undo.");
}

export function listenToTicks(store: Store): void {
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.matches(BOX)) return;
    const { progress } = store;
    const first = Object.keys(progress.ticks).length === 0;
    const id = target.dataset["ck"] as string;
    const on = target.checked;
    store.update((document, now) => setFlag(document, "ticks", id, on, now));
    if (first && on) askToPersist();
  });
}

/** Browsers may drop the storage of a site that isn't visited for a while, unless asked. */
function askToPersist(): void {
  if (typeof navigator.storage?.persist !== "function") return;
  navigator.storage.persist().catch(() => undefined);
}
