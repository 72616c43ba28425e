import { Field, type FieldProps } from './kit';

/** A whole number, as it is typed. */
export function WholeField({ digits = 4, ...rest }: FieldProps & { digits?: number }) {
  return <Field {...rest} inputMode="numeric" maxLength={digits} />;
}

/** What is no whole number is NaN, which the server is sent as nothing and refuses by the field's name. */
export const wholeOf = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN);
