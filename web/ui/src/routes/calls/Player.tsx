// Replay. The sound comes through the server piece by piece; the picture of it comes first, as peaks. wavesurfer only
// draws: it has neither keyboard nor roles, so buttons and a slider of our own do the work and it is hidden from both.
import './texts';
import '../../styles/player.css';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import WaveSurfer from 'wavesurfer.js';
import { api, type ListenStarted, must, type Peaks, ProblemError, type TimelineEntry } from '../../api/client';
import { HeardTracker } from '../../state/heard';
import { amplitudes } from '../../state/peaks';
import { Choice } from '../../ui/choice';
import { formatDuration } from '../../ui/format';
import { Alert, Button } from '../../ui/kit';

export interface PlayerHandle {
  seek(ms: number): void;
}

interface PlayerProps {
  listen: ListenStarted;
  /** Seconds; from ?t=63. */
  startAt: number;
  timeline: TimelineEntry[];
  ref?: Ref<PlayerHandle>;
}

const SPEEDS = ['0.75', '1', '1.25', '1.5', '2'];
const REPORT_MS = 10_000;
const CHANNEL_HEIGHT = 64;

export function Player({ listen, startAt, timeline, ref }: PlayerProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const audio = useRef<HTMLAudioElement>(null);
  const [position, setPosition] = useState(startAt * 1000);
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const [speed, setSpeed] = useState('1');
  const length = listen.duration_ms;

  useWaveform(box, audio, listen);
  useHeard(audio, listen.id);

  const seek = (ms: number) => {
    const to = Math.min(Math.max(0, ms), length);
    if (audio.current) audio.current.currentTime = to / 1000;
    setPosition(to);
  };
  useImperativeHandle(ref, () => ({ seek }));
  const toggle = () => {
    const element = audio.current;
    if (!element) return;
    if (element.paused) element.play().catch(() => setFailed(true));
    else element.pause();
  };
  const skip = (seconds: number) => () => seek((audio.current?.currentTime ?? 0) * 1000 + seconds * 1000);
  const choose = (value: string) => {
    setSpeed(value);
    if (audio.current) audio.current.playbackRate = Number(value);
  };
  return (
    <section className="player" aria-label={t('player.label')} data-testid="player" data-playing={playing}>
      {/* biome-ignore lint/a11y/useMediaCaption: a telephone call has no captions; its timeline stands below */}
      <audio
        ref={audio}
        src={listen.audio_url}
        preload="metadata"
        onTimeUpdate={(event) => setPosition(event.currentTarget.currentTime * 1000)}
        onLoadedMetadata={(event) => {
          if (startAt > 0 && event.currentTarget.currentTime === 0) event.currentTarget.currentTime = startAt;
        }}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onError={() => setFailed(true)}
        data-testid="player-audio"
      />
      <div className="wave">
        <div className="wave-names">
          <span className="wave-name wave-name-left">{t('player.left')}</span>
          <span className="wave-name wave-name-right">{t('player.right')}</span>
        </div>
        <div className="wave-box" ref={box} aria-hidden="true" />
      </div>
      <Slider
        className="seek"
        minValue={0}
        maxValue={Math.max(1, Math.round(length / 1000))}
        step={1}
        value={Math.min(Math.round(position / 1000), Math.round(length / 1000))}
        onChange={(seconds) => seek(Number(seconds) * 1000)}
        data-testid="player-seek"
      >
        <div className="seek-head">
          <Label className="visually-hidden">{t('player.position')}</Label>
          <SliderOutput className="seek-time" data-testid="player-time">
            {`${formatDuration(position)} / ${formatDuration(length)}`}
          </SliderOutput>
        </div>
        <SliderTrack className="seek-track">
          <span className="seek-line" aria-hidden="true" />
          <span
            className="seek-done"
            style={{ width: `${(Math.min(position, length) / Math.max(1, length)) * 100}%` }}
            aria-hidden="true"
          />
          {timeline.map((entry) => (
            <span
              key={`${entry.at}${entry.event}`}
              className="seek-mark"
              style={{ left: `${(Math.min(Math.max(0, entry.offset_ms), length) / Math.max(1, length)) * 100}%` }}
              aria-hidden="true"
            />
          ))}
          <SliderThumb className="seek-thumb" />
        </SliderTrack>
      </Slider>
      <div className="player-buttons">
        {[-15, -5].map((seconds) => (
          <Button key={seconds} aria-label={t('player.back', { seconds: -seconds })} onPress={skip(seconds)}>
            −{-seconds} с
          </Button>
        ))}
        <Button
          tone="primary"
          size="large"
          icon={playing ? 'pause' : 'play'}
          onPress={toggle}
          data-testid="player-play"
        >
          {playing ? t('player.pause') : t('player.play')}
        </Button>
        {[5, 15].map((seconds) => (
          <Button key={seconds} aria-label={t('player.forward', { seconds })} onPress={skip(seconds)}>
            +{seconds} с
          </Button>
        ))}
        <div className="player-speed">
          <Choice
            label={t('player.speed')}
            value={speed}
            onChange={choose}
            options={SPEEDS.map((value) => [value, `${value.replace('.', ',')}×`])}
            data-testid="player-speed"
          />
        </div>
      </div>
      {failed && <Alert tone="danger">{t('player.failed')}</Alert>}
    </section>
  );
}

function useWaveform(
  box: React.RefObject<HTMLDivElement | null>,
  audio: React.RefObject<HTMLAudioElement | null>,
  listen: ListenStarted,
) {
  useEffect(() => {
    let surfer: WaveSurfer | undefined;
    let over = false;
    fetchPeaks(listen.peaks_url)
      .then((peaks) => {
        if (over || !box.current || !audio.current) return;
        const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
        const channel = (name: string) => ({
          waveColor: colour(`--wave-${name}`),
          progressColor: colour(`--wave-${name}-done`),
          height: CHANNEL_HEIGHT,
        });
        const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce;
        surfer = WaveSurfer.create({
          container: box.current,
          media: audio.current,
          peaks: amplitudes(peaks),
          duration: listen.duration_ms / 1000,
          splitChannels: [channel('left'), channel('right')],
          height: CHANNEL_HEIGHT,
          barWidth: 2,
          barGap: 1,
          barRadius: 2,
          cursorColor: colour('--text'),
          cursorWidth: 2,
          ...(nonce ? { cspNonce: nonce } : {}),
        });
      })
      .catch(() => undefined); // without the picture one can still listen
    return () => {
      over = true;
      surfer?.destroy();
    };
  }, [box, audio, listen]);
}

/** The address of the peaks comes from the server, so it is no path of the typed client. */
async function fetchPeaks(url: string): Promise<Peaks> {
  const response = await fetch(url);
  if (!response.ok) throw new ProblemError({ status: response.status, code: 'peaks', title: 'peaks' });
  return (await response.json()) as Peaks;
}

/** Reports what was really heard: every 10 s, at each pause, and when the page goes. */
function useHeard(audio: React.RefObject<HTMLAudioElement | null>, listenId: string) {
  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    const tracker = new HeardTracker();
    const report = () => {
      const intervals = tracker.take();
      if (intervals.length === 0) return;
      must(
        api.POST('/api/v1/listens/{listenId}/heard', {
          params: { path: { listenId } },
          body: { intervals_ms: intervals },
          keepalive: true,
        }),
      ).catch((error: ProblemError) => {
        if (error.code === 'network') tracker.putBack(intervals);
      });
    };
    const tick = () => {
      if (!element.paused && !element.seeking) tracker.at(element.currentTime * 1000);
    };
    const stop = () => {
      if (!element.seeking) tracker.at(element.currentTime * 1000);
      tracker.close();
      report();
    };
    const jump = () => tracker.close();
    const timer = setInterval(report, REPORT_MS);
    element.addEventListener('timeupdate', tick);
    element.addEventListener('playing', tick);
    element.addEventListener('seeking', jump);
    element.addEventListener('pause', stop);
    addEventListener('pagehide', report);
    return () => {
      clearInterval(timer);
      element.removeEventListener('timeupdate', tick);
      element.removeEventListener('playing', tick);
      element.removeEventListener('seeking', jump);
      element.removeEventListener('pause', stop);
      removeEventListener('pagehide', report);
      tracker.close();
      report();
    };
  }, [audio, listenId]);
}
