// What the theme's own scripts add after load and leave without names, or nearly right.

import { all } from "./dom";

function mend(root: ParentNode): void {
  const search = document.querySelector("[data-md-component=search]:not([aria-label])");
  search?.setAttribute("aria-label", "Search");
  all(".md-code__nav:not([data-named])", root).forEach((nav) => {
    // Landmarks need names of their own: the file's, else the block's place on the page.
    const block = nav.closest(".highlight");
    const name = block?.querySelector(".filename")?.textContent;
    const place = all(".md-code__nav", root).indexOf(nav) + 1;
    nav.dataset["named"] = "";
    nav.setAttribute("aria-label", name ? `Actions for ${name} (${place})` : `Code actions ${place}`);
  });
  // Keyboards must reach what scrolls sideways.
  for (const wrap of all(".md-typeset__scrollwrap:not([tabindex])", root)) {
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "group");
    wrap.setAttribute("aria-label", "Table");
  }
  for (const pre of all(".highlight pre > code:not([tabindex])", root)) {
    pre.tabIndex = 0;
  }
  // The theme copies trimmed text unless told the exact one.
  for (const copy of all<HTMLButtonElement>(".highlight[data-snippet] [data-md-type=copy]:not([data-clipboard-text])", root)) {
    const code = copy.closest(".highlight")?.querySelector("code");
    if (code) copy.dataset["clipboardText"] = code.textContent ?? "";
  }
}

let observer: MutationObserver | undefined;

/** Mends the page now and whenever its article grows, at most once a frame. */
export function watchTheme(): void {
  observer?.disconnect();
  const article = document.querySelector("article");
  if (!article) return;
  let waiting = false;
  mend(article);
  observer = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mend(article);
    });
  });
  observer.observe(article, { childList: true, subtree: true });
}
