// One place at the foot of the window for messages, with at most one action.

import { button, el } from "./dom";

let host: HTMLElement | undefined;

export interface Action {
  label: string;
  run: () => void;
}

export function notify(message: string, { alert = false, action }: { alert?: boolean; action?: Action } = {}): void {
  host ??= el("div", { class: "hb-notices" });
  if (!host.isConnected) document.body.append(host);
  const close = (): void => box.remove();
  const text = el("p", { role: alert ? "alert" : "status" });
  const box = el("div", { class: `hb-notice${alert ? " hb-notice--alert" : ""}` }, text);
  if (action) {
    const act = button(action.label, { class: "hb-button" });
    act.addEventListener("click", () => {
      close();
      action.run();
    });
    box.append(act);
  }
  const dismiss = button("Close", { class: "hb-button hb-button--quiet" });
  dismiss.addEventListener("click", close);
  box.append(dismiss);
  host.replaceChildren(box);
  // A live region speaks what is added to it after it stands in the page.
  requestAnimationFrame(() => (text.textContent = message));
}
