// The one way to the server: typed by src/api/schema.d.ts, which is generated from web/openapi.yaml.
import createClient from 'openapi-fetch';
import type { components, paths } from './schema';

type Schemas = components['schemas'];
export type Session = Schemas['Session'];
export type Desk = Schemas['Desk'];
export type DeskAgent = Schemas['DeskAgent'];
export type DeskCall = Schemas['DeskCall'];
export type DeskTicket = Schemas['DeskTicket'];
export type Draft = Schemas['Draft'];
export type CallerCard = Schemas['CallerCard'];
export type Applicant = Schemas['Applicant'];
export type ApplicantChoice = Schemas['ApplicantChoice'];
export type Colleague = Schemas['Colleague'];
export type CallAction = Schemas['CallAction'];
export type CallSummary = Schemas['CallSummary'];
export type CallDetail = Schemas['CallDetail'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type Recording = Schemas['Recording'];
export type ListenStarted = Schemas['ListenStarted'];
export type Peaks = Schemas['Peaks'];
export type HistoryEntry = Schemas['HistoryEntry'];
export type TicketSummary = Schemas['TicketSummary'];
export type TicketDetail = Schemas['TicketDetail'];
export type TicketWork = Schemas['TicketWork'];
export type TicketClock = Schemas['TicketClock'];
export type TicketNotice = Schemas['TicketNotice'];
export type TicketAct = Schemas['TicketAct'];
export type ActName = Schemas['ActName'];
export type TicketType = Schemas['TicketType'];
export type TicketCategory = Schemas['TicketCategory'];
export type TicketContent = Schemas['TicketContent'];
export type Classes = Schemas['Classes'];
export type CodeName = Schemas['CodeName'];
export type NewTicket = Schemas['NewTicket'];
export type PhoneAccount = Schemas['PhoneAccount'];
export type BreakReason = Schemas['BreakReason'];
export type AgentStateChange = Schemas['AgentStateChange'];
export type WrapUp = Schemas['WrapUp'];
export type Disposition = Schemas['Disposition'];
export type EndReason = Schemas['EndReason'];
export type Hall = Schemas['Hall'];
export type HallAgent = Schemas['HallAgent'];
export type HallCall = Schemas['HallCall'];
export type SupervisionMode = Schemas['SupervisionMode'];
export type SearchPage = Schemas['SearchPage'];
export type SearchHit = Schemas['SearchHit'];
export type ServerFrame = Schemas['ServerFrame'];
export type ClientFrame = Schemas['ClientFrame'];

export const api = createClient<paths>({ baseUrl: '/' });

/** What the server refused, in the words it has for people (RFC 9457). Code is "network" when it was not reached. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;

  constructor(problem: {
    status: number;
    code: string;
    title: string;
    detail?: string;
    fields?: Record<string, string>;
  }) {
    super(problem.detail || problem.title);
    this.name = 'ProblemError';
    this.status = problem.status;
    this.code = problem.code;
    this.fields = problem.fields ?? {};
  }
}

const unreachable = () =>
  new ProblemError({
    status: 0,
    code: 'network',
    title: 'Сервер не відповідає. Перевірте звʼязок і спробуйте ще раз.',
  });

/** Resolves to the data of an answer or throws a ProblemError; an answer that is no problem document is worded here. */
export async function must<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let result: { data?: T; error?: unknown; response: Response };
  try {
    result = await answer;
  } catch {
    throw unreachable();
  }
  if (result.response.ok) return result.data as T;
  const { status } = result.response;
  const body = result.error;
  if (typeof body === 'object' && body !== null && 'code' in body && 'title' in body) {
    throw new ProblemError({ ...(body as ConstructorParameters<typeof ProblemError>[0]), status });
  }
  if (status >= 502 && status <= 504) throw unreachable();
  throw new ProblemError({ status, code: 'unknown', title: `Сервер відповів помилкою ${status}. Спробуйте ще раз.` });
}

/** The words to show for whatever was thrown. */
export const wordsOf = (error: unknown): string =>
  error instanceof ProblemError ? error.message : 'Щось пішло не так. Спробуйте ще раз.';
