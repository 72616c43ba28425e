// The cards of applicants: what the server gives of them, and what is asked of it.
import { api, must } from '../api/client';
import type { components } from '../api/schema';
import { queries } from './session';

type Schemas = components['schemas'];
export type Applicant = Schemas['Applicant'];
export type ApplicantCard = Schemas['ApplicantCard'];
export type ApplicantEdit = Schemas['ApplicantEdit'];
export type ApplicantMerging = Schemas['ApplicantMerging'];
export type Contact = Schemas['ApplicantContact'];
export type ContactKind = Schemas['ContactKind'];

export const findQuery = (q: string) => ({
  queryKey: ['applicants', q],
  queryFn: () => must(api.GET('/api/v1/applicants', { params: { query: { q } } })),
  enabled: q.trim().length >= 2,
});

export const cardQuery = (applicantId: number) => ({
  queryKey: ['applicant', applicantId],
  queryFn: () => must(api.GET('/api/v1/applicants/{applicantId}', { params: { path: { applicantId } } })),
});

export const mergingQuery = (applicantId: number, source: number) => ({
  queryKey: ['applicant', applicantId, 'merging', source],
  queryFn: () =>
    must(api.GET('/api/v1/applicants/{applicantId}/merging', { params: { path: { applicantId }, query: { source } } })),
});

/** Something of a card is another now: whatever is shown of any card is read again. */
const changed = () =>
  Promise.all([
    queries.invalidateQueries({ queryKey: ['applicant'] }),
    queries.invalidateQueries({ queryKey: ['applicants'] }),
  ]);

async function asked<T>(answer: Promise<T>): Promise<T> {
  const result = await answer;
  await changed();
  return result;
}

const of = (applicantId: number) => ({ path: { applicantId } });

export const editApplicant = (id: number, body: ApplicantEdit) =>
  asked(must(api.PUT('/api/v1/applicants/{applicantId}', { params: of(id), body })));

export const putContact = (id: number, kind: ContactKind, value: string, shared: boolean) =>
  asked(must(api.PUT('/api/v1/applicants/{applicantId}/contacts', { params: of(id), body: { kind, value, shared } })));

export const dropContact = (id: number, kind: ContactKind, value: string) =>
  asked(
    must(api.DELETE('/api/v1/applicants/{applicantId}/contacts', { params: { ...of(id), query: { kind, value } } })),
  );

export const mergeInto = (id: number, source: number, reason: string) =>
  asked(
    must(api.POST('/api/v1/applicants/{applicantId}/merges', { params: of(id), body: { source_id: source, reason } })),
  );

export const undoMerge = (applicantId: number, mergeId: number, reason: string) =>
  asked(
    must(
      api.POST('/api/v1/applicants/{applicantId}/merges/{mergeId}/undo', {
        params: { path: { applicantId, mergeId } },
        body: { reason },
      }),
    ),
  );

export const restrict = (id: number, on: boolean, reason: string) =>
  asked(must(api.PUT('/api/v1/applicants/{applicantId}/restriction', { params: of(id), body: { on, reason } })));

export const hold = (id: number, on: boolean, reason: string) =>
  asked(must(api.PUT('/api/v1/applicants/{applicantId}/hold', { params: of(id), body: { on, reason } })));
