import t from 'tap';
import { liveHistory } from '../history.ts';
import { mutations } from './all.ts';

/** The first seed from `from` on whose history breaks a promise; undefined when none of them does. */
const foundBy = async ({ seams, from, within }: (typeof mutations)[number]) => {
  for (let seed = from; seed < from + within; seed += 1) {
    const { violation } = await liveHistory({ seed, months: 1, seams });
    if (violation !== undefined) return { seed, rule: violation.rule };
  }
  return undefined;
};

t.test('each deliberate bug is found', async (t) => {
  t.ok(mutations.length >= 20);
  for (const mutation of mutations) {
    const { name, from, within } = mutation;
    const found = await foundBy(mutation);
    t.ok(found, `${name}: within ${within} seeds from ${from}${found ? `: ${found.rule}` : ''}`);
  }
});
