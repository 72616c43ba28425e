export { FormDialog as RuleDialog } from '../../ui/form-dialog';
export type { Faults } from '../../ui/sending';
