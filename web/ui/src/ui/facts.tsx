import type { ReactNode } from 'react';

/** Names and what stands behind them. */
export function Facts({
  rows,
  className = '',
}: {
  rows: (readonly [name: string, value: ReactNode])[];
  className?: string;
}) {
  return (
    <dl className={`facts ${className}`}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Breaks, where it must, at its sign and rather than anywhere else. */
export function Email({ address }: { address: string }) {
  const at = address.lastIndexOf('@') + 1;
  return (
    <>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </>
  );
}
