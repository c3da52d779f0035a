import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import t from 'tap';
import { completeSettings } from '../../src/complete-settings.ts';
import { settingKey } from '../../src/setting-file.ts';
import { settingsFrom, WrongSettings } from '../../src/settings.ts';

const vaultKey = Buffer.alloc(32, 7).toString('base64');
const complete = {
  LOTUS_JWT_SECRET: 'thirty-two characters of a secret',
  LOTUS_VAULT_KEY: vaultKey,
  LOTUS_PROVIDER_URL: 'http://127.0.0.1:9/yop-center',
  LOTUS_PROVIDER_APP_KEY: 'app',
  LOTUS_PROVIDER_PRIVATE_KEY_FILE: 'private.pem',
  LOTUS_PROVIDER_PUBLIC_KEY_FILE: 'public.pem',
};

const saying = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof WrongSettings) return error.message;
    throw error;
  }
  return 'nothing';
};

t.test('settings', async (t) => {
  t.test('have the defaults of the contract; an empty one counts as not given', async (t) => {
    t.match(settingsFrom({ LOTUS_PORT: '', LOTUS_STORE: '' }), {
      LOTUS_PORT: 3000,
      LOTUS_HOST: '127.0.0.1',
      LOTUS_STORE: 'sqlite:./data',
      LOTUS_DATA: './data',
      LOTUS_LOG_LEVEL: 'info',
    });
  });

  t.test('take the provider by its gateway, or by the address it lies at', async (t) => {
    const at = (url: string) => settingsFrom({ LOTUS_PROVIDER_URL: url }).LOTUS_PROVIDER_URL;
    for (const url of ['https://openapi.example', 'https://openapi.example/'])
      t.equal(at(url), 'https://openapi.example/yop-center');
    t.equal(at('https://openapi.example/elsewhere'), 'https://openapi.example/elsewhere');
  });

  t.test('keep the log beside its vault unless told otherwise', async (t) => {
    t.match(settingsFrom({ LOTUS_DATA: '/var/lotus' }), { LOTUS_STORE: 'sqlite:/var/lotus' });
    const apart = { LOTUS_DATA: '/var/lotus', LOTUS_STORE: 'sqlite:/log' };
    t.match(settingsFrom(apart), apart);
  });

  t.test('name the one whose file cannot be read or holds no key', async (t) => {
    const name = 'LOTUS_PROVIDER_PRIVATE_KEY_FILE';
    const folder = t.testdir({ 'key.pem': 'none' });
    const read = (file: string) => saying(() => settingKey(name, file, createPrivateKey));
    t.equal(read(join(folder, 'nowhere')), `${name}: expected a file that can be read`);
    t.equal(read(join(folder, 'key.pem')), `${name}: expected a key in PEM`);
  });

  t.test(
    'say by the clock of Shanghai when days are reconciled, or that they are not',
    async (t) => {
      t.match(settingsFrom({}), { LOTUS_RECONCILE_AT: '10:00', LOTUS_RECONCILE_AGAIN_MINUTES: 15 });
      for (const at of ['00:00', '23:59', 'off'])
        t.match(settingsFrom({ LOTUS_RECONCILE_AT: at }), { LOTUS_RECONCILE_AT: at });
      for (const at of ['24:00', '9:30', '10:60', 'never', '10:00:00'])
        t.equal(
          saying(() => settingsFrom({ LOTUS_RECONCILE_AT: at })),
          'LOTUS_RECONCILE_AT: expected a time such as 10:00, or off',
        );
      for (const minutes of ['0', '60', '1.5'])
        t.equal(
          saying(() => settingsFrom({ LOTUS_RECONCILE_AGAIN_MINUTES: minutes })),
          'LOTUS_RECONCILE_AGAIN_MINUTES: expected minutes, 1–59',
        );
    },
  );

  t.test('take what the contract names', async (t) => {
    const settings = completeSettings(
      settingsFrom({ ...complete, LOTUS_PORT: '0', LOTUS_STORE: 'esdb://h:2113?tls=false' }),
    );
    t.equal(settings.LOTUS_PORT, 0);
    t.equal(settings.LOTUS_VAULT_KEY.length, 32);
    t.match(settingsFrom({ LOTUS_STORE: 'memory:' }), { LOTUS_STORE: 'memory:' });
    t.match(settingsFrom({ LOTUS_STORE: 'sqlite:/var/lotus' }), {});
  });

  for (const [name, value] of [
    ['LOTUS_PORT', '65536'],
    ['LOTUS_PORT', 'http'],
    ['LOTUS_PORT', ' '],
    ['LOTUS_PORT', '0x50'],
    ['LOTUS_PORT', '-1'],
    ['LOTUS_PORT', '80.5'],
    ['LOTUS_STORE', 'postgres://db'],
    ['LOTUS_STORE', 'sqlite:'],
    ['LOTUS_VAULT_KEY', 'c2hvcnQ='],
    ['LOTUS_VAULT_KEY', vaultKey.replace('B', '!')],
    ['LOTUS_VAULT_KEY', `${vaultKey}${vaultKey}`],
    ['LOTUS_JWT_SECRET', 'short'],
    ['LOTUS_JWKS_URL', 'not a url'],
    ['LOTUS_PROVIDER_URL', 'provider'],
    ['LOTUS_PROVIDER_SETTLING_SECONDS', '0'],
    ['LOTUS_LOG_LEVEL', 'loud'],
  ] as const) {
    t.test(`${name}=${value} is named with what was expected`, async (t) => {
      const said = saying(() => settingsFrom({ [name]: value }));
      t.match(said, new RegExp(`^${name}: expected `));
      if (/KEY|SECRET/.test(name)) t.notOk(said.includes(value), 'the value is not repeated');
    });
  }

  t.test('that are wrong together are all named', async (t) => {
    const said = saying(() => settingsFrom({ LOTUS_PORT: 'x', LOTUS_STORE: 'x' }));
    t.match(said, /LOTUS_PORT: .*\nLOTUS_STORE: /);
  });

  t.test(
    'without one of the secrets nothing runs, and each that is missing is named',
    async (t) => {
      for (const name of Object.keys(complete)) {
        const { [name]: _left, ...rest } = complete as { readonly [name: string]: string };
        t.match(
          saying(() => completeSettings(settingsFrom({ ...rest, NODE_ENV: 'production' }))),
          new RegExp(`^${name}`),
        );
      }
      t.equal(
        saying(() => completeSettings(settingsFrom(complete))),
        'nothing',
      );
    },
  );

  t.test('take a secret or an address of keys, not both', async (t) => {
    const jwks = { LOTUS_JWKS_URL: 'https://id.example/jwks' };
    t.match(
      saying(() => settingsFrom({ ...complete, ...jwks })),
      /not both/,
    );
    const { LOTUS_JWT_SECRET: _secret, ...rest } = complete;
    t.equal(
      saying(() => completeSettings(settingsFrom({ ...rest, ...jwks }))),
      'nothing',
    );
  });
});
