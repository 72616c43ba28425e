import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Desk } from '../../api/client';
import { TicketHistory } from '../TicketHistory';

const ASK = ['page', 'browser', 'steps', 'who', 'files'] as const;
const REFRESH_MS = 15_000;

/** What to ask (Regulation 4.4, 4.5), and what is already known of the ticket. */
export function SidePanel({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  return (
    <section className="panel side" aria-label={t('side.title')}>
      <Tabs>
        <TabList className="tabs" aria-label={t('side.title')}>
          <Tab id="script" className="tab">
            {t('side.script')}
          </Tab>
          <Tab id="history" className="tab" data-testid="tab-history">
            {t('side.history')}
          </Tab>
        </TabList>
        <TabPanel id="script" className="tab-panel">
          <Script name={desk.agent.name} />
        </TabPanel>
        <TabPanel id="history" className="tab-panel">
          {desk.ticket ? (
            <TicketHistory ticketId={desk.ticket.id} everyMs={REFRESH_MS} />
          ) : (
            <p className="muted">{t('side.history_empty')}</p>
          )}
        </TabPanel>
      </Tabs>
    </section>
  );
}

function Script({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <div className="script">
      <h3 className="sub-title">{t('side.greet')}</h3>
      <p>{t('side.greet_text', { name })}</p>
      <h3 className="sub-title">{t('side.ask')}</h3>
      <ol className="ask">
        {ASK.map((item) => (
          <li key={item}>{t(`side.ask_${item}`)}</li>
        ))}
      </ol>
      <h3 className="sub-title">{t('side.feature')}</h3>
      <p>{t('side.feature_text')}</p>
      <h3 className="sub-title">{t('side.close')}</h3>
      <p>{t('side.close_text')}</p>
    </div>
  );
}
