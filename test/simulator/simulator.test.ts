import { spawnSync } from 'node:child_process';
import t from 'tap';
import { type Chanced, misfortunes, oneIn, scenarios } from './faults.ts';
import { type History, liveHistory } from './history.ts';
import { knownSeeds } from './known-seeds.ts';
import { mutations } from './mutations/all.ts';
import { toldAgain } from './reading.ts';
import { shrink } from './shrink.ts';

const months = 1;
/** Besides the known ones. */
const freshSeeds = [40, 41, 42];
const lived: History[] = [];

t.test('a month of bad luck', async (t) => {
  t.test('keeps every promise, for seeds that once broke one and for others', async (t) => {
    for (const seed of [...knownSeeds.map((known) => known.seed), ...freshSeeds]) {
      const history = await liveHistory({ seed, months });
      lived.push(history);
      t.equal(history.violation, undefined, `seed ${seed}`);
      t.ok(history.doctors >= 20);
    }
  });

  t.test('holds nearly everything that can go wrong', async (t) => {
    const happened = new Set(
      lived.flatMap((history) => history.happened.map((name) => name.slice(0, name.indexOf('#')))),
    );
    const kinds = [...(Object.keys(oneIn) as Chanced[]), ...misfortunes, ...scenarios];
    const never = kinds.filter((kind) => !happened.has(kind));
    t.ok(never.length <= 6, `never: ${never.join(', ')}`);
  });

  t.test('is the same month for the same seed, byte for byte', async (t) => {
    for (const first of lived.slice(-2)) {
      const again = await liveHistory({ seed: first.seed, months });
      t.equal(again.digest, first.digest);
      t.strictSame(again.happened, first.happened);
    }
    t.equal(new Set(lived.map(({ digest }) => digest)).size, lived.length);
  });
});

t.test('a history that breaks a promise is told in a few lines that break it again', async (t) => {
  const mutation = mutations.find(({ name }) => name === 'lets money out before it matures');
  if (mutation === undefined) throw new Error('There is no such mutation');
  const asked = { seed: 1, months, seams: mutation.seams };
  const found = await liveHistory(asked);
  const shrunk = await shrink(found, { of: asked, triesMax: 40 });
  t.equal(shrunk.history.violation?.rule, found.violation?.rule);
  t.ok(shrunk.history.actions.length < found.actions.length / 10);
  const told = await toldAgain(shrunk, asked);
  t.ok(told.some((line) => line.includes('BROKEN  nobody is overdrawn')));
  t.ok(told.length < 200, `${told.length} lines`);
});

t.test('the command line', async (t) => {
  const main = new URL('./main.ts', import.meta.url).pathname;
  const run = (...words: readonly string[]) =>
    spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' });

  t.test('lives the histories it is asked for and counts what went wrong', async (t) => {
    const { status, stdout } = run('--seeds', '2', '--seed', '7', '--workers', '1', '--json');
    t.equal(status, 0);
    const tally = JSON.parse(stdout);
    t.match(tally, { histories: 2, months: 1, violations: [] });
    t.ok(tally.doctorsLeast >= 20);
  });

  t.test('is reached through lotus too', async (t) => {
    const lotus = new URL('../../src/lotus.js', import.meta.url).pathname;
    const words = [lotus, 'simulate', '--seeds', '1', '--seed', '5', '--json'];
    const { status, stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    t.equal(status, 0);
    t.match(JSON.parse(stdout), { histories: 1, violations: [] });
  });

  t.test('says what is wrong with a word it does not understand', async (t) => {
    const { status, stderr } = run('--seeds', 'many');
    t.equal(status, 2);
    t.match(stderr, /--seeds.*a whole number from 1 to 10000000 was expected/);
  });
});
