import t from 'tap';
import type { SettlementCommand } from '../../../domain/settlement/commands.ts';
import { settlementDecider } from '../../../domain/settlement/decider.ts';
import type { Brought, Reach, SettlementFact } from '../../../domain/settlement/facts.ts';
import { covers, reaches, scanFrom } from '../../../domain/settlement/reach.ts';
import { settlingNothing, settlingOf } from '../../../domain/settlement/state.ts';
import { monthFromFact } from '../../../domain/time.ts';
import { deciderSpec, stateAfter } from '../../support/decider-spec.ts';
import { hospital, on, organization, platform, reference } from '../../support/ledger-words.ts';

const settlement = deciderSpec(settlementDecider);
const month = monthFromFact;
const place = (text: string, revision: number) => ({ month: month(text), revision });
const reach = (period: string, at: ReturnType<typeof place>): Reach => ({
  period: month(period),
  place: at,
});
const of = { organizationId: organization, payerId: hospital };
const now = on('2026-11-03 09:00');
const idOf = (period: string, version: number) => reference(`stm-${period}-seed-v${version}`);

const october = reach('2026-10', place('2026-11', 7));
const november = reach('2026-11', place('2026-12', 3));
const begun = (
  period: string,
  version: number,
  upTo: Reach,
  more: { readonly after?: Reach; readonly brings?: readonly Brought[] } = {},
): SettlementFact => ({
  type: 'StatementBegun',
  data: {
    ...of,
    statementId: idOf(period, version),
    at: now,
    period: month(period),
    version,
    ...(more.after === undefined ? {} : { after: more.after }),
    upTo,
    brings: more.brings ?? [],
  },
});
const released = (
  period: string,
  version: number,
  because: 'voided' | 'disputed' = 'voided',
  disputed: readonly number[] = [],
): SettlementFact => ({
  type: 'StatementReleased',
  data: {
    ...of,
    statementId: idOf(period, version),
    period: month(period),
    because,
    disputed,
    at: now,
  },
});
const begin = (
  period: string,
  at: ReturnType<typeof place>,
  facts: readonly SettlementFact[] = [],
): SettlementCommand => ({
  type: 'BeginStatement',
  ...of,
  period: month(period),
  seed: 'seed',
  place: at,
  seen: settlingOf(stateAfter(settlementDecider, facts), hospital),
  now,
});
const release = (because: 'voided' | 'disputed', disputed: readonly number[] = []) =>
  ({
    type: 'ReleaseStatement',
    ...of,
    statementId: idOf('2026-10', 1),
    because,
    disputed,
    now,
  }) as const;

t.test('beginning a statement', async (t) => {
  t.test('claims all that is there at first, and then only what came since', async (t) => {
    settlement(t)
      .given()
      .when(begin('2026-10', october.place))
      .yields(begun('2026-10', 1, october));
    const before = [begun('2026-10', 1, october)];
    settlement(t)
      .given(...before)
      .when(begin('2026-11', november.place, before))
      .yields(begun('2026-11', 1, november, { after: october }));
  });

  t.test('again changes nothing while the first stands, whatever was seen', async (t) => {
    const before = [begun('2026-10', 1, october)];
    settlement(t)
      .given(...before)
      .when(begin('2026-10', place('2026-11', 9)))
      .changesNothing();
  });

  t.test('is refused for a month before one that is settled', async (t) => {
    const before = [begun('2026-11', 1, november)];
    settlement(t)
      .given(...before)
      .when(begin('2026-10', november.place, before))
      .refuses({ code: 'period-settled', period: month('2026-10'), settledTo: month('2026-11') });
  });

  t.test('on what somebody else has changed meanwhile must be counted again', async (t) => {
    settlement(t)
      .given(begun('2026-10', 1, october))
      .when(begin('2026-11', november.place))
      .refuses({ code: 'settlement-moved' });
    settlement(t)
      .given(begun('2026-10', 1, october), released('2026-10', 1))
      .when(begin('2026-10', october.place, [begun('2026-10', 1, october)]))
      .refuses({ code: 'settlement-moved' });
  });

  t.test('of one payer says nothing about another', async (t) => {
    const before = [begun('2026-10', 1, october)];
    const after = stateAfter(settlementDecider, before);
    t.strictSame(settlingOf(after, platform), settlingNothing);
  });
});

t.test('what was released', async (t) => {
  const first = begun('2026-10', 1, october);

  t.test('comes back with the next version, all of it, and with what came since', async (t) => {
    const before = [first, released('2026-10', 1)];
    const later = reach('2026-10', place('2026-11', 9));
    settlement(t)
      .given(...before)
      .when(begin('2026-10', later.place, before))
      .yields(
        begun('2026-10', 2, later, {
          after: october,
          brings: [{ statementId: idOf('2026-10', 1), but: [] }],
        }),
      );
  });

  t.test('of a month before the last brings its lines and looks for nothing new', async (t) => {
    const before = [
      first,
      begun('2026-11', 1, november, { after: october }),
      released('2026-10', 1),
    ];
    settlement(t)
      .given(...before)
      .when(begin('2026-10', place('2026-12', 9), before))
      .yields(
        begun('2026-10', 2, november, {
          after: november,
          brings: [{ statementId: idOf('2026-10', 1), but: [] }],
        }),
      );
  });

  t.test(
    'after a dispute goes on without the disputed lines; they wait for a later month',
    async (t) => {
      const before = [first, released('2026-10', 1, 'disputed', [2])];
      const rest = { statementId: idOf('2026-10', 1), but: [2] };
      const second = begun('2026-10', 2, october, { after: october, brings: [rest] });
      settlement(t)
        .given(...before)
        .when(begin('2026-10', october.place, before))
        .yields(second);
      settlement(t)
        .given(...before, second)
        .when(begin('2026-11', november.place, [...before, second]))
        .yields(
          begun('2026-11', 1, november, {
            after: october,
            brings: [{ statementId: idOf('2026-10', 1), only: [2] }],
          }),
        );
    },
  );

  t.test('is released once, and only where it was begun', async (t) => {
    settlement(t).given(first).when(release('voided')).yields(released('2026-10', 1));
    settlement(t).given(first, released('2026-10', 1)).when(release('voided')).changesNothing();
    t.throws(() => settlement(t).given().when(release('voided')));
  });
});

t.test('a reach', async (t) => {
  const owed = (period: string, at: ReturnType<typeof place>) => ({
    month: month(period),
    place: at,
  });

  t.test('ends with its month and with its place, both included', async (t) => {
    t.equal(reaches(october, owed('2026-10', place('2026-11', 7))), true);
    t.equal(reaches(october, owed('2026-10', place('2026-11', 8))), false);
    t.equal(reaches(october, owed('2026-11', place('2026-11', 1))), false);
    t.equal(reaches(october, owed('2026-09', place('2026-10', 99))), true);
  });

  t.test('covers what the one before it did not', async (t) => {
    t.equal(covers(october, november, owed('2026-10', place('2026-11', 7))), false);
    t.equal(covers(october, november, owed('2026-10', place('2026-11', 8))), true);
    t.equal(covers(october, november, owed('2026-11', place('2026-11', 1))), true);
    t.equal(covers(undefined, october, owed('2026-08', place('2026-08', 1))), true);
  });

  t.test('is looked for from where the last one left something', async (t) => {
    t.equal(scanFrom(undefined, month('2026-08'), month('2026-09')), '2026-08');
    t.equal(scanFrom(october, month('2026-08'), month('2026-11')), '2026-11');
    const early = reach('2026-10', place('2026-10', 4));
    t.equal(scanFrom(early, month('2026-08'), month('2026-11')), '2026-10');
  });
});
