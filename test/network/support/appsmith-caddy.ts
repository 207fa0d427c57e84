import { serverCertificate } from '../../../scripts/certificates.ts';
import type { ProgramOptions } from '../../support/lab/program.ts';
import { addressesOf } from './hosts.ts';

export const [CADDY] = addressesOf(13);

/**
 * Caddy as Appsmith's container sets it up: the editor's files, `/info` from a file, the API to the backend, and its
 * own errors as plain text.
 * @param domain the custom domain, which brings https and the redirect to it; without, it has port 80 alone
 * @param backend socket of Appsmith's server
 */
export async function appsmithCaddy(
  domain: string | undefined,
  backend: string,
): Promise<Omit<ProgramOptions, 'launcher'>> {
  const { cert, key } = await serverCertificate(domain ?? 'unused.example.com');
  const caddyfile = `
{
	admin off
	skip_install_trust
}
${domain ?? ':80'} {
	bind ${CADDY}
	${domain === undefined ? '' : 'tls {folder}/fullchain.pem {folder}/privkey.pem'}
	header -Server
	header Content-Security-Policy "frame-ancestors 'self' *"
	header X-Content-Type-Options nosniff
	request_body {
		max_size 150MB
	}
	root * {folder}/editor
	@file_exists file
	handle @file_exists {
		file_server {
			disable_canonical_uris
		}
	}
	handle {
		root * {folder}/www
		try_files /loading.html /index.html
		file_server
	}
	handle /info {
		root * {folder}
		rewrite * /info.json
		file_server
	}
	@backend path /api/* /oauth2/* /login/*
	handle @backend {
		reverse_proxy unix/${backend} {
			header_up -Forwarded
			header_up X-Sni {http.request.tls.server_name}
			header_up X-Alpn {http.request.tls.proto}
		}
	}
	handle_errors {
		respond "{err.status_code} {err.status_text}" {err.status_code}
	}
}
`;
  return {
    files: {
      Caddyfile: caddyfile,
      'fullchain.pem': cert,
      'privkey.pem': key,
      'info.json': JSON.stringify({ version: 'v1.66', imageBuiltAt: '2026-05-12T08:30:00Z' }),
      'editor/index.html': '<title>Appsmith</title><div id="root"></div>',
      'www/loading.html': '<title>Appsmith</title><p>Appsmith is starting.</p>',
    },
    command: ['caddy', 'run', '--config', '{folder}/Caddyfile', '--adapter', 'caddyfile'],
    ports: [domain === undefined ? `${CADDY}:80` : `${CADDY}:443`],
  };
}
