import t from 'tap';
import { runLotus } from '../../support/run-lotus.ts';

t.test('a command that is asked wrongly ends with 2 and says what was expected', async (t) => {
  const data = { LOTUS_DATA: t.testdir({}) };
  const asked = [
    [['statements', '--period', '2026'], /--period.*expected a month such as 2026-11/],
    [['reconcile', '--date', '2026-02-30'], /--date.*expected a day such as 2026-11-23/],
    [['rebuild', 'nothing'], /unknown view; expected one of balances, /],
    [['sandbox', '--port', '70000'], /--port.*expected a whole number, 0–65535/],
    [['token', '--role', 'doctor', '--sub', 's'], /--party/],
  ] as const;
  const runs = await Promise.all(asked.map(([words]) => runLotus(words, data)));
  for (const [at, [words, said]] of asked.entries())
    t.match(runs[at], { code: 2, out: '', err: said }, words.join(' '));
});
