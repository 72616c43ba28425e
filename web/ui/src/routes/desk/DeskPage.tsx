import '../../styles/desk.css';
import './texts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isInCall, isOffer, phaseOf, useDesk } from '../../state/desk';
import { ApplicantPanel } from './ApplicantPanel';
import { IdleView } from './IdleView';
import { ShiftStart } from './ShiftStart';
import { SidePanel } from './SidePanel';
import { TicketPanel } from './TicketPanel';

/** What a supervisor hears is not on this desk but in the hall. */
function Watching() {
  const { t } = useTranslation();
  return (
    <div className="hero">
      <div className="hero-card">
        <h1 className="hero-title">{t('supervision.title')}</h1>
        <p className="muted">{t('supervision.lead')}</p>
        <Link to="/hall" className="btn btn-primary btn-large">
          <span>{t('nav.hall')}</span>
        </Link>
      </div>
    </div>
  );
}

export function DeskPage() {
  const { t } = useTranslation();
  const desk = useDesk((store) => store.desk);
  if (!desk) {
    return (
      <p className="page muted" role="status">
        {t('app.loading')}
      </p>
    );
  }
  const phase = phaseOf(desk);
  if (phase === 'joining' || phase === 'supervising') return <Watching />;
  if (isInCall(phase) || isOffer(phase) || (phase === 'wrap_up' && desk.call)) {
    return (
      <div className="desk">
        <ApplicantPanel desk={desk} key={`applicant-${desk.call?.id}`} />
        <TicketPanel desk={desk} key={`ticket-${desk.call?.id}`} />
        <SidePanel desk={desk} key={`side-${desk.call?.id}`} />
      </div>
    );
  }
  return phase === 'offline' ? <ShiftStart desk={desk} /> : <IdleView desk={desk} phase={phase} />;
}
