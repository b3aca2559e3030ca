// The real servers that the tests ask, all on loopback: Orthanc with its DICOMweb plugin, once answering in UTF-8 and
// once in Latin-1, as it does unless told otherwise, a FHIR search engine in R4 and
// R5, and nginx, which joins them under one address like a contact point, once plain and once with mutual TLS.
//
// peers up --state DIR [--data FOLDER]… [--fhir FOLDER]   starts them afresh, waits until they answer, prints what they
//                                                         are as JSON
// peers down --state DIR                                  ends what was started there, and nothing else
//
// What the FHIR engine holds is described from Orthanc, or else it is the Bundles r4.json and r5.json of --fhir; there is
// no damaged study then.
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { authority, damagedStudy, described, load } from './archive.mjs';
import { makeCertificates } from './certificates.mjs';
import { frontsConfiguration } from './fronts.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { state: { type: 'string' }, data: { type: 'string', multiple: true }, fhir: { type: 'string' } },
});
const [command] = positionals;
if (!options.state || !['up', 'down'].includes(command)) {
  console.error('peers up --state DIR [--data FOLDER]… [--fhir FOLDER] | peers down --state DIR');
  process.exit(2);
}
const state = resolve(options.state);
const processesFile = join(state, 'processes.json');
const peersFile = join(state, 'peers.json');

const saved = () => (existsSync(processesFile) ? JSON.parse(readFileSync(processesFile, 'utf8')) : []);

// A process is ours while its command line still names this state folder.
function isOurs({ pid }) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(state);
  } catch {
    return false;
  }
}

async function down() {
  for (const process_ of saved().reverse()) {
    if (!isOurs(process_)) continue;
    process.kill(process_.pid, 'SIGTERM');
    for (let waited = 0; isOurs(process_) && waited < 5000; waited += 50) await pause(50);
    if (isOurs(process_)) process.kill(process_.pid, 'SIGKILL');
  }
  rmSync(processesFile, { force: true });
  rmSync(peersFile, { force: true });
}

function start(name, program, args) {
  const log = openSync(join(state, `${name}.log`), 'w');
  const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log], cwd: here });
  child.on('error', (error) => console.error(`${program}: ${error.message}`));
  child.unref();
  writeFileSync(processesFile, JSON.stringify([...saved(), { name, pid: child.pid }]));
  return child;
}

// Ports that were free a moment ago; held together so that none is given twice.
async function freePorts(count) {
  const servers = [];
  for (let i = 0; i < count; ++i) {
    const server = createServer();
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
    servers.push(server);
  }
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

async function untilAnswers(name, child, url) {
  let status = 0;
  for (let waited = 0; waited < 60000; waited += 100) {
    status = await new Promise((told) => {
      http.get(url, { agent: false }, (response) => told(response.resume().statusCode)).on('error', () => told(0));
    });
    if (status === 200) return;
    if (child.exitCode !== null || child.pid === undefined) break;
    await pause(100);
  }
  const log = readFileSync(join(state, `${name}.log`), 'utf8');
  throw new Error(`${name} does not answer (${status})\n${log.split('\n').slice(-20).join('\n')}`);
}

// With a `model`, the storage of another one that is at rest, it holds the same.
async function startOrthanc(name, port, encoding, model = undefined) {
  const storage = join(state, name);
  if (model) cpSync(model, storage, { recursive: true, filter: (path) => !path.endsWith('-shm') });
  else mkdirSync(storage);
  const configuration = join(state, `${name}.json`);
  writeFileSync(configuration, JSON.stringify({
    Name: 'PEER', StorageDirectory: storage, IndexDirectory: storage,
    Plugins: ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so'],
    HttpPort: port, RemoteAccessAllowed: false, AuthenticationEnabled: false, DicomServerEnabled: false,
    DefaultEncoding: encoding, KeepAlive: true, OverwriteInstances: false, StableAge: 1,
    MaximumStorageCacheSize: 0, // a lost file is to be missed
    SaveJobs: false, // else a copy of the storage makes the damaged study once more
    DicomWeb: { Enable: true, Root: '/dicom-web/', Ssl: false },
  }, null, 2));
  const orthanc = `http://127.0.0.1:${port}`;
  await untilAnswers(name, start(name, 'Orthanc', [configuration]), `${orthanc}/system`);
  return { orthanc, storage };
}

async function startFhir(release, port, orthanc, wado) {
  const seed = join(state, `fhir-r${release}.json`); // below the state folder, by which down() knows its processes
  if (options.fhir) copyFileSync(resolve(options.fhir, `r${release}.json`), seed);
  else writeFileSync(seed, JSON.stringify(await described(orthanc, wado, release)));
  const child = start(`fhir-r${release}`, process.execPath,
    [join(here, 'fhir.mjs'), '--port', String(port), '--release', String(release), '--seed', seed]);
  return () => untilAnswers(`fhir-r${release}`, child, `http://127.0.0.1:${port}/metadata`);
}

function dataFolders() {
  if (options.data) return options.data.map((folder) => resolve(folder));
  const listing = execFileSync('dpkg-query', ['-L', 'python3-pydicom'], { encoding: 'utf8' });
  const pydicom = listing.split('\n').find((path) => path.endsWith('/pydicom/data'));
  const shared = resolve(here, '../../../shared/data/dicom');
  return [pydicom, shared].filter((folder) => folder && existsSync(folder));
}

const profile = (name, base, fhir, tls, dicomweb = 'dicom-web') => ({
  name, country: 'XX', fhirBase: `${base}/${fhir}`, qidoBase: `${base}/${dicomweb}`, wadoBase: `${base}/${dicomweb}`,
  identifierSystems: [{ label: 'Patient identifier', system: authority }],
  routes: ['fhir', 'dicomweb'], auth: { type: 'none' }, ...(tls && { tls }),
});

async function up() {
  await down();
  rmSync(state, { recursive: true, force: true });
  mkdirSync(state, { recursive: true });
  const [orthancPort, latinPort, r4Port, r5Port, plainPort, mutualPort] = await freePorts(6);
  const plain = `http://127.0.0.1:${plainPort}`;
  const mutual = `https://localhost:${mutualPort}`;

  const certificates = makeCertificates(join(state, 'tls'));
  const { orthanc, storage } = await startOrthanc('orthanc', orthancPort, 'Utf8');
  const data = dataFolders();
  const loaded = await load(orthanc, data);
  const damaged = options.fhir ? undefined : await damagedStudy(orthanc, storage);
  await startOrthanc('orthanc-latin', latinPort, 'Latin1', storage);
  const fhirs = [await startFhir(4, r4Port, orthanc, `${plain}/dicom-web`), await startFhir(5, r5Port, orthanc, `${plain}/dicom-web`)];
  await Promise.all(fhirs.map((ready) => ready()));

  const configuration = join(state, 'nginx.conf');
  writeFileSync(configuration, frontsConfiguration({ state, certificates, orthancPort, latinPort, r4Port, r5Port, plainPort, mutualPort }));
  const nginx = start('nginx', 'nginx', ['-p', state, '-e', join(state, 'nginx.log'), '-c', configuration]);
  await untilAnswers('nginx', nginx, `${plain}/fhir/metadata`);

  const trust = { caFile: certificates.authority };
  const profiles = {
    profile: profile('Peers (R4)', plain, 'fhir'),
    'profile-r5': profile('Peers (R5)', plain, 'fhir-r5'),
    'profile-converted': { ...profile('Peers (converted)', plain, 'fhir'), wadoBase: `${plain}/converted/dicom-web` },
    'profile-latin': profile('Peers (Latin-1)', plain, 'fhir', undefined, 'latin/dicom-web'),
    'profile-mutual': profile('Peers (mutual TLS)', mutual, 'fhir', { ...trust, clientCertificate: certificates.client }),
    'profile-stranger': profile('Peers (stranger)', mutual, 'fhir', { ...trust, clientCertificate: certificates.stranger }),
    'profile-anonymous': profile('Peers (no certificate)', mutual, 'fhir', trust),
  };
  for (const [name, content] of Object.entries(profiles))
    writeFileSync(join(state, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);

  const peers = {
    orthanc, plain, mutual, authority, certificates, damaged, data, loaded,
    profiles: Object.fromEntries(Object.keys(profiles).map((name) => [name, join(state, `${name}.json`)])),
    processes: saved(),
  };
  const text = `${JSON.stringify(peers, null, 2)}\n`;
  writeFileSync(`${peersFile}.part`, text);
  renameSync(`${peersFile}.part`, peersFile);
  process.stdout.write(text);
}

try {
  await (command === 'up' ? up() : down());
} catch (error) {
  console.error(`peers: ${error.message}`);
  await down();
  process.exitCode = 1;
}
