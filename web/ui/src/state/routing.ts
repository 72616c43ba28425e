// Who is given whose call: skills, lines, numbers with priority, reasons of breaks. Changed by administrators.
import { queryOptions } from '@tanstack/react-query';
import { api, must } from '../api/client';
import type { components } from '../api/schema';
import { queries } from './session';

type Schemas = components['schemas'];
export type Routing = Schemas['Routing'];
export type Skill = Schemas['Skill'];
export type Dialled = Schemas['Dialled'];
export type PriorityCaller = Schemas['PriorityCaller'];
export type Duty = Schemas['Duty'];
export type Service = Schemas['Service'];

export const SERVICES: Service[] = ['information', 'organisation'];

export const routingQuery = queryOptions({
  queryKey: ['routing'],
  queryFn: () => must(api.GET('/api/v1/routing')),
});

/** Does what changes the rules, and shows what they are afterwards. */
export async function changing(change: Promise<unknown>): Promise<void> {
  await change;
  await queries.invalidateQueries({ queryKey: routingQuery.queryKey });
  await queries.invalidateQueries({ queryKey: ['breaks'] });
}

export const putSkill = (skill: string, body: Schemas['SkillRule']) =>
  changing(must(api.PUT('/api/v1/routing/skills/{skill}', { params: { path: { skill } }, body })));

export const dropSkill = (skill: string) =>
  changing(must(api.DELETE('/api/v1/routing/skills/{skill}', { params: { path: { skill } } })));

export const putBreak = (reason: string, body: Schemas['BreakRule']) =>
  changing(must(api.PUT('/api/v1/routing/breaks/{reason}', { params: { path: { reason } }, body })));

export const putDialled = (number: string, body: Schemas['DialledRule']) =>
  changing(must(api.PUT('/api/v1/routing/dialled/{number}', { params: { path: { number } }, body })));

export const dropDialled = (number: string) =>
  changing(must(api.DELETE('/api/v1/routing/dialled/{number}', { params: { path: { number } } })));

export const putCaller = (number: string, body: Schemas['CallerRule']) =>
  changing(must(api.PUT('/api/v1/routing/callers/{number}', { params: { path: { number } }, body })));

export const dropCaller = (number: string) =>
  changing(must(api.DELETE('/api/v1/routing/callers/{number}', { params: { path: { number } } })));

export const putDuty = (agentId: number, body: Schemas['DutyRule']) =>
  changing(must(api.PUT('/api/v1/routing/agents/{agentId}', { params: { path: { agentId } }, body })));
