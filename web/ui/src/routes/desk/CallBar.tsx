// The bar that is always there: the agent's state on the left, the call in the middle, its buttons on the right.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Desk } from '../../api/client';
import { unlockSound } from '../../phone/ring';
import { isInCall, isOffer, phaseOf, useDesk } from '../../state/desk';
import { phoneStation, playVoice } from '../../state/live';
import { Alert, Button } from '../../ui/kit';
import { type Asking, useAsking } from './actions';
import { FailedCall } from './FailedCall';
import { InCall } from './InCall';
import { Offer } from './Offer';
import { LineCount, PhoneLamp, StateMenu } from './StateMenu';
import { Supervising } from './Supervising';
import { TransferPanel } from './TransferPanel';
import { LostCaller, WrapUpBar } from './WrapUpBar';

export function CallBar() {
  const { t } = useTranslation();
  const desk = useDesk((store) => store.desk);
  const asking = useAsking();
  const [transfer, setTransfer] = useState(false);
  const phase = desk && phaseOf(desk);
  const canTransfer = phase === 'talking' || phase === 'held';
  useEffect(() => {
    if (!canTransfer) setTransfer(false);
  }, [canTransfer]);

  if (!desk || !phase) return <div className="callbar callbar-empty" aria-busy="true" />;
  return (
    <section
      className={`callbar callbar-${phase}`}
      aria-label={t('bar.label')}
      data-testid="callbar"
      data-phase={phase}
    >
      <LostCaller desk={desk} asking={asking} />
      <div className="callbar-row">
        <div className="callbar-agent">
          <StateMenu desk={desk} phase={phase} asking={asking} />
          {desk.agent.state !== 'offline' && <PhoneLamp agent={desk.agent} />}
        </div>
        {isOffer(phase) && desk.call && <Offer desk={desk} call={desk.call} phase={phase} asking={asking} />}
        {isInCall(phase) && desk.call && (
          <InCall
            desk={desk}
            call={desk.call}
            phase={phase}
            asking={asking}
            transfer={transfer}
            onTransfer={() => setTransfer((open) => !open)}
          />
        )}
        {(phase === 'joining' || phase === 'supervising') && desk.call && (
          <Supervising call={desk.call} asking={asking} browser={desk.agent.phone === 'browser'} />
        )}
        {phase === 'wrap_up' && <WrapUpBar desk={desk} asking={asking} />}
        {desk.agent.service && (phase === 'idle' || phase === 'break' || phase === 'offline') && (
          <LineCount line={desk.line} />
        )}
      </div>
      {transfer && canTransfer && desk.call && (
        <TransferPanel desk={desk} call={desk.call} asking={asking} onClose={() => setTransfer(false)} />
      )}
      <Warnings desk={desk} asking={asking} />
    </section>
  );
}

const MICROPHONE_FAULTS = ['denied', 'absent', 'busy', 'insecure'];

function Warnings({ desk, asking }: { desk: Desk; asking: Asking }) {
  const { t } = useTranslation();
  const phone = useDesk((store) => store.phone);
  const soundLocked = useDesk((store) => store.soundLocked);
  const inBrowser = desk.agent.phone !== 'desk';
  const unlock = () => {
    unlockSound();
    useDesk.setState({ soundLocked: false });
    playVoice();
  };
  return (
    <div className="callbar-alerts">
      <FailedCall desk={desk} asking={asking} />
      {inBrowser && <SoundState desk={desk} />}
      {desk.call?.notice && desk.call.state !== 'ended' && desk.agent.state !== 'wrap_up' && (
        <Alert tone="warning" data-testid="notice">
          {t(`notice.${desk.call.notice}`)}
        </Alert>
      )}
      {asking.fault && (
        <Alert
          tone="danger"
          data-testid="action-fault"
          action={
            <Button tone="quiet" size="small" icon="close" onPress={asking.forget}>
              {t('transfer.close')}
            </Button>
          }
        >
          {asking.fault}
        </Alert>
      )}
      {inBrowser && MICROPHONE_FAULTS.includes(phone.microphone) && (
        <Alert
          tone="danger"
          data-testid="microphone-fault"
          action={
            <Button size="small" onPress={() => void phoneStation()?.checkMicrophone()}>
              {t('phone.check_again')}
            </Button>
          }
        >
          {t(`phone.mic_${phone.microphone}`)}
        </Alert>
      )}
      {inBrowser && desk.agent.state !== 'offline' && phone.registration === 'failed' && (
        <Alert tone="danger">{t('phone.failed')}</Alert>
      )}
      {inBrowser && phone.registration === 'elsewhere' && (
        <Alert
          tone="warning"
          data-testid="phone-elsewhere"
          action={
            // A talk would be cut: its voice is in the other browser.
            !['offered', 'on_call', 'offline'].includes(desk.agent.state) && (
              <Button size="small" data-testid="phone-take" onPress={() => phoneStation()?.takeOver()}>
                {t('phone.take_over')}
              </Button>
            )
          }
        >
          {t(desk.agent.state === 'on_call' ? 'phone.elsewhere_talk' : 'phone.elsewhere_lead')}
        </Alert>
      )}
      {inBrowser && soundLocked && (
        <Alert
          tone="warning"
          action={
            <Button size="small" onPress={unlock}>
              {t('phone.sound_on')}
            </Button>
          }
        >
          {t('phone.sound_locked')}
        </Alert>
      )}
    </div>
  );
}

const SOUND_TONES = { weak: 'warning', mending: 'danger', lost: 'danger', silent: 'warning', back: 'success' } as const;

/** That the voice of the talk is gone, is being brought back, is back. The region stays, so that a screen reader hears of each. */
function SoundState({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const sound = useDesk((store) => store.phone.sound);
  const phase = phaseOf(desk);
  const shown =
    sound !== 'good' && (isInCall(phase) || phase === 'supervising' || phase === 'rejoining') ? sound : 'good';
  return (
    <div aria-live="assertive" data-testid="sound" data-sound={shown}>
      {shown !== 'good' && (
        <Alert within tone={SOUND_TONES[shown]}>
          {t(`phone.sound_${shown}`)}
        </Alert>
      )}
    </div>
  );
}
