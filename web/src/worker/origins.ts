import type { ByteSource } from '../engine/byte-source';
import type { Engine } from '../engine/engine';
import { GradletError, messageOf } from '../engine/errors';
import { findRoles, type FileRole, type RoleFiles } from '../engine/file-roles';
import { mnistHashes, mnistNames } from '../engine/mnist';
import type { DataOrigin } from './data-store';

/** MNIST from a folder of a server. */
export function serverOrigin(baseUrl: string): DataOrigin {
  return {
    source: 'server',
    hashes: mnistHashes,
    early: true,
    async open(signal) {
      const roles = Object.keys(mnistNames) as FileRole[];
      // All are asked for at once: their sizes are known early, their bytes come when they are read.
      const files = await Promise.all(
        roles.map(
          async (role) => [role, await fetched(baseUrl, mnistNames[role], signal)] as const,
        ),
      );
      return Object.fromEntries(files) as RoleFiles;
    },
  };
}

/** Files of the user. */
export function fileOrigin(files: readonly File[], idxKind: Engine['idxKind']): DataOrigin {
  return {
    source: files.map((file) => file.name).join(', '),
    early: false,
    open: () => findRoles(files.map(fileSource), idxKind),
  };
}

function fileSource(file: File): ByteSource {
  return { name: file.name, size: file.size, open: () => Promise.resolve(file.stream()) };
}

async function fetched(baseUrl: string, name: string, signal: AbortSignal): Promise<ByteSource> {
  const url = new URL(name, baseUrl).href;
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    throw new GradletError(`[${name}] expected it at ${url}, found: ${messageOf(error)}`);
  }
  if (!response.ok || !response.body) {
    throw new GradletError(`[${name}] expected it at ${url}, found HTTP status ${response.status}`);
  }
  const { body, headers } = response;
  // A length of what was sent says nothing of what the browser makes of it.
  const asSent = headers.get('Content-Encoding') === null;
  return {
    name,
    size: asSent ? Number(headers.get('Content-Length')) : 0,
    open: () => Promise.resolve(body),
  };
}
