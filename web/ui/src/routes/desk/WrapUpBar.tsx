import { useState } from 'react';
import { Label, Menu, MenuItem, MenuTrigger, Popover, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, type Desk, type Disposition, must, type WrapUp } from '../../api/client';
import { useBreaks } from '../../state/breaks';
import { lostCaller } from '../../state/desk';
import { addNote, noteKeeper } from '../../state/note';
import { wasReloadedIn } from '../../state/reload';
import { formatDuration } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Button } from '../../ui/kit';
import { useShortcuts } from '../../ui/shortcuts';
import { useServerNow } from '../../ui/time';
import type { Asking } from './actions';

const DISPOSITIONS: Disposition[] = [
  'consulted',
  'registered',
  'handed_over',
  'mrg',
  'gbk',
  'not_our_matter',
  'call_back',
  'silence',
  'wrong_number',
];

export function WrapUpBar({ desk, asking }: { desk: Desk; asking: Asking }) {
  const { t } = useTranslation();
  const now = useServerNow();
  const [chosen, setChosen] = useState<Disposition>();
  const [missing, setMissing] = useState(false);
  const callId = desk.call?.id;
  const leftMs = desk.agent.wrap_up_until ? Date.parse(desk.agent.wrap_up_until) - now : 0;
  const extensions = desk.agent.wrap_up_extensions_left ?? 0;

  const breaks = useBreaks();
  const finish = (reason?: string) => {
    if (!chosen) {
      setMissing(true);
      return;
    }
    if (!callId) return;
    void asking.ask(() =>
      finishWrapUp(callId, { disposition: chosen, ...(reason ? { next: 'break', reason } : { next: 'available' }) }),
    );
  };
  const extend = () => {
    if (!callId) return;
    void asking.ask(() => must(api.POST('/api/v1/calls/{callId}/wrap-up/extension', { params: { path: { callId } } })));
  };
  return (
    <div className="wrap">
      <div className="wrap-clock">
        <p className="caller-line">{t('wrap.left')}</p>
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
        <MenuTrigger>
          <Button isDisabled={asking.busy} data-testid="done-break">
            {t('wrap.to_break')}
          </Button>
          <Popover className="popover" placement="bottom end">
            <Menu className="menu" aria-label={t('wrap.to_break')} onAction={(key) => finish(String(key))}>
              {breaks.choices.map(({ reason, name }) => (
                <MenuItem key={reason} id={reason} className="menu-item" data-testid={`done-break-${reason}`}>
                  {name}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
        <Button tone="success" icon="check" onPress={() => finish()} isPending={asking.busy} data-testid="done">
          {t('wrap.done')}
        </Button>
      </div>
    </div>
  );
}

/** The note goes its own way first: an outcome is written once a call, a note as often as there is one. */
async function finishWrapUp(callId: string, body: WrapUp): Promise<void> {
  await addNote();
  await must(api.POST('/api/v1/calls/{callId}/wrap-up', { params: { path: { callId } }, body }));
  noteKeeper()?.discard();
}

/** We lost the caller in the talk: says what happened to whom, and brings the caller back with one key. */
export function LostCaller({ desk, asking }: { desk: Desk; asking: Asking }) {
  const { t } = useTranslation();
  const where = lostCaller(desk);
  const callId = desk.call?.id ?? '';
  const again = () => void asking.ask(() => finishWrapUp(callId, { disposition: 'registered', next: 'available' }));
  useShortcuts(where ? [{ code: 'F2', run: again }] : []);
  if (!where) return null;
  return (
    <div className="lost" role="alert" data-testid="lost-caller" data-where={where}>
      <Icon name="alert" size={28} />
      <div className="lost-words">
        <p className="lost-title">{wasReloadedIn(callId) ? t('lost.reloaded') : t('lost.cut')}</p>
        <p>{t(`lost.${where}`)}</p>
      </div>
      <Button
        tone="success"
        size="large"
        icon="phone"
        keys="F2"
        onPress={again}
        isPending={asking.busy}
        data-testid="take-again"
      >
        {t('lost.again')}
      </Button>
    </div>
  );
}
