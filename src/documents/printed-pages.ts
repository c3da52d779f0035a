import { PassThrough, type Readable } from 'node:stream';
import { printTable } from './printed-table.ts';
import { type FileFacts, grey, openPdf, type Pdf, page, size } from './printing.ts';
import type { Table } from './table.ts';

export type PrintedDocument = FileFacts & {
  /** What the document is about: label and value. */
  readonly about: readonly (readonly [label: string, value: string])[];
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
};

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
