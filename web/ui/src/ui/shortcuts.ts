import { useEffect, useRef } from 'react';

export interface Shortcut {
  /** KeyboardEvent.code: the place of the key, the same on every layout. */
  code: string;
  shift?: boolean;
  ctrl?: boolean;
  run(): void;
}

const OVERLAY = '[role=dialog],[role=alertdialog],[role=listbox],[role=menu]';

/** Function keys work inside text fields too; Escape belongs first to what is open above the page. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.altKey || event.metaKey) return;
      const found = latest.current.find(
        (s) => s.code === event.code && Boolean(s.shift) === event.shiftKey && Boolean(s.ctrl) === event.ctrlKey,
      );
      if (!found) return;
      if (event.code === 'Escape' && (event.target as Element | null)?.closest?.(OVERLAY)) return;
      event.preventDefault();
      found.run();
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}
