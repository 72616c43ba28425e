// What follows from a new desk besides the picture: acknowledgement, the phone's account, ring, title, note.
import { useEffect, useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, must } from '../../api/client';
import { soundUnlocked, startRing, stopRing, unlockSound } from '../../phone/ring';
import { isHeard, isInCall, isKept, isOffer, phaseOf, useDesk } from '../../state/desk';
import { acknowledge, phoneStation, playVoice } from '../../state/live';
import { noteKeeper, showTicket } from '../../state/note';
import { noteTalk } from '../../state/reload';
import { formatPhone } from '../../ui/format';

const ALARM_ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Ccircle cx='16' cy='16' r='14' fill='%23c5281c'/%3E%3C/svg%3E";

export function useLiveDesk(): void {
  const { t } = useTranslation();
  const desk = useDesk((store) => store.desk);
  const owner = useDesk((store) => store.phone.owner);
  const version = desk?.version;
  const phase = desk && phaseOf(desk);
  const legId = desk?.call?.leg_status === 'gone' ? undefined : desk?.call?.leg_id;
  const onShift = desk !== undefined && desk.agent.state !== 'offline' && desk.agent.phone === 'browser';
  const answered = phase === 'rejoining' || phase === 'joining' || phase === 'placing'; // by what the agent did before
  const ringing = phase !== undefined && isOffer(phase) && !answered;
  const voice = useDesk((store) => store.phone.voice);
  const talksIn = phase !== undefined && isInCall(phase) ? desk?.call?.id : undefined;

  useLayoutEffect(() => (version === undefined ? undefined : acknowledge(version)), [version]);

  const ticket = desk?.ticket;
  useLayoutEffect(() => showTicket(ticket), [ticket]);

  useEffect(() => {
    const keep = () => void noteKeeper()?.flush();
    addEventListener('pagehide', keep);
    return () => removeEventListener('pagehide', keep);
  }, []);

  // The account is asked for anew at each shift: its password may have been changed.
  useEffect(() => {
    if (!onShift) {
      phoneStation()?.use(undefined);
      return;
    }
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const fetchAccount = () => {
      must(api.GET('/api/v1/desk/phone'))
        .then((account) => over || phoneStation()?.use(account))
        .catch(() => {
          if (!over) timer = setTimeout(fetchAccount, 3000);
        });
    };
    fetchAccount();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [onShift]);

  useEffect(() => phoneStation()?.expect(legId), [legId]);
  useEffect(() => {
    if (talksIn) noteTalk(talksIn);
  }, [talksIn]);

  const callId = desk?.call?.id;
  const inTalk = phase !== undefined && (isInCall(phase) || phase === 'supervising' || phase === 'rejoining');
  const heard = phase !== undefined && isHeard(phase);
  const kept = phase !== undefined && isKept(phase);
  useEffect(() => {
    phoneStation()?.follow(inTalk && callId ? { callId, voice: heard, kept } : undefined);
  }, [inTalk, callId, heard, kept]);

  const muted = desk?.call?.muted ?? false;
  useEffect(() => {
    if (legId) phoneStation()?.setMuted(muted);
  }, [legId, muted]);

  // Who was in the talk when the page was lost has answered already; so has a supervisor, who asked for it, and who calls out.
  useEffect(() => {
    if (answered && owner && voice === 'ringing' && legId) phoneStation()?.answer(legId);
  }, [answered, owner, voice, legId]);

  const rings = ringing && owner && desk?.agent.phone === 'browser';
  useEffect(() => {
    if (!rings) return;
    startRing();
    return stopRing;
  }, [rings]);

  // A page that was reloaded and not yet touched is kept silent by the browser.
  useEffect(() => {
    if (!onShift) return;
    const unlock = () => {
      unlockSound();
      useDesk.setState({ soundLocked: false });
      playVoice();
    };
    const timer = setTimeout(() => {
      unlockSound();
      setTimeout(() => useDesk.setState({ soundLocked: !soundUnlocked() }), 300);
    }, 300);
    addEventListener('pointerdown', unlock);
    addEventListener('keydown', unlock);
    return () => {
      clearTimeout(timer);
      removeEventListener('pointerdown', unlock);
      removeEventListener('keydown', unlock);
    };
  }, [onShift]);

  const number = desk?.call?.number;
  useEffect(() => {
    if (!ringing) return;
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    const title = document.title;
    const href = icon?.href;
    const caller = number ? formatPhone(number) : t('bar.withheld');
    let on = false;
    const flash = () => {
      on = !on;
      document.title = on ? `☎ ${caller}` : `● ${t('bar.incoming')}`;
      if (icon && href) icon.href = on ? ALARM_ICON : href;
    };
    flash();
    const timer = setInterval(flash, 1000);
    return () => {
      clearInterval(timer);
      document.title = title;
      if (icon && href) icon.href = href;
    };
  }, [ringing, number, t]);
}
