import { Command, CommanderError } from 'commander';
import { WrongSettings } from '../settings.ts';
import { addDataCommands } from './data-commands.ts';
import { addReconcileCommand } from './reconcile-command.ts';
import { addRunCommands } from './run-commands.ts';
import { ServiceUnreachable } from './service-client.ts';
import { addServiceCommands } from './service-commands.ts';

/** Exit codes: 0 done, 1 done with differences or rejects, 2 bad usage, 3 could not run. */
export type ExitCode = 0 | 1 | 2 | 3;

/** How a command tells how it ended. */
export type Ended = (code: ExitCode) => void;

/** The command line. Resolves with the exit code once the command has ended. */
export const runLotus = async (argv: readonly string[]): Promise<ExitCode> => {
  let code: ExitCode = 0;
  const ended: Ended = (with_) => {
    code = with_;
  };
  const program = new Command('lotus')
    .description('Lotus Ledger: what doctors earn and what is paid out to them')
    .exitOverride();
  addRunCommands(program);
  addServiceCommands(program, ended);
  addDataCommands(program, ended);
  addReconcileCommand(program, ended);
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof WrongSettings || error instanceof ServiceUnreachable) {
      process.stderr.write(`${error.message}\n`);
      return 3;
    }
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 3;
  }
};
