import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../api/client';
import { Icon } from '../ui/icons';

type Role = Session['role'];

interface Place {
  to:
    | '/hall'
    | '/desk'
    | '/tickets'
    | '/calls'
    | '/routing'
    | '/import'
    | '/webhooks'
    | '/knowledge'
    | '/downtime'
    | '/tickets/new'
    | '/status'
    | '/applicants'
    | '/calendar'
    | '/settings';
  text: string;
  roles: Role[];
  /** In whose sight it always is where there is room; the others are behind «Ще». */
  first?: Role[];
}

// Each page that is reached from everywhere, in the order in which it is shown.
const PLACES: Place[] = [
  { to: '/hall', text: 'nav.hall', roles: ['supervisor'], first: ['supervisor'] },
  { to: '/desk', text: 'nav.desk', roles: ['agent', 'supervisor'], first: ['agent', 'supervisor'] },
  { to: '/tickets', text: 'nav.tickets', roles: ['agent', 'supervisor'], first: ['agent', 'supervisor'] },
  {
    to: '/calls',
    text: 'nav.calls',
    roles: ['agent', 'supervisor', 'administrator'],
    first: ['agent', 'supervisor', 'administrator'],
  },
  { to: '/tickets/new', text: 'nav.new_ticket', roles: ['agent', 'supervisor'] },
  { to: '/status', text: 'nav.status', roles: ['agent', 'supervisor', 'administrator'] },
  { to: '/knowledge', text: 'nav.knowledge', roles: ['agent', 'supervisor', 'administrator'] },
  { to: '/downtime', text: 'nav.downtime', roles: ['agent', 'supervisor', 'administrator'] },
  { to: '/applicants', text: 'nav.applicants', roles: ['agent', 'supervisor'] },
  { to: '/routing', text: 'nav.routing', roles: ['supervisor', 'administrator'], first: ['administrator'] },
  { to: '/calendar', text: 'nav.calendar', roles: ['agent', 'supervisor', 'administrator'], first: ['administrator'] },
  { to: '/import', text: 'nav.import', roles: ['administrator'] },
  { to: '/webhooks', text: 'nav.webhooks', roles: ['supervisor', 'administrator'] },
  { to: '/settings', text: 'nav.settings', roles: ['supervisor', 'administrator'], first: ['administrator'] },
];

export function Nav({ role }: { role: Role }) {
  const { t } = useTranslation();
  const mine = PLACES.filter((place) => place.roles.includes(role));
  const first = mine.filter((place) => place.first?.includes(role));
  const rest = mine.filter((place) => !first.includes(place));
  return (
    <nav className="nav" aria-label={t('app.main_nav')}>
      <div className="nav-wide">
        {first.map((place) => (
          <PlaceLink key={place.to} place={place} testId />
        ))}
        {rest.length > 0 && <More text={t('nav.more')} places={rest} beside={first} />}
      </div>
      <div className="nav-narrow">
        <More text={t('nav.all')} places={mine} />
      </div>
    </nav>
  );
}

function PlaceLink({ place, testId }: { place: Place; testId?: boolean }) {
  const { t } = useTranslation();
  return (
    <Link to={place.to} className="nav-link" {...(testId && { 'data-testid': `nav-${place.to.slice(1)}` })}>
      {t(place.text)}
    </Link>
  );
}

/** Links behind a button; it closes when a page was chosen, by Escape, and when the focus or the pointer goes elsewhere. */
function More({ text, places, beside = [] }: { text: string; places: Place[]; beside?: Place[] }) {
  const box = useRef<HTMLDetailsElement>(null);
  const { pathname } = useLocation();
  const shut = () => box.current?.removeAttribute('open');
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes whenever the page is another
  useEffect(shut, [pathname]);
  useEffect(() => {
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) box.current?.removeAttribute('open');
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  }, []);
  // A page below one that stands beside is marked there.
  const here = [places, beside].map((some) => some.some((place) => pathname.startsWith(place.to)));
  return (
    <details
      ref={box}
      className="nav-more"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        shut();
        box.current?.querySelector('summary')?.focus();
      }}
    >
      <summary className={`nav-link ${here[0] && !here[1] ? 'active' : ''}`} data-testid="nav-more">
        {text}
        <Icon name="down" size={16} />
      </summary>
      <div className="nav-places popover">
        {places.map((place) => (
          <PlaceLink key={place.to} place={place} />
        ))}
      </div>
    </details>
  );
}
