import { PassThrough, type Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { type FileFacts, openPdf, page } from './printing.ts';
import { type Column, cellText, type Row, type Table } from './table.ts';

export type PrintedDocument = FileFacts & {
  /** What the document is about: label and value. */
  readonly about: readonly (readonly [label: string, value: string])[];
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
};

type Pdf = PDFKit.PDFDocument;

const size = { title: 18, heading: 11, text: 8, small: 6.5 } as const;
const rowHeight = 14;
const gap = 4;
const grey = '#666666';

/** The document as a printable PDF (A4). Laid out page by page, so that a long one lets others go on. */
export const printed = (document: PrintedDocument): Readable => {
  const out = new PassThrough();
  layOut(document, out).catch((error: unknown) =>
    out.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return out;
};

const layOut = async (document: PrintedDocument, out: PassThrough): Promise<void> => {
  const pdf = await openPdf(document);
  pdf.pipe(out);
  pdf.fontSize(size.title).text(document.title, { align: 'center' }).moveDown(0.5);
  for (const [label, value] of document.about) pair(pdf, label, value);
  for (const table of document.tables) await printTable(pdf, table, out);
  pdf.moveDown(1);
  for (const note of document.notes)
    pdf.fontSize(size.text).fillColor(grey).text(note, page.margin, pdf.y, { width: page.width });
  footers(pdf, document.mark);
  pdf.end();
};

const pair = (pdf: Pdf, label: string, value: string): void => {
  const { y } = pdf;
  pdf.fontSize(size.text).fillColor(grey).text(label, page.margin, y, { lineBreak: false });
  pdf.fillColor('black').text(value, page.margin + 80, y, { width: page.width - 80 });
};

const printTable = async (pdf: Pdf, table: Table, out: PassThrough): Promise<void> => {
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

/** What names the document, and the page's number, at the foot of every page. */
const footers = (pdf: Pdf, mark: string): void => {
  const { start, count } = pdf.bufferedPageRange();
  for (let at = start; at < start + count; at += 1) {
    pdf.switchToPage(at);
    // Below the margin, where text would otherwise begin a page of its own.
    pdf.page.margins.bottom = 0;
    pdf.fontSize(size.small).fillColor(grey);
    pdf.text(mark, page.margin, page.footer, { lineBreak: false });
    const number = `${at + 1} / ${count}`;
    const x = page.margin + page.width - pdf.widthOfString(number);
    pdf.text(number, x, page.footer, { lineBreak: false });
  }
};
