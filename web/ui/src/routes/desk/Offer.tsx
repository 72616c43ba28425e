import { useTranslation } from 'react-i18next';
import type { Desk, DeskCall } from '../../api/client';
import { type Phase, useDesk } from '../../state/desk';
import { phoneStation } from '../../state/live';
import { wasReloadedIn } from '../../state/reload';
import { formatDuration, numberOf } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Button } from '../../ui/kit';
import { useShortcuts } from '../../ui/shortcuts';
import { useServerNow } from '../../ui/time';
import { type Asking, actOn } from './actions';

const RING_MS = 20_000; // only for the length of the bar when the server tells no start

/** A ring: who, how long they wait, how long it rings here. Shown from the desk, whether or not the INVITE is here yet. */
export function Offer({ desk, call, phase, asking }: { desk: Desk; call: DeskCall; phase: Phase; asking: Asking }) {
  const { t } = useTranslation();
  const now = useServerNow();
  const voice = useDesk((store) => store.phone.voice);
  const inBrowser = desk.agent.phone !== 'desk';
  const answer = () => phoneStation()?.answer(call.leg_id);
  const decline = () => void asking.ask(() => actOn(call.id, 'decline'));
  useShortcuts(inBrowser ? [{ code: 'F2', run: answer }] : []);

  const leftMs = call.ring_until ? Math.max(0, Date.parse(call.ring_until) - now) : undefined;
  const waitedMs = call.answered_at ? call.wait_ms : now - Date.parse(call.arrived_at);
  return (
    <>
      <div className="callbar-call">
        <span className="ring-mark">
          <Icon name="phone" size={22} />
        </span>
        <div className="caller">
          <p className="caller-line">
            {phase === 'offer' && t('bar.incoming')}
            {phase === 'consult_offer' && t('bar.consult_offer', { name: call.other?.name ?? t('bar.colleague') })}
            {phase === 'placing' && t(inBrowser ? 'out.placing' : 'out.placing_desk')}
            {phase === 'rejoining' && (wasReloadedIn(call.id) ? t('bar.rejoining_reloaded') : t('bar.rejoining'))}
          </p>
          <p className="caller-who">
            <strong data-testid="caller-name">{callerName(desk, t)}</strong>
            <span className="caller-number" data-testid="caller-number">
              {numberOf(call, t('bar.withheld'))}
            </span>
            {phase !== 'rejoining' && phase !== 'placing' && (
              <span className="caller-wait">{t('bar.waited', { time: formatDuration(waitedMs) })}</span>
            )}
          </p>
          {leftMs !== undefined && (
            <p className="ring-left">
              <span className="ring-track" aria-hidden="true">
                <span className="ring-fill" style={{ width: `${Math.min(100, (leftMs / RING_MS) * 100)}%` }} />
              </span>
              {t(phase === 'placing' ? 'out.left' : phase === 'consult_offer' ? 'bar.to_colleague' : 'bar.to_queue', {
                seconds: Math.ceil(leftMs / 1000),
              })}
            </p>
          )}
        </div>
      </div>
      <div className="callbar-buttons">
        {inBrowser ? (
          <Button
            tone="success"
            size="large"
            icon="phone"
            keys="F2"
            onPress={answer}
            isPending={voice === 'answering'}
            data-testid="answer"
          >
            {voice === 'answering' ? t('bar.answering') : phase === 'rejoining' ? t('bar.rejoin') : t('bar.answer')}
          </Button>
        ) : (
          <p className="callbar-hint">{t('bar.desk_phone')}</p>
        )}
        <Button size="large" icon="close" onPress={decline} isPending={asking.busy} data-testid="decline">
          {t(phase === 'rejoining' ? 'bar.to_line' : phase === 'placing' ? 'out.cancel' : 'bar.decline')}
        </Button>
      </div>
    </>
  );
}

/** The chosen applicant, or the only known one of this number, or that there are several or none. */
export function callerName(desk: Desk, t: (key: string) => string): string {
  if (desk.ticket?.applicant) return desk.ticket.applicant.name;
  if (desk.card?.match === 'exact' && desk.card.applicants[0]) return desk.card.applicants[0].name;
  return desk.card?.match === 'several' ? t('bar.several') : t('bar.unknown');
}
