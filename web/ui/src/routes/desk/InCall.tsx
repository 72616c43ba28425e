import { useTranslation } from 'react-i18next';
import type { Desk, DeskCall } from '../../api/client';
import { type Phase, useDesk } from '../../state/desk';
import { phoneStation } from '../../state/live';
import { formatDuration, numberOf } from '../../ui/format';
import { Button } from '../../ui/kit';
import { type Shortcut, useShortcuts } from '../../ui/shortcuts';
import { useServerNow } from '../../ui/time';
import { type Asking, actOn, pauseRecording } from './actions';
import { callerName } from './Offer';

interface InCallProps {
  desk: Desk;
  call: DeskCall;
  phase: Phase;
  asking: Asking;
  transfer: boolean;
  onTransfer(): void;
}

export function InCall({ desk, call, phase, asking, transfer, onTransfer }: InCallProps) {
  const { t } = useTranslation();
  const now = useServerNow();
  const ask = (action: Parameters<typeof actOn>[1]) => () => void asking.ask(() => actOn(call.id, action, call.state));
  const hold = ask(phase === 'held' ? 'resume' : 'hold');
  const mute = () => {
    phoneStation()?.setMuted(!call.muted);
    void asking.ask(() => actOn(call.id, call.muted ? 'unmute' : 'mute'));
  };
  const alone = phase === 'talking' || phase === 'held';
  const together = phase === 'consulting' || phase === 'swapped' || phase === 'conference';
  const consult = phase === 'consult_ringing' || together;
  const caller = call.caller_present !== false;
  const outside = call.other?.number !== undefined;
  const shortcuts: Shortcut[] = [
    { code: 'F2', shift: true, run: ask('hangup') },
    { code: 'F8', run: mute },
  ];
  if (alone) shortcuts.push({ code: 'F4', run: hold }, { code: 'F9', run: onTransfer });
  if (consult) shortcuts.push({ code: 'Escape', run: ask('cancel') });
  if (consult) shortcuts.push({ code: 'F9', shift: true, run: ask('complete') });
  if (together && caller) shortcuts.push({ code: 'F4', run: ask('swap') });
  if (together && caller && phase !== 'conference') shortcuts.push({ code: 'F6', run: ask('conference') });
  const paused = call.recording_paused;
  const unwritten = useDesk((store) => store.lacking.includes('spool'));
  const record = () =>
    void asking.ask(() =>
      paused ? actOn(call.id, 'resume_recording') : pauseRecording(call.id, t('bar.pause_reason')),
    );
  if (alone) shortcuts.push({ code: 'F7', run: record });
  useShortcuts(shortcuts);

  const since = call.answered_at ?? call.arrived_at;
  const busy = asking.busy;
  return (
    <>
      <div className="callbar-call">
        <div className="talk-time">
          <span className="timer" data-testid="talk-time">
            {formatDuration(now - Date.parse(since))}
          </span>
          {phase !== 'dialling' && (
            <span className={paused || unwritten ? 'rec rec-paused' : 'rec'} data-testid="recording">
              <span className="rec-dot" aria-hidden="true" />
              {t(paused ? 'bar.recording_paused' : unwritten ? 'bar.recording_unwritten' : 'bar.recording')}
            </span>
          )}
        </div>
        <div className="caller">
          <p className="caller-line">
            <Line call={call} phase={phase} />
            {call.muted && <span className="flag flag-bad">{t('bar.muted')}</span>}
            {call.supervision && (
              <span className="flag flag-info" data-testid="supervised">
                {t(`supervision.is_${call.supervision.mode}`, { name: call.supervision.name })}
              </span>
            )}
          </p>
          <p className="caller-who">
            <strong data-testid="caller-name">{callerName(desk, t)}</strong>
            <span className="caller-number" data-testid="caller-number">
              {numberOf(call, t('bar.withheld'))}
            </span>
            {call.caller_present === false && phase !== 'dialling' && (
              <span className="flag flag-bad">{t('bar.caller_gone')}</span>
            )}
          </p>
        </div>
      </div>
      <div className="callbar-buttons">
        {consult && (
          <>
            <Button
              tone="success"
              icon="users"
              keys="Shift+F9"
              onPress={ask('complete')}
              isDisabled={busy || call.other === undefined}
              data-testid="complete"
            >
              {t(together ? 'bar.complete' : 'bar.complete_blind')}
            </Button>
            {together && caller && (
              <Button icon="transfer" keys="F4" onPress={ask('swap')} isDisabled={busy} data-testid="swap">
                {t(phase === 'consulting' ? 'bar.swap' : outside ? 'bar.swap_back_outside' : 'bar.swap_back')}
              </Button>
            )}
            {together && caller && phase !== 'conference' && (
              <Button icon="users" keys="F6" onPress={ask('conference')} isDisabled={busy} data-testid="conference">
                {t('bar.confer')}
              </Button>
            )}
            <Button icon="back" keys="Escape" onPress={ask('cancel')} isDisabled={busy} data-testid="cancel">
              {t(
                phase !== 'swapped' && phase !== 'conference'
                  ? 'bar.cancel'
                  : outside
                    ? 'bar.cancel_swapped_outside'
                    : 'bar.cancel_swapped',
              )}
            </Button>
          </>
        )}
        {alone && (
          <Button
            icon={phase === 'held' ? 'play' : 'pause'}
            tone={phase === 'held' ? 'primary' : 'plain'}
            keys="F4"
            onPress={hold}
            isDisabled={busy}
            data-testid="hold"
          >
            {phase === 'held' ? t('bar.resume') : t('bar.hold')}
          </Button>
        )}
        <Button
          icon={call.muted ? 'micOff' : 'mic'}
          keys="F8"
          pressed={!call.muted}
          onPress={mute}
          isDisabled={busy}
          data-testid="mute"
        >
          {t('bar.mute')}
        </Button>
        {alone && (
          <Button
            icon={paused ? 'play' : 'pause'}
            tone={paused ? 'primary' : 'plain'}
            keys="F7"
            onPress={record}
            isDisabled={busy}
            data-testid="pause-recording"
          >
            {t(paused ? 'bar.resume_recording' : 'bar.pause_recording')}
          </Button>
        )}
        {alone && (
          <Button
            icon="transfer"
            keys="F9"
            aria-expanded={transfer}
            onPress={onTransfer}
            isDisabled={busy}
            data-testid="transfer"
          >
            {t('bar.transfer')}
          </Button>
        )}
        <Button
          tone="danger"
          icon="hangup"
          keys="Shift+F2"
          onPress={ask('hangup')}
          isDisabled={busy}
          data-testid="hangup"
        >
          {t(phase === 'dialling' ? 'out.cancel' : 'bar.hangup')}
        </Button>
      </div>
    </>
  );
}

function Line({ call, phase }: { call: DeskCall; phase: Phase }) {
  const { t } = useTranslation();
  const name = call.other?.name ?? t('bar.colleague');
  switch (phase) {
    case 'held':
      return <span className="flag flag-warn">{t('bar.held')}</span>;
    case 'consult_ringing':
      return (
        <ConsultLine
          text={t(call.other?.number ? 'bar.consult_dialling' : 'bar.consult_ringing', { name })}
          present={call.caller_present !== false}
        />
      );
    case 'consulting':
      return <ConsultLine text={t('bar.consulting', { name })} present={call.caller_present !== false} />;
    case 'swapped':
      return (
        <>
          <span>{t('bar.talking')}</span>
          <span className="flag flag-warn" data-testid="consult-with">
            {t('bar.swapped', { name })}
          </span>
        </>
      );
    case 'conference':
      return (
        <span className="flag flag-info" data-testid="consult-with">
          {t('bar.conference', { name })}
        </span>
      );
    case 'consulted':
      if (call.state === 'conference') return <span className="flag flag-info">{t('bar.conference', { name })}</span>;
      if (call.state === 'swapped') return <span className="flag flag-warn">{t('bar.waiting_for', { name })}</span>;
      return <ConsultLine text={t('bar.consulted', { name })} present={call.caller_present !== false} />;
    case 'transferring':
      return <span>{t('bar.transferring')}</span>;
    case 'dialling':
      return (
        <span className="flag flag-info" data-testid="dialling" data-state={call.state}>
          {t(call.state === 'announcing' ? 'out.announcing' : 'out.dialling')}
        </span>
      );
    default:
      return <span>{t('bar.talking')}</span>;
  }
}

function ConsultLine({ text, present }: { text: string; present: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="flag flag-info" data-testid="consult-with">
        {text}
      </span>
      {present && <span className="flag flag-warn">{t('bar.caller_on_music')}</span>}
    </>
  );
}
