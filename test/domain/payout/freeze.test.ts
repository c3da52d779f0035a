import t from 'tap';
import { type FreezeFact, freezeDecider } from '../../../domain/payout/freeze.ts';
import { freezeScope } from '../../../domain/payout/freeze-scope.ts';
import { instant } from '../../../domain/time.ts';
import { deciderSpec } from '../../support/decider-spec.ts';

const at = instant('2026-11-01T12:00:00+08:00')!;
const about = { scope: 'all', at } as const;
const asked = { scope: 'all', now: at, by: 'finance:amy' } as const;
const freeze = { type: 'FreezePayouts', ...asked, reason: 'a stolen key' } as const;
const unfreeze = (by: string) => ({ type: 'UnfreezePayouts', ...asked, by }) as const;
const frozen: FreezeFact = {
  type: 'PayoutsFrozen',
  data: { ...about, reason: 'a stolen key', by: 'finance:amy' },
};
const proposed: FreezeFact = { type: 'UnfreezeProposed', data: { ...about, by: 'finance:amy' } };
const unfrozen: FreezeFact = {
  type: 'PayoutsUnfrozen',
  data: { ...about, proposedBy: 'finance:amy', by: 'finance:ben' },
};
const payouts = deciderSpec(freezeDecider);

t.test('one person stops payouts, at once and only once', async (t) => {
  payouts(t).given().when(freeze).yields(frozen);
  payouts(t).given(frozen).when(freeze).changesNothing();
});

t.test('it takes two people to let them go on', async (t) => {
  payouts(t).given(frozen).when(unfreeze('finance:amy')).yields(proposed);
  payouts(t)
    .given(frozen, proposed)
    .when(unfreeze('finance:amy'))
    .refuses({ code: 'needs-second-person', first: 'finance:amy' });
  payouts(t).given(frozen, proposed).when(unfreeze('finance:ben')).yields(unfrozen);
  payouts(t).given(frozen, proposed, unfrozen).when(unfreeze('finance:ben')).changesNothing();
  payouts(t).given().when(unfreeze('finance:amy')).changesNothing();
});

t.test('stopped anew, what somebody proposed before is void', async (t) => {
  payouts(t).given(frozen, proposed).when(freeze).yields(frozen);
  payouts(t)
    .given(frozen, proposed, frozen)
    .when(unfreeze('finance:ben'))
    .yields({
      type: 'UnfreezeProposed',
      data: { ...about, by: 'finance:ben' },
    });
});

t.test('there is one switch for everything and one for each provider', async (t) => {
  t.equal(freezeScope('all'), 'all');
  t.equal(freezeScope('provider-yeepay'), 'provider-yeepay');
  for (const text of ['', 'provider-', 'provider-other', 'payer-1'])
    t.equal(freezeScope(text), undefined, text);
});
