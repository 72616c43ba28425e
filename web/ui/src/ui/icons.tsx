// Line icons of one weight, drawn here. They decorate: the words beside them carry the meaning.
const PATHS = {
  phone: 'M6.5 3.5h3l1.5 4-2 1.5a11 11 0 0 0 6 6l1.5-2 4 1.5v3a2 2 0 0 1-2 2A15.5 15.5 0 0 1 4.5 5.500a2 2 0 0 1 2-2Z',
  hangup: 'M3 14.500c5-4.7 13-4.7 18 0l-2.2 2.8-3.6-1.600v-2.600a11 11 0 0 0-6.4 0v2.600l-3.6 1.600Z',
  pause: 'M9 5v14M15 5v14',
  play: 'M8 5.500v13l10.5-6.500Z',
  mic: 'M12 3.500a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3ZM5.5 11.500a6.5 6.5 0 0 0 13 0M12 18v3',
  micOff:
    'M9 9v2.500a3 3 0 0 0 5 2.200M15 10V6.500a3 3 0 0 0-5.8-1M5.5 11.500a6.5 6.5 0 0 0 10.6 5M18.5 11.500a6.4 6.4 0 0 1-.5 2.500M12 18v3M4 4l16 16',
  transfer: 'M4 8.500h14m-4-4 4 4-4 4M20 15.500H6m4-4-4 4 4 4',
  headset:
    'M4.5 14v-2a7.5 7.5 0 0 1 15 0v2M4.5 13.500h2a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1h-1a1 1 0 0 1-1-1ZM19.5 13.500h-2a1 1 0 0 0-1 1v4a1 1 0 0 0 1 1h1a1 1 0 0 0 1-1Z',
  check: 'm5 12.5 4.5 4.500L19 7.5',
  alert: 'M12 8.500v5M12 16.800v.2M10.3 4.3 2.8 17.500a2 2 0 0 0 1.7 3h15a2 2 0 0 0 1.7-3L13.7 4.300a2 2 0 0 0-3.4 0Z',
  info: 'M12 11v5.500M12 7.800v.2M12 3.500a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z',
  user: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM4.5 20a7.5 7.5 0 0 1 15 0',
  users:
    'M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM2.5 19.500a6.5 6.5 0 0 1 13 0M16 5.300a3.5 3.5 0 0 1 0 6.500M18 14.500a6.5 6.5 0 0 1 3.5 5',
  ticket: 'M4 6.500h16v3.700a2 2 0 0 0 0 3.600v3.700H4v-3.700a2 2 0 0 0 0-3.600ZM14.5 7v2M14.5 11v2M14.5 15v2',
  clock: 'M12 3.500a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 7.500V12l3 2',
  cup: 'M5 8h11v6a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4ZM16 9.500h1.500a2.5 2.5 0 0 1 0 5H16M4.5 21h12',
  exit: 'M14 4.500h4a1.5 1.5 0 0 1 1.5 1.500v12a1.5 1.5 0 0 1-1.5 1.500h-4M10 8l-4 4 4 4M6.5 12H15',
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM15.5 15.500l5 5',
  lock: 'M6 11h12v9H6ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  download: 'M12 4v11M7.5 10.500 12 15l4.500-4.500M5 19.500h14',
  upload: 'M12 15V4M7.5 8.500 12 4l4.500 4.500M5 19.500h14',
  down: 'm6.5 9.5 5.5 5.5 5.5-5.5',
  back: 'm14.5 6-6 6 6 6',
  speak: 'M4 5.500h16v11h-8l-4.5 4v-4H4Z',
  close: 'M6 6l12 12M18 6 6 18',
  edit: 'M5 19l1-4L16 5l3 3L9 18ZM13.5 7.500l3 3',
  plus: 'M12 5v14M5 12h14',
  works:
    'M14.5 6.500a4 4 0 0 1 5-1l-2.8 2.800.5 1.500 1.500.5 2.800-2.800a4 4 0 0 1-5 5L8 21l-3-3 8.500-8.500a4 4 0 0 1 1-3Z',
  bell: 'M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 2h-15ZM10 20.500h4M12 5V3.500',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Mark({ size = 34 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--brand)" />
      <path d="M8 18v-2a8 8 0 0 1 16 0v2" fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
      <rect x="6.5" y="16.5" width="5" height="7" rx="2.2" fill="#fff" />
      <rect x="20.5" y="16.5" width="5" height="7" rx="2.2" fill="#f6c445" />
    </svg>
  );
}
