import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Alert } from './kit';
import type { Sending } from './sending';

interface RefusalProps {
  sending: Sending;
  'data-testid'?: string;
}

/** Within a form: what was said against it and stands at none of its fields. The first field that is wrong gets the focus. */
export function Refusal({ sending: { fault, faults, words }, 'data-testid': testId }: RefusalProps) {
  const place = useRef<HTMLSpanElement>(null);
  const [rest, setRest] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: faults and words are of the fault
  useLayoutEffect(() => {
    const form = place.current?.closest('form');
    const shown = Array.from(form?.querySelectorAll('.field-error') ?? [], (error) => error.textContent);
    const wrong = Object.values(faults);
    setRest(wrong.length === 0 ? words : wrong.filter((one) => !shown.includes(one)).join(' '));
    if (fault !== undefined)
      form?.querySelector<HTMLElement>('[aria-invalid=true], [data-invalid] > .select-button')?.focus();
  }, [fault]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same words again are news, too
  useEffect(() => {
    if (rest) place.current?.nextElementSibling?.scrollIntoView({ block: 'center' }); // a long form ends below the window
  }, [fault, rest]);
  return (
    <>
      <span ref={place} hidden />
      {rest && (
        <Alert tone="danger" {...(testId && { 'data-testid': testId })}>
          {rest}
        </Alert>
      )}
    </>
  );
}
