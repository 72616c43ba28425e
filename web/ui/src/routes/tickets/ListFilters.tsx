import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assigneesQuery, classesQuery } from '../../state/ticket';
import {
  CATEGORIES,
  CHANNELS,
  ORDERS,
  readTicketSearch,
  SERVICES,
  STATUSES,
  type TicketSearch,
  TRAITS,
  TYPES,
  UNITS,
} from '../../state/tickets';
import { Choice } from '../../ui/choice';
import { Button, Field } from '../../ui/kit';

const ANY = 'any';

/** Each choice goes into the address at once; asked is what stands there, search what it means. */
export function ListFilters({ asked, search }: { asked: TicketSearch; search: TicketSearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { list, service: _, ...conditions } = asked;
  const set = Object.values(conditions).filter((value) => value !== undefined).length;
  const [open, setOpen] = useState(set > 0);
  const go = (change: Record<string, string | undefined>) =>
    void navigate({ to: '/tickets', search: readTicketSearch({ ...asked, ...change }), replace: true });
  return (
    <section className="panel list-filters" aria-label={t('tickets.filters')}>
      <div className="filters">
        <Choice
          label={t('tickets.service')}
          value={search.service ?? ANY}
          onChange={(service) => go({ service })}
          options={[
            [ANY, t('tickets.service_any')],
            ...SERVICES.map((one): Option => [one, t(`ticket_service.${one}`)]),
          ]}
          data-testid="filter-service"
        />
        {list !== 'owed' && (
          <div className="filters-buttons list-filter-buttons">
            <Button
              size="small"
              tone="quiet"
              icon="down"
              aria-expanded={open}
              onPress={() => setOpen(!open)}
              data-testid="filters-open"
            >
              {set > 0 ? t('tickets.filters_set', { count: set }) : t('tickets.filters')}
            </Button>
            {set > 0 && (
              <Button
                size="small"
                tone="quiet"
                onPress={() => void navigate({ to: '/tickets', search: { list, service: asked.service } })}
              >
                {t('tickets.clear')}
              </Button>
            )}
          </div>
        )}
      </div>
      {open && list !== 'owed' && <Conditions asked={asked} go={go} />}
    </section>
  );
}

type Option = [string, string];

function Conditions({ asked, go }: { asked: TicketSearch; go(change: Record<string, string | undefined>): void }) {
  const { t } = useTranslation();
  const classes = useQuery(classesQuery).data;
  const people = useQuery(assigneesQuery).data ?? [];
  const any: Option = [ANY, t('tickets.any')];
  const choices: [name: keyof TicketSearch & string, label: string, options: Option[]][] = [
    [
      'status',
      t('tickets.status'),
      [any, ['open', t('tickets.status_open')], ...STATUSES.map((one): Option => [one, t(`ticket_status.${one}`)])],
    ],
    ['type', t('tickets.type'), [any, ...TYPES.map((one): Option => [one, t(`ticket_type.${one}`)])]],
    ['category', t('tickets.category'), [any, ...CATEGORIES.map((one): Option => [one, t(`ticket_category.${one}`)])]],
    ['process', t('tickets.process'), [any, ...(classes?.processes ?? []).map((one): Option => [one.code, one.name])]],
    ['channel', t('tickets.channel'), [any, ...CHANNELS.map((one): Option => [one, t(`channel.${one}`)])]],
    ['unit', t('tickets.unit'), [any, ...UNITS.map((one): Option => [one, t(`ticket_unit.${one}`)])]],
    [
      'only',
      t('tickets.only'),
      [[ANY, t('tickets.only_any')], ...TRAITS.map((one): Option => [one, t(`ticket_trait.${one}`)])],
    ],
  ];
  return (
    <div className="filters list-conditions">
      {choices.map(([name, label, options]) => (
        <Choice
          key={name}
          label={label}
          value={asked[name] ?? ANY}
          onChange={(value) => go({ [name]: value === ANY ? undefined : value })}
          options={options}
          data-testid={`filter-${name}`}
        />
      ))}
      <Choice
        label={t('tickets.assignee')}
        value={asked.assignee ?? 'own'}
        onChange={(value) => go({ assignee: value === 'own' ? undefined : value })}
        options={[
          ['own', t('tickets.order_own')],
          [ANY, t('tickets.any')],
          ['me', t('tickets.assignee_me')],
          ['none', t('tickets.assignee_none')],
          ...people.map((one): Option => [String(one.id), one.name]),
        ]}
        data-testid="filter-assignee"
      />
      <Choice
        label={t('tickets.order')}
        value={asked.order ?? 'own'}
        onChange={(value) => go({ order: value === 'own' ? undefined : value })}
        options={[['own', t('tickets.order_own')], ...ORDERS.map((one): Option => [one, t(`tickets.order_${one}`)])]}
        data-testid="filter-order"
      />
      <Field
        label={t('tickets.from')}
        type="date"
        value={asked.from ?? ''}
        onChange={(from) => go({ from: from || undefined })}
        data-testid="filter-from"
      />
      <Field
        label={t('tickets.to')}
        type="date"
        value={asked.to ?? ''}
        onChange={(to) => go({ to: to || undefined })}
        data-testid="filter-to"
      />
    </div>
  );
}
