// Every page's script: progress, checklists, cards. Re-attaches after instant navigation.

import { showBars } from "./bars";
import { listenToCards, listenToPrint, mountQuestions, openTarget, showCards } from "./cards";
import { listenToTicks, mountChecklist, showTicks } from "./checklists";
import { notify } from "./notice";
import { storageKey, Store } from "./store";
import { watchTheme } from "./theme";
import { mountTools, showTools } from "./tools";

/** Where this copy of the handbook is served: from the theme's settings, else from this script. */
function basePath(): string {
  const script = document.currentScript as HTMLScriptElement | null;
  try {
    const text = document.getElementById("__config")?.textContent ?? "";
    const base = (JSON.parse(text) as { base: string }).base;
    return new URL(`${base}/`, location.href).pathname.replace(/\/+$/, "/");
  } catch {
    return new URL("../../", script?.src || location.href).pathname;
  }
}

function openStorage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined; // blocked by the reader's settings
  }
}

const warnings: string[] = [];
const store = new Store(storageKey(location.protocol, basePath()), openStorage(), Date.now, {
  change: show,
  warning: (message) => {
    warnings.push(message);
    if (document.readyState !== "loading") warn();
  },
});

function warn(): void {
  const text = warnings.splice(0).join(" ");
  if (text) notify(text, { alert: true });
}

/** Brings everything shown up to date with the store. */
function show(): void {
  showTicks(store);
  showBars(store.progress);
  showCards(store);
  showTools(store);
}

function mount(): void {
  mountChecklist(store);
  mountQuestions(store);
  mountTools(store);
  store.refresh();
  show();
  watchTheme();
  openTarget(store);
  warn();
}

listenToTicks(store);
listenToCards(store);
listenToPrint();
addEventListener("hashchange", () => openTarget(store));
addEventListener("storage", ({ key }) => {
  if (key === null || key === store.key) store.refresh();
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) store.refresh();
});

// The theme announces every page it shows, the first included; but not from file://, where
// its instant navigation ends the announcements before the first, unless disk.js stops it.
let mounted = false;
const pages = (window as { document$?: { subscribe(run: () => void): void } }).document$;
pages?.subscribe(() => {
  mounted = true;
  mount();
});
const ready = (): void => {
  if (!mounted) mount();
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
else ready();
