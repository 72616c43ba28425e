import './texts';
import '../../styles/downtime.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useRouteContext, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { Icon } from '../../ui/icons';
import { Alert, Button } from '../../ui/kit';
import { Empty, Loading } from '../../ui/states';
import { DowntimeCard } from './DowntimeCard';
import { DowntimeDialog } from './DowntimeDialog';
import { type Downtime, type DowntimeKind, downtimesQuery, serverNow } from './downtimes';
import { RulesTab } from './RulesTab';

export type DowntimeTab = 'register' | 'rules';
const TABS: DowntimeTab[] = ['register', 'rules'];

/** The register of downtimes: what runs, what is to come, what was (Regulation 1, 3.2.4). */
export function DowntimePage() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: '/shell' });
  const { tab = 'register' } = useSearch({ from: '/shell/downtime' });
  const [entered, setEntered] = useState<DowntimeKind>();
  const list = useQuery(downtimesQuery);
  const mayEdit = session.role !== 'agent';
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('downtime.title')}</h1>
        {mayEdit && tab === 'register' && (
          <div className="row">
            <Button
              icon="works"
              onPress={() => setEntered('planned')}
              isDisabled={!list.data}
              data-testid="add-planned"
            >
              {t('downtime.add_planned')}
            </Button>
            <Button
              tone="danger"
              icon="alert"
              onPress={() => setEntered('emergency')}
              isDisabled={!list.data}
              data-testid="add-emergency"
            >
              {t('downtime.add_emergency')}
            </Button>
          </div>
        )}
      </header>
      <nav className="tabs" aria-label={t('downtime.title')}>
        {TABS.map((name) => (
          <Link
            key={name}
            to="/downtime"
            search={name === 'register' ? {} : { tab: name }}
            className="tab"
            {...(name === tab ? { 'data-selected': true, 'aria-current': 'page' as const } : {})}
            data-testid={`tab-${name}`}
          >
            {t(`downtime.tab_${name}`)}
          </Link>
        ))}
      </nav>
      {tab === 'rules' ? <RulesTab mayEdit={session.role === 'administrator'} /> : <Register mayEdit={mayEdit} />}
      {entered && list.data && (
        <DowntimeDialog
          kind={entered}
          begins={serverNow(list.data, list.dataUpdatedAt)}
          onClose={() => setEntered(undefined)}
        />
      )}
    </div>
  );
}

function Register({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const list = useQuery(downtimesQuery);
  if (list.isPending) return <Loading />;
  if (list.error) return <Alert tone="danger">{wordsOf(list.error)}</Alert>;
  const all = list.data.downtimes;
  const groups: [string, Downtime[]][] = [
    ['now', all.filter(({ state }) => state === 'running')],
    // What comes next is read first.
    ['ahead', all.filter(({ state }) => state === 'draft' || state === 'approved').reverse()],
    ['past', all.filter(({ state }) => state === 'done' || state === 'cancelled')],
  ];
  if (all.length === 0) return <Empty icon="check" title={t('downtime.none')} lead={t('downtime.none_lead')} />;
  return groups
    .filter(([name, some]) => some.length > 0 || name === 'now')
    .map(([name, some]) => (
      <section key={name} className="stack-small" data-testid={`downtimes-${name}`}>
        <h2 className="group-title">{t(`downtime.${name}`)}</h2>
        {some.length === 0 && (
          <p className="with-icon text-good">
            <Icon name="check" size={18} />
            {t('downtime.all_well')}
          </p>
        )}
        <ul className="downtimes">
          {some.map((downtime) => (
            <li key={downtime.id}>
              <DowntimeCard downtime={downtime} mayEdit={mayEdit} />
            </li>
          ))}
        </ul>
      </section>
    ));
}
