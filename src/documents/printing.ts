import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import { type Instant, millisOf } from '../../domain/time.ts';

/** Points. */
export const page = { margin: 40, width: 515, bottom: 790, footer: 802 } as const;

/** What goes into the file beside what can be seen. */
export type FileFacts = {
  readonly title: string;
  /** Names the document for machines; ASCII. Found in the file as it is. */
  readonly mark: string;
  /** The date of what the document says, not of printing: the same document is the same bytes. */
  readonly at: Instant;
  /** The document's data, attached to the file. */
  readonly data?: { readonly name: string; readonly json: string } | undefined;
};

const fontFile = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
);
let font: Promise<Buffer> | undefined;

/** Which program lays pages out: another may set the same document differently. */
export const printer = 'lotus-ledger pages 1';

/** An empty PDF with our font, of which only the characters used are embedded. */
export const openPdf = async ({
  title,
  mark,
  at,
  data,
}: FileFacts): Promise<PDFKit.PDFDocument> => {
  font ??= readFile(fontFile);
  const date = new Date(millisOf(at));
  const pdf = new PDFDocument({
    size: 'A4',
    margin: page.margin,
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: {
      Title: title,
      Keywords: mark,
      Creator: printer,
      Producer: printer,
      CreationDate: date,
      ModDate: date,
    },
  });
  pdf.registerFont('text', await font);
  pdf.font('text');
  if (data !== undefined)
    pdf.file(Buffer.from(data.json), {
      name: data.name,
      type: 'application/json',
      creationDate: date,
      modifiedDate: date,
    });
  return pdf;
};

export type Pdf = PDFKit.PDFDocument;

export const size = { title: 18, heading: 11, text: 8, small: 6.5 } as const;
export const rowHeight = 14;
export const gap = 4;
export const grey = '#666666';
