import t from 'tap';
import type { PaymentProvider } from '../../domain/ports/payment-provider.ts';
import { differences, payoutsNow } from '../support/payout-checks.ts';
import {
  addDoctor,
  addFunds,
  addPayer,
  cardOf,
  earn,
  nameOf,
  payerOf,
  withdrawAll,
} from '../support/payout-people.ts';
import { impatient, type PayoutWorld, payoutWorld } from '../support/payout-world.ts';

const hourMs = 3_600_000;
const doctorsBefore = 20;
const doctorsMeanwhile = 20;
/** As in production: what is in a row stops the calls for a while, which here is a short one. */
const limits = { perSecond: 5_000, burst: 5_000, waitMs: 2_000, faultsInRow: 10, openMs: 20 };

/** Counts the calls under way at the provider. */
const counting = () => {
  const seen = { now: 0, most: 0, calls: 0 };
  const around = (provider: PaymentProvider): PaymentProvider =>
    new Proxy(provider, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function' || (name !== 'order' && name !== 'query')) return member;
        return async (...words: unknown[]) => {
          seen.calls += 1;
          seen.now += 1;
          seen.most = Math.max(seen.most, seen.now);
          try {
            return await member.apply(target, words);
          } finally {
            seen.now -= 1;
          }
        };
      },
    });
  return { seen, around };
};

const withdrawFor = async (world: PayoutWorld, at: number): Promise<void> => {
  const doctor = await addDoctor(world, at);
  await earn(world, 'ern-1', doctor, payerOf('one'), '250.00');
  await withdrawAll(world, doctor, 'wdr-1');
};

type Seen = { readonly method: string; readonly url: string; readonly body: string };
const requests = async ({ provider }: PayoutWorld): Promise<readonly Seen[]> =>
  (await provider.ask<{ items: Seen[] }>('/sandbox/requests')).items;

for (const outage of ['hang-up', 'bad-gateway', 'busy'] as const) {
  t.test(`the provider is away for an hour (${outage})`, async (t) => {
    const { seen, around } = counting();
    const world = await payoutWorld(t, { around, client: { limits } });
    await addPayer(world, 'one');
    await addFunds(world, 'one', '100000.00');
    for (let at = 0; at < doctorsBefore; at += 1) await withdrawFor(world, at);
    await world.provider.say('/sandbox/switches', { outage });
    const end = Date.parse(world.now()) + hourMs;
    for (let at = 0; at < doctorsMeanwhile; at += 1) {
      await withdrawFor(world, doctorsBefore + at);
      const soon = Date.parse(world.now()) + hourMs / doctorsMeanwhile;
      await world.until(() => Date.parse(world.now()) >= Math.min(soon, end));
    }
    await world.until(() => Date.parse(world.now()) >= end);
    const meanwhile = (await requests(world)).length;
    const payouts = doctorsBefore + doctorsMeanwhile;
    t.equal((await payoutsNow(world)).length, payouts, 'every withdrawal was accepted');
    t.ok(meanwhile <= 25 * payouts, `${meanwhile} calls in that hour`);

    await world.provider.say('/sandbox/switches', { outage: 'none' });
    seen.calls = 0;
    seen.most = 0;
    const isPaid = async () => (await payoutsNow(world)).every(({ state }) => state === 'paid');
    await world.until(isPaid, { hoursMost: 3 });
    t.ok(seen.calls <= 8 * payouts, `${seen.calls} calls until all were paid`);
    // The process's own sixteen, and what notifications make it ask besides.
    t.ok(seen.most <= 2 * 16, `${seen.most} at once`);
    t.strictSame(await differences(world, ['one']), [], 'nothing was lost, nothing was paid twice');
  });
}

t.test(
  'of a whole life only what is allowed leaves the house, and each order is the same each time',
  async (t) => {
    const world = await payoutWorld(t, { client: impatient });
    const rate = 0.2;
    await world.provider.rules(
      { scenario: 'timeout-before', rate },
      { scenario: 'drop-connection', rate },
      { scenario: 'return-later', rate },
      { scenario: 'busy', rate },
    );
    await addPayer(world, 'one', 'labor-monthly');
    await addFunds(world, 'one', '100000.00');
    const people = Array.from({ length: 20 }, (_, at) => at);
    for (const at of people) await withdrawFor(world, at);
    await world.until(async () =>
      (await payoutsNow(world)).every(({ state }) => state === 'paid' || state === 'returned'),
    );
    await world.pass(24 * hourMs);
    await world.until(() => world.life().sweep.sweptAt !== undefined);
    const known = new Set((await payoutsNow(world)).map(({ payoutId }) => payoutId as string));
    const orders = new Map<string, string>();
    const strange: string[] = [];
    for (const { url, body } of await requests(world)) {
      if (!url.endsWith('/v2.0/account/pay/order')) {
        strange.push(...strangeInQuestion(url, body, people));
        continue;
      }
      const { requestNo, ...wrong } = strangeInOrder(body, known);
      strange.push(...wrong.strange);
      if ((orders.get(requestNo) ?? body) !== body)
        strange.push(`${requestNo} is not the same again`);
      orders.set(requestNo, body);
    }
    t.strictSame(strange, []);
    t.equal(orders.size, people.length);
    const everything = JSON.stringify(await requests(world));
    for (const word of ['doc-', 'ern-', 'wdr-', 'pay-']) t.notOk(everything.includes(word), word);
  },
);

const orderFields = new Set([
  ...['feeChargeSide', 'merchantNo', 'notifyUrl', 'orderAmount', 'parentMerchantNo'],
  ...['receiveType', 'receiverInfo', 'requestNo'],
]);
const receiverFields = new Set([
  ...['bankAccountType', 'receiverAccountName', 'receiverAccountNo', 'receiverBankCode'],
]);
/** Questions carry references and days. */
const questionFields = new Set([
  ...['merchantNo', 'parentMerchantNo', 'requestNo'],
  ...['queryStartDate', 'queryEndDate', 'pageNo', 'pageSize'],
]);

const strangeInOrder = (body: string, known: ReadonlySet<string>) => {
  const order = JSON.parse(body);
  const { requestNo, orderAmount, receiverInfo } = order;
  const strange = [
    ...Object.keys(order).filter((name) => !orderFields.has(name)),
    ...Object.keys(receiverInfo).filter((name) => !receiverFields.has(name)),
    ...(known.has(requestNo) ? [] : ['a reference that is not ours']),
    ...(/^\d+\.\d\d$/.test(orderAmount) ? [] : ['an amount that is none']),
  ];
  return { requestNo: String(requestNo), strange };
};

const strangeInQuestion = (
  url: string,
  body: string,
  people: readonly number[],
): readonly string[] => {
  const [path = '', search = ''] = url.split('?');
  const asked = [...new URLSearchParams(search), ...new URLSearchParams(body)];
  // Values travel encoded twice.
  const said = decodeURIComponent(decodeURIComponent(`${url} ${body}`));
  const isPersonal = people.some((at) => said.includes(cardOf(at)) || said.includes(nameOf(at)));
  return [
    ...asked.filter(([name]) => !questionFields.has(name)).map(([name]) => `${path} ${name}`),
    ...(isPersonal ? [`${path} names a person`] : []),
  ];
};
