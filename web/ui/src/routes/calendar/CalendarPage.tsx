import { useQuery } from '@tanstack/react-query';
import { Link, useRouteContext, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { addTexts } from '../../i18n';
import texts from '../../i18n/calendar.json';
import '../../styles/calendar.css';
import type { CalendarSearch } from '../../router';
import { type Calendar, calendarQuery } from '../../state/calendar';
import { formatDateTime } from '../../ui/format';
import { Alert, Panel } from '../../ui/kit';
import { Loading } from '../../ui/states';
import { FeastsPanel } from './FeastsPanel';
import { ProposalView } from './ProposalView';
import { RulesView } from './RulesView';
import { TargetsView } from './TargetsView';
import { YearView } from './YearView';

addTexts(texts);

const TABS = ['year', 'rules', 'proposal', 'targets', 'changes'] as const;

/** Everybody reads the calendar, an administrator changes it. What is looked at stands in the address. */
export function CalendarPage() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: '/shell' });
  const search = useSearch({ from: '/shell/calendar' });
  const calendar = useQuery(calendarQuery(search.year));
  const edits = session.role === 'administrator';
  const tab = search.tab ?? 'year';
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('calendar.title')}</h1>
        <p className="muted">{t('calendar.lead')}</p>
      </header>
      <nav className="tabs" aria-label={t('calendar.tabs')}>
        {TABS.map((name) => (
          <Link
            key={name}
            to="/calendar"
            search={{ ...search, tab: name === 'year' ? undefined : name }}
            className="tab"
            {...(name === tab && { 'data-selected': true, 'aria-current': 'page' })}
            data-testid={`tab-${name}`}
          >
            {t(`calendar.tab_${name}`)}
          </Link>
        ))}
      </nav>
      {calendar.error && <Alert tone="danger">{wordsOf(calendar.error)}</Alert>}
      {calendar.isPending && <Loading />}
      {calendar.data && <Tab tab={tab} search={search} calendar={calendar.data} edits={edits} />}
    </div>
  );
}

interface TabProps {
  tab: (typeof TABS)[number];
  search: CalendarSearch;
  calendar: Calendar;
  edits: boolean;
}

function Tab({ tab, search, calendar, edits }: TabProps) {
  switch (tab) {
    case 'year':
      return <YearView calendar={calendar} search={search} edits={edits} />;
    case 'rules':
      return <RulesView calendar={calendar} edits={edits} />;
    case 'proposal':
      return (
        <>
          <ProposalView calendar={calendar} search={search} edits={edits} />
          <FeastsPanel calendar={calendar} edits={edits} />
        </>
      );
    case 'targets':
      return <TargetsView edits={edits} />;
    case 'changes':
      return <Changes calendar={calendar} />;
  }
}

function Changes({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('calendar.tab_changes')}>
      {calendar.changes.length === 0 && <p className="muted">{t('calendar.changes_none')}</p>}
      <ul className="calendar-list">
        {calendar.changes.map((change) => (
          <li key={change.at}>
            <strong>{change.summary}</strong>
            <span>{change.reason}</span>
            <span className="muted small">
              {t('calendar.by', { author: change.author, at: formatDateTime(change.at) })}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
