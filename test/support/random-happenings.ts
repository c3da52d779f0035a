import fc from 'fast-check';

/** What may happen to an organization's money, in the order it is drawn. */
export const happening = fc.record({
  what: fc.constantFrom(
    'earn',
    'earn',
    'earn',
    'earn late',
    'earn late',
    'reverse',
    'reverse',
    'bind or unbind',
    'issue',
    'issue',
    'confirm',
    'confirm',
    'dispute',
    'dispute',
    'void',
    'invoice',
    'advance',
    'pay',
    'pay',
    'reject',
    'send back',
    'retry',
    'pass days',
    'pass days',
  ),
  who: fc.integer({ min: 1, max: 2 }),
  one: fc.nat({ max: 5 }),
  /** Fen. Reversals take a small part of it, so that most are taken. */
  much: fc.integer({ min: 100, max: 20_000 }),
});
export type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never;
