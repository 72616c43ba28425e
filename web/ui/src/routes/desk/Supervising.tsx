import '../../styles/hall.css';
import { useTranslation } from 'react-i18next';
import type { DeskCall } from '../../api/client';
import { leaveCall, MODES, supervise } from '../../state/hall';
import { phoneStation } from '../../state/live';
import { formatDuration, numberOf } from '../../ui/format';
import { Button } from '../../ui/kit';
import { useServerNow } from '../../ui/time';
import { type Asking, actOn } from './actions';

/** A supervisor in a talk: whom one hears, who hears one, and the ways from one mode to another. */
export function Supervising({ call, asking, browser }: { call: DeskCall; asking: Asking; browser: boolean }) {
  const { t } = useTranslation();
  const now = useServerNow();
  const mode = call.supervision?.mode ?? 'listen';
  const inside = call.leg_status === 'up';
  const spoken = inside && mode !== 'listen';
  const mute = () => {
    phoneStation()?.setMuted(!call.muted);
    void asking.ask(() => actOn(call.id, call.muted ? 'unmute' : 'mute'));
  };
  return (
    <>
      <div className="callbar-call">
        <div className="caller">
          <p className="caller-line">
            <span className={`flag ${mode === 'listen' ? 'flag-info' : 'flag-warn'}`} data-testid="supervision">
              {inside
                ? t(`supervision.you_${mode}`)
                : t(browser ? 'supervision.connecting' : 'supervision.lift', { mode: t(`supervision.${mode}`) })}
            </span>
            {spoken && call.muted && <span className="flag flag-bad">{t('bar.muted')}</span>}
          </p>
          <p className="caller-who">
            <strong>{call.other?.name ?? t('bar.colleague')}</strong>
            <span className="caller-number">
              {numberOf(call, t('bar.withheld'))} ·{' '}
              {formatDuration(now - Date.parse(call.answered_at ?? call.arrived_at))}
            </span>
          </p>
        </div>
      </div>
      <div className="callbar-buttons">
        {MODES.map((one) => (
          <Button
            key={one}
            className="btn-mode"
            tone={one === 'take_over' ? 'success' : one === mode ? 'primary' : 'plain'}
            {...(one === 'take_over' ? {} : { pressed: one === mode })}
            isDisabled={asking.busy || !inside}
            onPress={() => one !== mode && void asking.ask(() => supervise(call.id, one))}
            data-testid={`to-${one}`}
          >
            {t(`supervision.${one}`)}
          </Button>
        ))}
        {spoken && (
          <Button icon={call.muted ? 'micOff' : 'mic'} pressed={!call.muted} onPress={mute} isDisabled={asking.busy}>
            {t('bar.mute')}
          </Button>
        )}
        <Button
          tone="danger"
          icon="exit"
          onPress={() => void asking.ask(() => leaveCall(call.id))}
          isDisabled={asking.busy}
          data-testid="leave"
        >
          {t('supervision.leave')}
        </Button>
      </div>
    </>
  );
}
