// What an agent has on every page: the push, the phone and the call bar.
import './texts';
import '../../styles/callbar.css';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../api/client';
import { troubles, useDesk } from '../../state/desk';
import { goLive } from '../../state/live';
import { sessionEnded } from '../../state/session';
import { Alert } from '../../ui/kit';
import { CallBar } from './CallBar';
import { useLiveDesk } from './useLiveDesk';

export function AgentLive({ session }: { session: Session }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const link = useDesk((store) => store.link);
  const lacking = useDesk((store) => store.lacking);
  useEffect(
    () =>
      goLive(session, () => {
        sessionEnded();
        void navigate({ to: '/login' });
      }),
    [session, navigate],
  );
  useLiveDesk();
  return (
    <>
      {link === 'lost' && (
        <div className="page-banner">
          <Alert tone="warning" data-testid="link-lost">
            {t('link.lost')}
          </Alert>
        </div>
      )}
      {link === 'up' &&
        troubles(lacking).map((part) => (
          <div className="page-banner" key={part}>
            <Alert tone="danger" data-testid={`trouble-${part}`}>
              {t(`trouble.${part}`)}
            </Alert>
          </div>
        ))}
      <CallBar />
    </>
  );
}
