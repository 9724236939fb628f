// Small helpers over the DOM. Text is only ever set as text: notes and files can't inject markup.

type Props = Record<string, string | number | boolean | undefined>;

/** An element with attributes (`false` and undefined leave one out) and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children);
  return element;
}

export const button = (text: string, props: Props = {}): HTMLButtonElement =>
  el("button", { type: "button", ...props }, text);

export const all = <T extends Element = HTMLElement>(
  selector: string,
  root: ParentNode = document,
): T[] => [...root.querySelectorAll<T>(selector)];

/** Sets text only where it differs: live regions then speak once. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const format = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
export const formatDate = (time: number): string => format.format(time);

/** The reader's own calendar day, as it stands in file names. */
export function isoDay(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
