// Keys and certificates for the mutual TLS front, made anew for each start with openssl.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Paths of PEM files: the authority that signed the server, the server's certificate and key, the authority of
// clients, a client that is let in, and a stranger who is not (each certificate and key in one file). client.p12 holds
// the client again as PKCS#12 under `passphrase`.
export function makeCertificates(folder) {
  mkdirSync(folder, { mode: 0o700 });
  const at = (name) => join(folder, name);
  const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

  const root = (name, commonName) =>
    openssl('req', '-x509', ...key, '-days', '30', '-subj', `/CN=${commonName}`, '-keyout', `${name}.key`, '-out', `${name}.crt`,
      '-addext', 'keyUsage=critical,keyCertSign,cRLSign');
  const leaf = (name, issuer, commonName, extensions) => {
    writeFileSync(at(`${name}.ext`), extensions);
    openssl('req', ...key, '-subj', `/CN=${commonName}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    openssl('x509', '-req', '-days', '30', '-in', `${name}.csr`, '-CA', `${issuer}.crt`, '-CAkey', `${issuer}.key`,
      '-CAcreateserial', '-extfile', `${name}.ext`, '-out', `${name}.crt`);
    writeFileSync(at(`${name}.pem`), readFileSync(at(`${name}.crt`), 'utf8') + readFileSync(at(`${name}.key`), 'utf8'));
  };

  root('authority', 'Peers authority');
  root('client-authority', 'Peers client authority');
  root('strange-authority', 'Another authority');
  leaf('server', 'authority', 'localhost', 'extendedKeyUsage=serverAuth\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n');
  leaf('client', 'client-authority', 'workstation', 'extendedKeyUsage=clientAuth\n');
  leaf('stranger', 'strange-authority', 'stranger', 'extendedKeyUsage=clientAuth\n');
  const passphrase = 'passphrase';
  openssl('pkcs12', '-export', '-in', 'client.pem', '-out', 'client.p12', '-passout', `pass:${passphrase}`);

  return {
    authority: at('authority.crt'), clientAuthority: at('client-authority.crt'),
    server: at('server.crt'), serverKey: at('server.key'),
    client: at('client.pem'), stranger: at('stranger.pem'), clientPkcs12: at('client.p12'), passphrase,
  };
}
