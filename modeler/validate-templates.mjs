// Holds element templates to their published JSON schema: node modeler/validate-templates.mjs FOLDER
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { validateAll } from '@bpmn-io/element-templates-validator';

const [ folder ] = process.argv.slice(2);
const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
const templates = await Promise.all(files.map(async (file) => JSON.parse(await readFile(path.join(folder, file), 'utf8'))));
const { valid, results } = validateAll(templates);
if (files.length === 0) throw new Error(`no templates in ${folder}`);
results.forEach(({ errors }, index) => (errors || []).forEach(({ message, dataPath, instancePath }) => console.error(
  `${path.join(folder, files[index])} ${dataPath ?? instancePath ?? ''}: ${message}`
)));
if (!valid) process.exitCode = 4;
