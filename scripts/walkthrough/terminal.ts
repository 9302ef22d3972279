import { styleText } from 'node:util';

/** Whether a person watches. */
const isTerminal = process.stdout.isTTY === true;
const hasColours = isTerminal && process.env.NO_COLOR === undefined;
const BAR_WIDTH = 30;

type Style = Parameters<typeof styleText>[0];
const styled = (style: Style, text: string): string => (hasColours ? styleText(style, text) : text);

export const bold = (text: string): string => styled('bold', text);
export const good = (text: string): string => styled('green', text);
export const bad = (text: string): string => styled('red', text);
export const dim = (text: string): string => styled('dim', text);

/** A count with a separator between thousands. */
export const count = (value: number | bigint): string => value.toLocaleString('en-US');

let chapters = 0;

/** Opens a chapter. */
export function chapter(title: string): void {
  chapters += 1;
  console.log(`\n${styled(['bold', 'cyan'], `${chapters}. ${title}`)}`);
}

/** Says a line. */
export function say(text = ''): void {
  console.log(`   ${text}`);
}

/** Prints rows whose columns stand below each other, the first one to the left and the others to the right. */
export function table(rows: string[][], header?: string[]): void {
  const all = header === undefined ? rows : [header, ...rows];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const align = (row: string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('   ');
  if (header !== undefined) say(dim(align(header)));
  for (const row of rows) say(align(row));
}

/** A bar that fills. Without a terminal it prints a line now and then. */
export class ProgressBar {
  readonly #label: string;
  readonly #total: number;
  #printed = -1;

  constructor(label: string, total: number) {
    this.#label = label;
    this.#total = total;
  }

  /** Shows how far it is. */
  show(done: number, note: string): void {
    const part = Math.min(1, this.#total === 0 ? 1 : done / this.#total);
    const filled = Math.round(part * BAR_WIDTH);
    const bar = `${styled('cyan', '█'.repeat(filled))}${dim('░'.repeat(BAR_WIDTH - filled))}`;
    const text = `   ${this.#label} ${bar} ${String(Math.floor(part * 100)).padStart(3)} %   ${note}`;
    if (isTerminal) process.stdout.write(`\r\x1b[K${text}`);
    else if (Math.floor(part * 4) > this.#printed) console.log(text);
    this.#printed = Math.max(this.#printed, Math.floor(part * 4));
  }

  /** Leaves the bar as it is. */
  end(): void {
    if (isTerminal) process.stdout.write('\n');
  }
}
