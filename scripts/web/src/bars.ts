// Progress bars: every `[data-progress]` on the page, from the ticks of its ids.

import { all, el, setText } from "./dom";
import { hasFlag, type Progress } from "./progress";

/** Ids named on the mount itself, or once a page in a JSON island. */
function idsOf(mount: HTMLElement): string[] {
  const listed = mount.dataset["ids"];
  if (listed !== undefined) return listed.split(/\s+/).filter(Boolean);
  try {
    const island = document.getElementById("handbook-ids")?.textContent ?? "{}";
    const ids = (JSON.parse(island) as Record<string, string[]>)[mount.dataset["progress"] ?? ""];
    return Array.isArray(ids) ? ids : [];
  } catch {
    return [];
  }
}

export function showBars(progress: Progress): void {
  for (const mount of all("[data-progress]")) {
    const ids = idsOf(mount);
    if (ids.length === 0) continue;
    const done = ids.filter((id) => hasFlag(progress, "ticks", id)).length;
    let bar = mount.querySelector("progress");
    if (!bar) {
      const label = mount.dataset["label"];
      bar = el("progress", { "aria-label": label ?? "Checklist" });
      mount.classList.add("hb-bar");
      mount.replaceChildren(
        ...(label && mount.localName === "div" ? [el("span", { class: "hb-bar__label" }, label)] : []),
        bar,
        el("span", { class: "hb-bar__text" }),
      );
    }
    bar.max = ids.length;
    bar.value = done;
    const text = `${done} of ${ids.length}`;
    setText(mount.querySelector(".hb-bar__text") as Element, text);
    bar.setAttribute("aria-valuetext", text);
    mount.classList.toggle("hb-bar--done", done === ids.length);
  }
}
