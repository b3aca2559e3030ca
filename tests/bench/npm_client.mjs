// A study as the client from npm retrieves it: whole into memory, then to files.  node npm_client.mjs BASE STUDY FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// The package is made for browsers. This is as much of their XMLHttpRequest as it uses.
globalThis.XMLHttpRequest = class {
  headers = {};

  open(method, url) {
    Object.assign(this, { method, url });
  }

  setRequestHeader(name, value) {
    this.headers[name] = value;
  }

  getResponseHeader(name) {
    return this.answer.headers[name.toLowerCase()] ?? null;
  }

  getAllResponseHeaders() {
    return Object.entries(this.answer.headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }

  send() {
    http.get(this.url, { headers: this.headers }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        this.answer = answer;
        this.status = answer.statusCode;
        this.response = body.buffer.slice(body.byteOffset, body.byteOffset + body.length);
        this.readyState = 4;
        this.onreadystatechange();
      });
    }).on('error', (error) => {
      throw error;
    });
  }
};

const [url, studyInstanceUID, folder] = process.argv.slice(2);
const { api } = createRequire(import.meta.url)('dicomweb-client');
const parts = await new api.DICOMwebClient({ url }).retrieveStudy({ studyInstanceUID });
mkdirSync(folder, { recursive: true });
parts.forEach((part, index) => writeFileSync(join(folder, `${index}.dcm`), new Uint8Array(part)));
