// What stands around every page: navigation, the state of the link, and for an agent the call bar.
import { Outlet, useNavigate, useRouteContext } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, must } from '../api/client';
import { troubles, useDesk } from '../state/desk';
import { hasDesk, sessionEnded } from '../state/session';
import { Icon, Mark } from '../ui/icons';
import { Button } from '../ui/kit';
import { useShortcuts } from '../ui/shortcuts';
import { Nav } from './Nav';

const OutageBanner = lazy(() => import('./downtime/OutageBanner').then((module) => ({ default: module.OutageBanner })));
const AgentLive = lazy(() => import('./desk/AgentLive').then((module) => ({ default: module.AgentLive })));

const Bell = lazy(() => import('./inbox/Bell').then((module) => ({ default: module.Bell })));

const QuickSearch = lazy(() => import('./search/QuickSearch').then((module) => ({ default: module.QuickSearch })));

export function Shell() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: '/shell' });
  const navigate = useNavigate();

  async function logout() {
    await must(api.DELETE('/api/v1/session')).catch(() => undefined);
    sessionEnded();
    await navigate({ to: '/login' });
  }

  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <header className="topbar">
        <div className="brand">
          <Mark size={30} />
          <span className="brand-name">{t('app.name')}</span>
        </div>
        <Nav role={session.role} />
        <div className="topbar-end">
          {hasDesk(session) && <SearchButton />}
          <Suspense>
            <Bell />
          </Suspense>
          {hasDesk(session) && <LinkLamp />}
          <span className="who">
            <span className="who-name" data-testid="user-name">
              {session.name}
            </span>
            <span className="who-role">
              {session.service && session.role === 'agent'
                ? t(`service.${session.service}`)
                : t(`role.${session.role}`)}
            </span>
          </span>
          <Button tone="quiet" size="small" icon="exit" className="leave" onPress={logout} data-testid="logout">
            {t('nav.logout')}
          </Button>
        </div>
      </header>
      {hasDesk(session) && (
        <Suspense fallback={<div className="callbar callbar-empty" aria-busy="true" />}>
          <AgentLive session={session} />
        </Suspense>
      )}
      <Suspense>
        <OutageBanner />
      </Suspense>
      <main id="content" className="content" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

/** Opens the quick search, as Ctrl+K does everywhere. */
function SearchButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useShortcuts([{ code: 'KeyK', ctrl: true, run: () => setOpen(true) }]);
  return (
    <>
      <Button
        tone="quiet"
        size="small"
        icon="search"
        keys="Control+K"
        onPress={() => setOpen(true)}
        data-testid="search"
      >
        {t('nav.search')}
      </Button>
      {open && (
        <Suspense>
          <QuickSearch onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function LinkLamp() {
  const { t } = useTranslation();
  const link = useDesk((store) => store.link);
  const troubled = useDesk((store) => troubles(store.lacking).length > 0);
  const well = link === 'up' && !troubled;
  return (
    <span className={`lamp lamp-${well ? 'on' : 'off'}`}>
      <Icon name={well ? 'check' : 'alert'} size={14} />
      {link !== 'up' ? t('link.down') : t(troubled ? 'link.troubled' : 'link.up')}
    </span>
  );
}
