// A study as the client from npm retrieves it: whole into memory, then to files.  node npm_client.mjs BASE STUDY FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// The package is made for browsers. This is as much of their XMLHttpRequest as it uses, over Node's own fetch.
globalThis.XMLHttpRequest = class {
  headers = {};

  open(method, url) {
    Object.assign(this, { method, url });
  }

  setRequestHeader(name, value) {
    this.headers[name] = value;
  }

  getResponseHeader(name) {
    return this.answer.headers.get(name);
  }

  getAllResponseHeaders() {
    return [...this.answer.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }

  async send() {
    this.answer = await fetch(this.url, { headers: this.headers });
    this.status = this.answer.status;
    this.response = await this.answer.arrayBuffer();
    this.readyState = 4;
    this.onreadystatechange();
  }
};

const [url, studyInstanceUID, folder] = process.argv.slice(2);
const { api } = createRequire(import.meta.url)('dicomweb-client');
const parts = await new api.DICOMwebClient({ url }).retrieveStudy({ studyInstanceUID });
mkdirSync(folder, { recursive: true });
parts.forEach((part, index) => writeFileSync(join(folder, `${index}.dcm`), new Uint8Array(part)));
