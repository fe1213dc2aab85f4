// Packs the plug-in into the one file that the Modeler loads: node modeler/build.mjs [--check]
// The bundle is kept in the repository, so that its user needs no Node; --check fails where it is out of date.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const client = path.join(here, 'plugin', 'client');
const bundle = path.join(client, 'client-bundle.js');

const { outputFiles: [ { text } ] } = await build({
  absWorkingDir: here,
  entryPoints: [ path.join(client, 'client.js') ],
  bundle: true,
  charset: 'utf8',
  format: 'iife',
  target: 'es2022',
  write: false,
});

if (!process.argv.includes('--check')) {
  await writeFile(bundle, text);
} else if (await readFile(bundle, 'utf8').catch(() => '') !== text) {
  console.error('modeler/plugin/client/client-bundle.js is out of date: npm run build:plugin');
  process.exitCode = 4;
}
