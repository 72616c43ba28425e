// Files into the register.
import { queryOptions } from '@tanstack/react-query';
import { api, must } from '../api/client';
import type { components } from '../api/schema';

export type TicketImported = components['schemas']['TicketImported'];

export const importsQuery = queryOptions({
  queryKey: ['ticket-imports'],
  queryFn: () => must(api.GET('/api/v1/ticket-imports')),
});

/** Sends a file: with preview nothing is changed. */
export const sendImport = (file: File, preview: boolean): Promise<TicketImported> =>
  must(
    api.POST('/api/v1/ticket-imports', {
      params: { query: { name: file.name, preview } },
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file as unknown as string, // the contract's binary; sent as it is
      bodySerializer: (body) => body as unknown as BodyInit,
    }),
  );

/** The address of an empty file. */
export const templateAddress = (format: 'csv' | 'xlsx', applicants: boolean): string =>
  `/api/v1/ticket-import-templates/${format}${applicants ? '?applicants=true' : ''}`;
