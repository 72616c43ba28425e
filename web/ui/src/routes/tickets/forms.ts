// What each act asks for, and the request that its form becomes. Classification has a form of its own.
import i18next from 'i18next';
import type { ActName, Classes, CodeName, TicketAct, TicketDetail, TicketNotice } from '../../api/client';
import { kyivInstant, kyivLocal } from '../../ui/kyiv';

export type Form = Record<string, string>;

export interface FieldSpec {
  name: string;
  /** Key of the label under field., when it is not the name. */
  label?: string;
  kind: 'line' | 'text' | 'choice' | 'date' | 'hours';
  optional?: boolean | ((detail: TicketDetail) => boolean);
  /** Left empty, it stays as the ticket has it. */
  stays?: boolean;
  options?: (classes: Classes, detail: TicketDetail) => CodeName[];
  /** For the applicant: a ready answer may be put in. */
  answers?: boolean;
  /** Shown only then. */
  when?: (form: Form, detail: TicketDetail) => boolean;
}

const reason: FieldSpec = { name: 'reason', kind: 'text' };
const comment: FieldSpec = { name: 'reason', label: 'comment', kind: 'text', optional: true };
const process: FieldSpec = {
  name: 'process',
  kind: 'choice',
  optional: true,
  stays: true,
  options: (classes) => classes.processes,
};

/** МРГ's decision, when a wish is handed over to be made: needed for a recommendation that has none yet (3.3.2.2). */
const ofDecision = {
  when: (form: Form, detail: TicketDetail) => form.unit === 'technical' && detail.work.class?.type === 'feature',
  optional: ({ work }: TicketDetail) => work.class?.category !== 'low' || Boolean(work.decision),
};

/** Why a ticket is closed, when that needs words. */
const EXPLAINED = ['impossible', 'third_party_service', 'no_contact'];

export const FORMS: Record<Exclude<ActName, 'classify' | 'describe'>, FieldSpec[]> = {
  take: [],
  assign: [{ name: 'assignee', kind: 'choice' }, comment],
  request_info: [{ name: 'question', kind: 'text', answers: true }],
  postpone: [
    { name: 'ground', kind: 'choice', options: (classes) => classes.grounds },
    reason,
    { name: 'until', kind: 'date', optional: true },
  ],
  resume: [comment],
  escalate: [
    {
      name: 'service',
      kind: 'choice',
      options: (classes, detail) => classes.services.filter((one) => one.code !== detail.work.service),
    },
    reason,
  ],
  hand_over: [
    { name: 'unit', kind: 'choice', options: (classes) => classes.units },
    { name: 'responsible', kind: 'line', when: (form) => form.unit === 'mrg' },
    {
      name: 'responsible',
      label: 'responsible_other',
      kind: 'line',
      optional: true,
      when: (form) => form.unit === 'other',
    },
    { name: 'decision', kind: 'line', ...ofDecision },
    { name: 'decision_at', kind: 'date', ...ofDecision },
    {
      name: 'decision_agreed',
      kind: 'choice',
      options: () => [
        { code: 'yes', name: i18next.t('field.decision_yes') },
        { code: 'no', name: i18next.t('field.decision_no') },
      ],
      ...ofDecision,
    },
    { name: 'planned_release_at', kind: 'date', optional: true, when: (form) => form.unit === 'technical' },
    reason,
  ],
  plan_release: [{ name: 'planned_release_at', kind: 'date' }, comment],
  extend_term: [{ name: 'extension_minutes', label: 'extension_hours', kind: 'hours' }, reason],
  expedite: [reason],
  consult: [
    {
      name: 'category',
      kind: 'choice',
      options: (classes) =>
        (classes.types.find((one) => one.type === 'consultation')?.categories ?? []).map(({ category, name }) => ({
          code: category,
          name,
        })),
    },
    process,
    { name: 'text', label: 'consultation', kind: 'text', answers: true },
  ],
  resolve: [{ name: 'result', kind: 'text', answers: true }],
  close: [
    {
      name: 'close_reason',
      kind: 'choice',
      options: (classes, detail) =>
        classes.close_reasons.filter(
          ({ code }) =>
            code !== 'duplicate' &&
            (owedToClose(detail).length === 0 || code === 'no_contact') &&
            (detail.ticket.status !== 'handed_over' || code === `redirected_${detail.work.unit}`),
        ),
    },
    {
      name: 'ground',
      kind: 'choice',
      options: (classes) => classes.grounds,
      when: (form) => form.close_reason === 'impossible',
    },
    {
      name: 'responsible',
      kind: 'line',
      when: (form, detail) => form.close_reason === 'redirected_mrg' && !detail.work.responsible,
    },
    {
      name: 'text',
      kind: 'text',
      when: (form) => EXPLAINED.includes(form.close_reason ?? ''),
    },
    {
      name: 'text',
      label: 'comment',
      kind: 'text',
      optional: true,
      when: (form) => !EXPLAINED.includes(form.close_reason ?? ''),
    },
  ],
  reopen: [reason],
  mark_duplicate: [{ name: 'duplicate_of', kind: 'line' }, comment],
  restrict_access: [reason],
  lift_restriction: [reason],
  hold: [reason],
  release_hold: [reason],
};

/** The fields that are shown now. */
export const shownFields = (act: keyof typeof FORMS, form: Form, detail: TicketDetail) =>
  FORMS[act].filter((field) => field.when?.(form, detail) ?? true);

/** Whether a field may be left empty. */
export const isOptional = ({ optional }: FieldSpec, detail: TicketDetail) =>
  typeof optional === 'function' ? optional(detail) : optional === true;

const ENDS = ['handed_over', 'result'];

/** What the applicant must be told before the ticket can be closed (Regulation, Table 2). */
export const owedToClose = ({ work }: TicketDetail): TicketNotice[] =>
  work.notices.filter(
    ({ state, stage, about }) =>
      (state === 'owed' || state === 'queued') &&
      (stage === 'closing' || (!work.resolution.told_at && ENDS.includes(about))),
  );

/** What a form begins with: what the ticket has already. */
export function begun(act: ActName, detail: TicketDetail): Form {
  const { work } = detail;
  const form: Form = {};
  if (act === 'plan_release' && work.planned_release_at) form.planned_release_at = kyivLocal(work.planned_release_at);
  if (act === 'hand_over' && work.responsible) form.responsible = work.responsible;
  if (act === 'consult') {
    form.category = 'low';
    if (work.process) form.process = work.process;
  }
  if (act === 'close') form.close_reason = closeReason(detail);
  if (act === 'extend_term') form.extension_minutes = '4';
  return form;
}

function closeReason(detail: TicketDetail): string {
  const { ticket, work } = detail;
  if (owedToClose(detail).length > 0) return 'no_contact';
  if (ticket.status === 'handed_over') return work.unit === 'gbk' ? 'redirected_gbk' : 'redirected_mrg';
  return work.class?.type === 'consultation' ? 'consulted' : 'solved';
}

/** The request of a form; what is empty is left out, so that the server names what it misses. */
export function requestOf(act: keyof typeof FORMS, form: Form, detail: TicketDetail): Omit<TicketAct, 'version'> {
  const body: Record<string, unknown> = {};
  for (const { name, kind } of shownFields(act, form, detail)) {
    const value = (form[name] ?? '').trim();
    if (value === '') continue;
    if (kind === 'date') body[name] = kyivInstant(value);
    else if (kind === 'hours') body[name] = Math.round(Number(value.replace(',', '.')) * 60);
    else if (name === 'decision_agreed') body[name] = value === 'yes';
    else if (name === 'assignee') body[name] = Number(value);
    else body[name] = value;
  }
  if (act === 'expedite') body.expedited = !detail.work.expedited;
  return body;
}
