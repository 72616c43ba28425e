import '../../styles/hall.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type HallAgent, wordsOf } from '../../api/client';
import { useDesk } from '../../state/desk';
import { hallQuery } from '../../state/hall';
import { Icon } from '../../ui/icons';
import { Alert } from '../../ui/kit';
import { Loading } from '../../ui/states';
import { HallAgents } from './HallAgents';
import { HallLines } from './HallLines';
import { StateDialog } from './StateDialog';
import { SuperviseDialog } from './SuperviseDialog';

export function HallPage() {
  const { t } = useTranslation();
  const hall = useQuery(hallQuery);
  const me = useDesk((store) => store.desk?.agent);
  const [chosen, setChosen] = useState<HallAgent>();
  const [ordered, setOrdered] = useState<HallAgent>();
  const agents = hall.data?.agents.filter((agent) => !agent.supervisor) ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('hall.title')}</h1>
        {hall.data && <HallNumbers agents={agents} waiting={hall.data.waiting.length} />}
      </header>
      {me?.state === 'offline' && (
        <Alert
          tone="info"
          data-testid="hall-no-phone"
          action={
            <Link to="/desk" className="btn btn-primary btn-small">
              <Icon name="headset" size={16} />
              <span>{t('hall.connect')}</span>
            </Link>
          }
        >
          {t('hall.no_phone')}
        </Alert>
      )}
      {hall.error && <Alert tone="danger">{wordsOf(hall.error)}</Alert>}
      {hall.isPending && <Loading />}
      {hall.data && (
        <div className="hall">
          <HallAgents agents={agents} onSupervise={setChosen} onState={setOrdered} />
          <HallLines calls={hall.data.waiting} />
        </div>
      )}
      {chosen?.call && <SuperviseDialog agent={chosen} call={chosen.call} onClose={() => setChosen(undefined)} />}
      {ordered && <StateDialog agent={ordered} onClose={() => setOrdered(undefined)} />}
    </div>
  );
}

function HallNumbers({ agents, waiting }: { agents: HallAgent[]; waiting: number }) {
  const { t } = useTranslation();
  const count = (...states: HallAgent['state'][]) => agents.filter((agent) => states.includes(agent.state)).length;
  const numbers: [string, number][] = [
    ['waiting', waiting],
    ['talking', count('on_call')],
    ['free', count('available')],
    ['resting', count('break', 'wrap_up')],
  ];
  return (
    <dl className="hall-numbers">
      {numbers.map(([key, value]) => (
        <div key={key}>
          <dt>{t(`hall.${key}`)}</dt>
          <dd data-testid={`hall-${key}`}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
