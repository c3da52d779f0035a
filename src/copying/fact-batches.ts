import { appendBytesMax, type StoredFact } from '../../domain/ports/event-store.ts';

const factsMax = 500;

const bytesOf = ({ data, metadata, type }: StoredFact): number =>
  Buffer.byteLength(data) + Buffer.byteLength(metadata) + 2 * type.length;

/** Neighbours in the log that one append can hold: of one stream, and neither too many nor too large. */
export async function* factBatches(
  facts: AsyncIterable<StoredFact>,
): AsyncGenerator<readonly [StoredFact, ...StoredFact[]], void, undefined> {
  let batch: [StoredFact, ...StoredFact[]] | undefined;
  let bytes = 0;
  for await (const fact of facts) {
    const size = bytesOf(fact);
    const fits =
      batch?.[0].stream === fact.stream &&
      batch.length < factsMax &&
      bytes + size <= appendBytesMax;
    if (batch !== undefined && fits) {
      batch.push(fact);
      bytes += size;
      continue;
    }
    if (batch !== undefined) yield batch;
    [batch, bytes] = [[fact], size];
  }
  if (batch !== undefined) yield batch;
}
