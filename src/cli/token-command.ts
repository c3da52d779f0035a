import { type Command, Option } from 'commander';
import { developmentValues } from '../development.ts';
import { type Role, roles } from '../http/caller.ts';
import { settingsFrom, WrongSettings } from '../settings.ts';
import { developmentToken } from '../tokens.ts';

/** The secret tokens are signed with here: a setting, or the one of the data folder. Never in production. */
export const developmentSecret = (): string => {
  const settings = settingsFrom(process.env);
  if (settings.NODE_ENV === 'production')
    throw new WrongSettings(['lotus token: not in production']);
  return settings.LOTUS_JWT_SECRET ?? developmentValues(settings.LOTUS_DATA).jwtSecret;
};

export const addToken = (program: Command): void => {
  program
    .command('token')
    .description('a token for trying things out (development only)')
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).makeOptionMandatory())
    .option('--party <id>', 'the doctorId or organizationId it speaks for')
    .requiredOption('--sub <id>', 'who it is')
    .action(async ({ role, party, sub }: TokenWords, command: Command) => {
      if (party === undefined && (role === 'doctor' || role === 'organization'))
        command.error("error: required option '--party <id>' not specified: whose token it is");
      process.stdout.write(
        `${await developmentToken(developmentSecret(), { role, party, sub })}\n`,
      );
    });
};

type TokenWords = { readonly role: Role; readonly party?: string; readonly sub: string };
