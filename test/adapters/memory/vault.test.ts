import t from 'tap';
import { memoryVault } from '../../../adapters/memory/vault.ts';
import { vaultContract } from '../../contracts/vault.ts';

vaultContract(t, async () => memoryVault());
