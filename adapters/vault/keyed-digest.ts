import { createHmac, hash } from 'node:crypto';

const blockBytes = 64;
const messageBytesMax = 512;

const padded = (key: Uint8Array, with_: number): Buffer => {
  const block = Buffer.alloc(blockBytes, with_);
  for (const [at, byte] of key.entries()) block[at] = byte ^ with_;
  return block;
};

const room = Buffer.alloc(blockBytes + messageBytesMax);
const outerRoom = Buffer.alloc(blockBytes + 32);

/** HMAC-SHA-256 of a text under a key of at most 64 bytes, in hex. */
export type KeyedDigest = (message: string) => string;

/**
 * HMAC-SHA-256 (RFC 2104) in two calls for a whole digest each. Node's `Hmac` object costs more to
 * make and to collect than all its hashing, and nearly every earning needs one.
 */
export const keyedDigest = (key: Uint8Array): KeyedDigest => {
  if (key.length > blockBytes) throw new RangeError('A key of at most one block');
  const inner = padded(key, 0x36);
  const outer = padded(key, 0x5c);
  return (message) => {
    // Three bytes a character is the most UTF-8 needs.
    if (message.length * 3 > messageBytesMax)
      return createHmac('sha256', key).update(message).digest('hex');
    room.set(inner);
    const end = blockBytes + room.write(message, blockBytes, 'utf8');
    outerRoom.set(outer);
    outerRoom.write(hash('sha256', room.subarray(0, end), 'binary'), blockBytes, 'binary');
    return hash('sha256', outerRoom, 'hex');
  };
};
