#!/usr/bin/env node
// Plain JavaScript on purpose: it must still speak on a Node too old for everything else here.
import module from 'node:module';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `lotus needs Node 24 or later; this is ${process.versions.node}. Run it as "npx lotus" after "npm ci": that brings Node 24.\n`,
  );
  process.exit(3);
}
// What was compiled once need not be again: halves the time to start. Where it cannot be kept, nothing changes.
module.enableCompileCache(new URL('../node_modules/.cache/compiled', import.meta.url).pathname);
const { runLotus } = await import('./cli/lotus.ts');
const code = await runLotus(process.argv);
// What could not run may have left something open behind it.
if (code === 3) process.exit(code);
process.exitCode = code;
