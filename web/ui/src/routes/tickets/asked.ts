import type { TFunction } from 'i18next';
import { readTicketSearch } from '../../state/tickets';
import { formatDay } from '../../ui/format';

interface Names {
  processes: { code: string; name: string }[];
  people: { id: number; name: string }[];
}

/** What a list was asked for, as the filters call it; query is the address's. */
export function askedWords(query: string, t: TFunction, { processes, people }: Names): string {
  const given = new URLSearchParams(query);
  const statuses = given.get('status')?.split(',') ?? [];
  const traits = given.get('only')?.split(',') ?? [];
  const search = readTicketSearch(Object.fromEntries(given));
  const day = (iso: string) => formatDay(`${iso}T12:00:00Z`);
  const list = search.list && search.list !== 'all' ? t(`tickets.${search.list}`) : t('export.everything');
  const words: (string | undefined)[] = [
    search.order ? `${list} (${lower(t(`tickets.order_${search.order}`))})` : list,
    search.service && t(`ticket_service.${search.service}`),
    statuses.map((one) => t(`ticket_status.${one}`)).join(', '),
    search.type && t(`ticket_type.${search.type}`),
    search.category && t(`ticket_category.${search.category}`),
    search.process && (processes.find((one) => one.code === search.process)?.name ?? t('export.other_process')),
    search.channel && `${lower(t('tickets.channel'))}: ${t(`channel.${search.channel}`)}`,
    search.unit && `${lower(t('tickets.unit'))}: ${t(`ticket_unit.${search.unit}`)}`,
    assigneeWords(search.assignee, t, people),
    ...traits.map((one) => (one === 'open' ? t('tickets.status_open') : t(`ticket_trait.${one}`))),
    search.from && t('export.from', { day: day(search.from) }),
    search.to && t('export.to', { day: day(search.to) }),
  ];
  return words.filter(Boolean).join(' · ');
}

const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

function assigneeWords(assignee: string | undefined, t: TFunction, people: Names['people']): string | undefined {
  if (!assignee || assignee === 'any') return undefined;
  if (assignee === 'me') return t('export.by_self');
  const name =
    assignee === 'none'
      ? t('tickets.assignee_none')
      : (people.find((one) => String(one.id) === assignee)?.name ?? t('export.somebody'));
  return `${lower(t('tickets.assignee'))}: ${name}`;
}
