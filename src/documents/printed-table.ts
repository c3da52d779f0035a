import type { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { gap, grey, type Pdf, page, rowHeight, size } from './printing.ts';
import { type Column, cellText, type Row, type Table } from './table.ts';

export const printTable = async (pdf: Pdf, table: Table, out: PassThrough): Promise<void> => {
  const { heading, columns, rows, total } = table;
  if (pdf.y > page.bottom - 5 * rowHeight) pdf.addPage();
  pdf.moveDown(1).fontSize(size.heading).fillColor('black').text(heading, page.margin, pdf.y);
  pdf.moveDown(0.3);
  const labels = laid(
    pdf,
    columns,
    columns.map(({ label }) => label),
  );
  printRow(pdf, labels, grey);
  rule(pdf);
  for (const row of total === undefined ? rows : [...rows, total]) {
    const line = laid(pdf, columns, row);
    if (pdf.y + line.height > page.bottom) {
      await setImmediate();
      if (out.destroyed) return;
      pdf.addPage();
      printRow(pdf, labels, grey);
      rule(pdf);
    }
    if (row === total) rule(pdf);
    printRow(pdf, line, 'black');
  }
};

const rule = (pdf: Pdf): void => {
  const y = pdf.y - 2;
  pdf.moveTo(page.margin, y).lineTo(page.margin + page.width, y);
  pdf.lineWidth(0.5).strokeColor('#bbbbbb').stroke();
};

type Placed = {
  readonly text: string;
  readonly x: number;
  readonly width: number;
  /** The text is too long for its column and breaks into lines. */
  readonly breaks: boolean;
};
type Laid = { readonly cells: readonly Placed[]; readonly height: number };

const laid = (pdf: Pdf, columns: readonly Column[], row: Row): Laid => {
  pdf.fontSize(size.text);
  const widths = columns.reduce((sum, { width }) => sum + width, 0);
  let left = page.margin;
  let height: number = rowHeight;
  const cells = columns.map(({ width: share, kind }, at): Placed => {
    const text = cellText(row[at] ?? '');
    const width = (page.width * share) / widths - gap;
    const own = pdf.widthOfString(text);
    const breaks = own > width;
    if (breaks) height = Math.max(height, pdf.heightOfString(text, { width }) + 2);
    const x = kind === 'amount' && !breaks ? left + width - own : left;
    left += width + gap;
    return { text, x, width, breaks };
  });
  return { cells, height };
};

const printRow = (pdf: Pdf, { cells, height }: Laid, color: string): void => {
  const { y } = pdf;
  pdf.fillColor(color);
  for (const { text, x, width, breaks } of cells)
    pdf.text(text, x, y, breaks ? { width } : { lineBreak: false });
  pdf.x = page.margin;
  pdf.y = y + height;
};
