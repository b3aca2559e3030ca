// What a contact point looks like from outside: one address, plain or with mutual TLS, behind it FHIR and DICOMweb.

// The configuration of nginx.
export function frontsConfiguration({ state, certificates, orthancPort, latinPort, r4Port, r5Port, plainPort, mutualPort }) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${state}/nginx-${name};`).join(' ');
  const fhir = (path, upstream) => `
    location /${path}/ {
      proxy_pass http://${upstream}/;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Prefix /${path};
    }`;
  const places = `${fhir('fhir', 'r4')}${fhir('fhir-r5', 'r5')}
    location /dicom-web/ {
      proxy_pass http://orthanc;
      proxy_set_header Host $http_host;
      proxy_set_header Forwarded "host=$http_host;proto=$scheme";
    }
    location /latin/dicom-web/ {
      proxy_pass http://latin/dicom-web/;
      proxy_set_header Host $http_host;
    }`;
  // Orthanc converts what is not asked for as it is kept, and ends a body without a word where it cannot.
  const converted = `
    location /converted/ {
      proxy_pass http://orthanc/;
      proxy_set_header Host $http_host;
      proxy_set_header Accept 'multipart/related; type="application/dicom"';
    }`;
  return `pid ${state}/nginx.pid;
daemon off;
worker_processes 1;
error_log ${state}/nginx.log warn;
events {}
http {
  access_log off;
  ${temporary}
  keepalive_requests 100000;
  gzip on; gzip_proxied any; gzip_types application/fhir+json application/dicom+json;
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_buffering off;
  upstream orthanc { server 127.0.0.1:${orthancPort}; keepalive 8; }
  upstream latin { server 127.0.0.1:${latinPort}; keepalive 8; }
  upstream r4 { server 127.0.0.1:${r4Port}; keepalive 8; }
  upstream r5 { server 127.0.0.1:${r5Port}; keepalive 8; }
  server {
    listen 127.0.0.1:${plainPort};${places}${converted}
  }
  server {
    listen 127.0.0.1:${mutualPort} ssl http2;
    ssl_certificate ${certificates.server};
    ssl_certificate_key ${certificates.serverKey};
    ssl_client_certificate ${certificates.clientAuthority};
    ssl_verify_client on;${places}
  }
}
`;
}
