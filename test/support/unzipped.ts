import { inflateRawSync, inflateSync } from 'node:zlib';

/** The files in a ZIP archive as text, by name, from its central directory (APPNOTE 4.3.12). */
export const unzipped = (archive: Buffer): ReadonlyMap<string, string> => {
  const files = new Map<string, string>();
  const signature = Buffer.from('PK\x01\x02', 'latin1');
  for (let at = archive.indexOf(signature); at >= 0; at = archive.indexOf(signature, at + 46)) {
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    const start = archive.readUInt32LE(at + 42);
    const begin = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
    const packed = archive.subarray(begin, begin + archive.readUInt32LE(at + 20));
    const isPlain = archive.readUInt16LE(at + 10) === 0;
    files.set(
      archive.toString('utf8', at + 46, nameEnd),
      (isPlain ? packed : inflateRawSync(packed)).toString('utf8'),
    );
  }
  return files;
};

/** Everything in a PDF's streams that can be unpacked, as text. */
export const pdfStreams = (pdf: Buffer): readonly string[] => {
  const found: string[] = [];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    const end = pdf.indexOf('\nendstream', at);
    if (pdf.toString('latin1', at - 3, at) === 'end' || end < 0) continue;
    try {
      found.push(inflateSync(pdf.subarray(at + 7, end)).toString('utf8'));
    } catch {
      // Not packed: nothing we look for.
    }
  }
  return found;
};
