// What the tests do with Orthanc: fill it, break it, and describe in FHIR what it holds.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, unlinkSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';

const authority = 'urn:oid:2.999.10.1'; // assigns the patient identifiers of this archive
const accessionAuthority = 'urn:oid:2.999.10.2';
const dcm = 'http://dicom.nema.org/resources/ontology/DCM';

// One connection a request, as Orthanc resets a kept one after a file that it refuses.
function send(method, url, body = undefined) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function ask(method, url, body = undefined) {
  const answer = await send(method, url, body && JSON.stringify(body));
  if (answer.status !== 200) throw new Error(`Orthanc answered ${answer.status} to ${method} ${new URL(url).pathname}`);
  return answer.body;
}
const json = async (...request) => JSON.parse(await ask(...request));

// Files made to harm a reader lie in folders called "broken": some of them end Orthanc.
function* filesIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'broken' && entry.name !== '__pycache__') yield* filesIn(path);
    } else if (!/\.(json|md|py|tsv|txt)$/.test(entry.name)) {
      yield path;
    }
  }
}

// The SOP Instance UID in the file meta information (PS3.10 section 7.1), or nothing where a file has none.
function uidInMeta(file) {
  if (file.toString('latin1', 128, 132) !== 'DICM') return undefined;
  const at = file.subarray(0, 2048).indexOf('\x02\x00\x03\x00UI', 132, 'latin1');
  return at < 0 ? undefined : clean(file.toString('latin1', at + 8, at + 8 + file.readUInt16LE(at + 6)));
}

// Uploads every file below the folders, one after the other: of two with one UID the first stays. What Orthanc takes
// although it is no DICOM file, or one of two names, is taken out again: who receives it has to refuse it.
export async function load(orthanc, folders) {
  const counts = { stored: 0, refused: 0, takenOut: 0 };
  for (const folder of folders)
    for (const path of filesIn(folder)) {
      const file = readFileSync(path);
      const { status, body } = await send('POST', `${orthanc}/instances`, file).catch((error) => {
        throw new Error(`Orthanc fell silent at ${path}: ${error.message}`);
      });
      if (status !== 200) {
        counts.refused += 1;
        continue;
      }
      const { ID, Status } = JSON.parse(body);
      if (Status !== 'Success') continue;
      const { MainDicomTags } = await json('GET', `${orthanc}/instances/${ID}`);
      if (uidInMeta(file) === clean(MainDicomTags.SOPInstanceUID)) {
        counts.stored += 1;
      } else {
        await ask('DELETE', `${orthanc}/instances/${ID}`);
        counts.takenOut += 1;
      }
    }
  return counts;
}

// A study of a patient of its own, two of whose instances have lost their files: Orthanc lists them, and ends the
// multipart body of the study without a word where the first of them should come.
export async function damagedStudy(orthanc, storage) {
  const [original] = await json('POST', `${orthanc}/tools/find`, {
    Level: 'Study', Query: { StudyInstanceUID: '1.3.6.1.4.1.5962.1.1.0.0.0.1196533885.18148.0.1' },
  });
  const copy = await json('POST', `${orthanc}/studies/${original}/anonymize`, {
    Keep: ['PatientBirthDate', 'PatientSex', 'StudyDate', 'StudyTime', 'StudyDescription', 'SeriesDescription'],
    Replace: { PatientID: 'DAMAGED-1', PatientName: 'Incomplete^Ida', AccessionNumber: 'DAMAGED' },
    Force: true,
  });
  const instances = await json('GET', `${orthanc}/studies/${copy.ID}/instances`);
  const study = await json('GET', `${orthanc}/studies/${copy.ID}`);
  const lost = [];
  for (const instance of [instances[Math.floor(instances.length / 2)], instances.at(-1)]) {
    const series = await json('GET', `${orthanc}/series/${instance.ParentSeries}`);
    const { Uuid: uuid } = await json('GET', `${orthanc}/instances/${instance.ID}/attachments/dicom/info`);
    unlinkSync(join(storage, uuid.slice(0, 2), uuid.slice(2, 4), uuid));
    lost.push(`${series.MainDicomTags.SeriesInstanceUID}/${instance.MainDicomTags.SOPInstanceUID}`);
  }
  return { patient: 'DAMAGED-1', study: study.MainDicomTags.StudyInstanceUID, lost };
}

const clean = (value = '') => value.split('\\')[0].replace(/[\0-\x1f]/g, '').trim();
const idOf = (...words) => createHash('sha1').update(words.join('|')).digest('hex').slice(0, 16);
const given = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== ''));
const numberIn = (text) => (/^\d+$/.test(text ?? '') ? Number(text) : undefined);

function dateIn(text) {
  const found = /^(\d{4})(\d\d)(\d\d)$/.exec(text ?? '');
  return found ? found.slice(1).join('-') : undefined;
}

function momentIn(date, time) {
  const found = /^([01]\d|2[0-3])([0-5]\d)?([0-5]\d)?/.exec(time ?? '');
  if (!dateIn(date) || !found) return dateIn(date);
  return `${dateIn(date)}T${found[1]}:${found[2] ?? '00'}:${found[3] ?? '00'}+01:00`;
}

function humanNames(text) {
  return clean(text).split('=').slice(0, 2).flatMap((group, index) => {
    const [family, first, middle, prefix, suffix] = group.split('^');
    const name = given({ use: index ? 'usual' : 'official', family });
    if (first || middle) name.given = [first, middle].filter(Boolean);
    if (prefix) name.prefix = [prefix];
    if (suffix) name.suffix = [suffix];
    return name.family || name.given ? [name] : [];
  });
}

async function seriesOf(orthanc, id, coded) {
  const { MainDicomTags: tags } = await json('GET', `${orthanc}/series/${id}`);
  const instance = [];
  for (const { ID, MainDicomTags } of await json('GET', `${orthanc}/series/${id}/instances`)) {
    const sopClass = await send('GET', `${orthanc}/instances/${ID}/metadata/SopClassUid`);
    instance.push(given({
      uid: MainDicomTags.SOPInstanceUID,
      sopClass: sopClass.status === 200 ? { system: 'urn:ietf:rfc:3986', code: `urn:oid:${clean(String(sopClass.body))}` } : undefined,
      number: numberIn(MainDicomTags.InstanceNumber),
    }));
  }
  return given({
    uid: tags.SeriesInstanceUID, number: numberIn(tags.SeriesNumber), modality: coded(clean(tags.Modality) || 'OT'),
    description: clean(tags.SeriesDescription), numberOfInstances: instance.length, instance,
  });
}

// A Bundle that describes the studies: Patient, ImagingStudy and one Endpoint at `wado`. `release` is 4 or 5.
// Studies without a patient identifier are left out, as a contact point could not name their patient.
export async function described(orthanc, wado, release) {
  const coded = (code) => (release === 5 ? { coding: [{ system: dcm, code }] } : { system: dcm, code });
  const connection = { system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type', code: 'dicom-wado-rs' };
  const endpoint = {
    resourceType: 'Endpoint', id: 'dicomweb', status: 'active', address: wado,
    ...(release === 5
      ? { connectionType: [{ coding: [connection] }], payload: [{ mimeType: ['application/dicom'] }] }
      : { connectionType: connection, payloadType: [{ text: 'DICOM' }], payloadMimeType: ['application/dicom'] }),
  };
  const patients = new Map();
  const studies = [];
  for (const { Series, MainDicomTags: tags, PatientMainDicomTags: person } of await json('GET', `${orthanc}/studies?expand`)) {
    const value = clean(person.PatientID);
    if (!value) continue;
    if (!patients.has(value))
      patients.set(value, given({
        resourceType: 'Patient', id: `p-${idOf(value)}`, active: true, identifier: [{ system: authority, value }],
        name: humanNames(person.PatientName), birthDate: dateIn(person.PatientBirthDate),
        gender: { M: 'male', F: 'female', O: 'other' }[clean(person.PatientSex)] ?? 'unknown',
      }));
    const series = [];
    for (const id of Series) series.push(await seriesOf(orthanc, id, coded));
    const accession = clean(tags.AccessionNumber);
    const identifier = [{ system: 'urn:dicom:uid', value: `urn:oid:${tags.StudyInstanceUID}` }];
    if (accession)
      identifier.push({
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'ACSN' }] },
        system: accessionAuthority, value: accession,
      });
    studies.push(given({
      resourceType: 'ImagingStudy', id: `s-${idOf(tags.StudyInstanceUID, value)}`, status: 'available', identifier,
      subject: { reference: `Patient/${patients.get(value).id}`, identifier: { system: authority, value } },
      modality: [...new Set(series.map((one) => JSON.stringify(one.modality)))].sort().map((text) => JSON.parse(text)),
      started: momentIn(tags.StudyDate, tags.StudyTime), description: clean(tags.StudyDescription),
      endpoint: [{ reference: `Endpoint/${endpoint.id}` }], series, numberOfSeries: series.length,
      numberOfInstances: series.reduce((sum, one) => sum + one.numberOfInstances, 0),
    }));
  }
  const entry = [endpoint, ...patients.values(), ...studies].map((resource) => ({ resource }));
  return { resourceType: 'Bundle', type: 'collection', entry };
}

export { authority };
