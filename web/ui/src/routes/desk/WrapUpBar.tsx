import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, type Desk, type Disposition, must } from '../../api/client';
import { noteKeeper, useNote } from '../../state/note';
import { formatDuration } from '../../ui/format';
import { Button } from '../../ui/kit';
import { useServerNow } from '../../ui/time';
import type { Asking } from './actions';

const DISPOSITIONS: Disposition[] = [
  'consulted',
  'registered',
  'handed_over',
  'not_our_matter',
  'call_back',
  'silence',
  'wrong_number',
];

export function WrapUpBar({ desk, asking }: { desk: Desk; asking: Asking }) {
  const { t } = useTranslation();
  const now = useServerNow();
  const note = useNote((store) => store.view?.text.trim() ?? '');
  const [chosen, setChosen] = useState<Disposition>();
  const [missing, setMissing] = useState(false);
  const callId = desk.call?.id;
  const leftMs = desk.agent.wrap_up_until ? Date.parse(desk.agent.wrap_up_until) - now : 0;
  const extensions = desk.agent.wrap_up_extensions_left ?? 0;

  const finish = (next: 'available' | 'break') => {
    if (!chosen) {
      setMissing(true);
      return;
    }
    if (!callId) return;
    void asking.ask(async () => {
      await must(
        api.POST('/api/v1/calls/{callId}/wrap-up', {
          params: { path: { callId } },
          body: {
            disposition: chosen,
            next,
            ...(note ? { note } : {}),
            ...(next === 'break' ? { reason: 'rest' } : {}),
          },
        }),
      );
      noteKeeper()?.discard();
    });
  };
  const extend = () => {
    if (!callId) return;
    void asking.ask(() => must(api.POST('/api/v1/calls/{callId}/wrap-up/extension', { params: { path: { callId } } })));
  };
  return (
    <div className="wrap">
      <div className="wrap-clock">
        <p className="caller-line">{t('wrap.title')}</p>
        <p className={`timer ${leftMs < 15_000 ? 'timer-late' : ''}`} data-testid="wrap-left">
          {leftMs > 0 ? formatDuration(leftMs) : t('wrap.over')}
        </p>
      </div>
      <RadioGroup
        className="chips"
        value={chosen ?? null}
        onChange={(value) => {
          setChosen(value as Disposition);
          setMissing(false);
        }}
        isInvalid={missing}
        isRequired
        data-testid="disposition"
      >
        <Label className="field-label">{t('wrap.disposition')}</Label>
        <div className="chips-row">
          {DISPOSITIONS.map((disposition) => (
            <Radio key={disposition} value={disposition} className="chip" data-testid={`disposition-${disposition}`}>
              {t(`disposition.${disposition}`)}
            </Radio>
          ))}
        </div>
        {missing && (
          <p className="field-error" role="alert">
            {t('wrap.need')}
          </p>
        )}
      </RadioGroup>
      <div className="callbar-buttons wrap-buttons">
        <Button onPress={extend} isDisabled={asking.busy || extensions === 0} icon="clock" data-testid="extend">
          {t('wrap.extend')}
        </Button>
        <Button onPress={() => finish('break')} isDisabled={asking.busy} data-testid="done-break">
          {t('wrap.to_break')}
        </Button>
        <Button
          tone="success"
          icon="check"
          onPress={() => finish('available')}
          isPending={asking.busy}
          data-testid="done"
        >
          {t('wrap.done')}
        </Button>
      </div>
    </div>
  );
}
