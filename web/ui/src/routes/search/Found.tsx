// What was found, as the page of search and the quick search both show it.
import { useTranslation } from 'react-i18next';
import type { Applicant, SearchHit, SearchPage } from '../../api/client';
import { wordFor } from '../../i18n';
import { formatDay, formatPhone } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Badge } from '../../ui/kit';
import './texts';
import '../../styles/search.css';

export function Snippet({ pieces }: { pieces: SearchHit['snippet'] }) {
  return (
    <>
      {pieces.map((piece, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
        piece.hit ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>,
      )}
    </>
  );
}

const TONES = { resolved: 'good', closed: 'plain', waiting_applicant: 'warn', postponed: 'warn' } as const;

export function Status({ status }: { status: string }) {
  return <Badge tone={TONES[status as keyof typeof TONES] ?? 'info'}>{wordFor('ticket_status', status)}</Badge>;
}

/** By whom, how and when; of a masked ticket only what may be told. */
export function HitFacts({ hit }: { hit: SearchHit }) {
  const { t } = useTranslation();
  if (hit.masked)
    return (
      <span className="with-icon">
        <Icon name="lock" size={16} />
        {t(hit.may_open ? 'search.masked_open' : 'search.masked')}
      </span>
    );
  const who = hit.applicant_name ?? (hit.caller ? formatPhone(hit.caller) : t('search.nobody'));
  return (
    <>
      {who} · {t(`channel.${hit.ticket.channel}`)} · {formatDay(hit.ticket.registered_at)}
    </>
  );
}

/** Where all that is known of an applicant is looked at. */
export const cardOf = (applicant: Applicant) =>
  ({ to: '/applicants/$applicantId', params: { applicantId: String(applicant.id) } }) as const;

export function ApplicantFacts({ applicant }: { applicant: Applicant }) {
  const { t } = useTranslation();
  const known = [...applicant.phones.slice(0, 2).map(formatPhone), applicant.email, applicant.login].filter(Boolean);
  return <>{known.length > 0 ? known.join(' · ') : t('search.no_traces')}</>;
}

/** How the text was understood, where that is not plain to see. */
export function Understood({ page, asked }: { page: SearchPage; asked: string }) {
  const { t } = useTranslation();
  return (
    <>
      {page.corrected && (
        <Alert tone="info" data-testid="search-corrected">
          {t('search.corrected', { asked, value: page.value })}
        </Alert>
      )}
      {page.wrong_digit && (
        <Alert tone="warning" data-testid="search-wrong-digit">
          {t('search.wrong_digit')}
        </Alert>
      )}
      {!page.complete && <Alert tone="info">{t('search.incomplete')}</Alert>}
    </>
  );
}

const BY = { number: 'search.by_number', phone: 'search.by_phone', email: 'search.by_email', login: 'search.by_login' };

/** "Номер телефону: +380 44 123-45-67"; nothing for words. */
export function byWhat(page: SearchPage, t: (key: string) => string): string {
  if (page.by === 'words') return '';
  return `${t(BY[page.by])}: ${page.by === 'phone' ? formatPhone(page.value) : page.value}`;
}

/** Where a ticket is looked at. */
export const pageOf = (hit: SearchHit) =>
  ({ to: '/tickets/$ticketId', params: { ticketId: String(hit.ticket.id) } }) as const;
