import { useEffect, useState } from 'react';
import { useDesk } from '../state/desk';

/** Now on the server's clock, renewed each second; the screen's timers all tick on it. */
export function useServerNow(): number {
  const skewMs = useDesk((store) => store.skewMs);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now + skewMs;
}
