import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Desk } from '../../api/client';
import { unlockSound } from '../../phone/ring';
import { phoneStation } from '../../state/live';
import { formatLongDay } from '../../ui/format';
import { Alert, Button } from '../../ui/kit';
import { useServerNow } from '../../ui/time';
import { changeState, useAsking } from './actions';

type PhoneKind = 'browser' | 'desk';

export function ShiftStart({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const now = useServerNow();
  const asking = useAsking();
  const navigate = useNavigate();
  const chief = !desk.agent.service;
  const [phone, setPhone] = useState<PhoneKind>(desk.agent.phone ?? 'browser');
  const start = () =>
    void asking.ask(async () => {
      unlockSound();
      // Without a microphone the first caller would meet silence; what is wrong stands in the call bar.
      if (phone === 'browser' && !(await phoneStation()?.checkMicrophone())) return;
      await changeState({ state: 'available', phone });
      if (chief) await navigate({ to: '/hall' });
    });
  return (
    <div className="hero">
      <div className="hero-card">
        <p className="hero-day">{formatLongDay(now)}</p>
        <h1 className="hero-title">{t('shift.greeting', { name: desk.agent.name })}</h1>
        <p className="muted">{t(chief ? 'shift.lead_supervisor' : 'shift.lead')}</p>
        <RadioGroup value={phone} onChange={(value) => setPhone(value as PhoneKind)} className="phone-choice">
          <Label className="field-label">{t('shift.phone')}</Label>
          <div className="phone-options">
            {(['browser', 'desk'] as const).map((kind) => (
              <Radio key={kind} value={kind} className="phone-option" data-testid={`phone-${kind}`}>
                <span className="radio-dot" aria-hidden="true" />
                <span>
                  <strong>{t(`shift.phone_${kind}`)}</strong>
                  <span className="muted small block">{t(`shift.phone_${kind}_hint`)}</span>
                </span>
              </Radio>
            ))}
          </div>
        </RadioGroup>
        {asking.fault && <Alert tone="danger">{asking.fault}</Alert>}
        <Button
          tone="primary"
          size="large"
          icon="headset"
          onPress={start}
          isPending={asking.busy}
          data-testid="shift-start"
        >
          {t(chief ? 'hall.connect' : 'shift.start')}
        </Button>
      </div>
    </div>
  );
}
