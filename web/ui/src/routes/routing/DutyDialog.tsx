import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Duty, putDuty, SERVICES, type Service, type Skill } from '../../state/routing';
import { Choice } from '../../ui/choice';
import { FormDialog } from '../../ui/form-dialog';
import { WholeField, wholeOf } from '../../ui/whole';

const NO = '+no';

/** An agent's skills with their levels, and the lines of others in which the agent helps out. */
export function DutyDialog({ duty, skills, onClose }: { duty: Duty; skills: Skill[]; onClose(): void }) {
  const { t } = useTranslation();
  const [levels, setLevels] = useState<Record<string, string>>(
    Object.fromEntries(duty.skills.map(({ skill, level }) => [skill, String(level)])),
  );
  const [helps, setHelps] = useState<Partial<Record<Service, string>>>(
    Object.fromEntries(duty.helps.map(({ service, after_s }) => [service, String(after_s)])),
  );
  const others = SERVICES.filter((service) => service !== duty.service);
  function save() {
    return putDuty(duty.agent_id, {
      skills: Object.entries(levels).map(([skill, level]) => ({ skill, level: Number(level) })),
      helps: others.flatMap((service) => {
        const after = helps[service];
        return after === undefined ? [] : [{ service, after_s: wholeOf(after) }];
      }),
    });
  }
  function level(skill: string, to: string) {
    const { [skill]: _, ...rest } = levels;
    setLevels(to === NO ? rest : { ...rest, [skill]: to });
  }
  function help(service: Service, on: boolean) {
    const { [service]: _, ...rest } = helps;
    setHelps(on ? { ...rest, [service]: '60' } : rest);
  }
  return (
    <FormDialog title={duty.name} lead={t('routing.duty_lead')} onClose={onClose} save={save}>
      {(faults) => (
        <>
          {skills.length === 0 && <p className="muted">{t('routing.skills_none')}</p>}
          {skills.map(({ skill, name }) => (
            <Choice
              key={skill}
              label={name}
              value={levels[skill] ?? NO}
              onChange={(to) => level(skill, to)}
              options={[
                [NO, t('routing.level_none')],
                ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n): [string, string] => [
                  String(n),
                  n === 1 ? t('routing.level_first') : t('routing.level', { level: n }),
                ]),
              ]}
              data-testid={`level-${skill}`}
            />
          ))}
          {others.map((service) => (
            <div key={service} className="stack">
              <Choice
                label={t('routing.helps_in', { line: t(`service.${service}`) })}
                value={helps[service] === undefined ? 'no' : 'yes'}
                onChange={(key) => help(service, key === 'yes')}
                options={[
                  ['no', t('routing.helps_no')],
                  ['yes', t('routing.helps_yes')],
                ]}
                data-testid={`helps-${service}`}
              />
              {helps[service] !== undefined && (
                <WholeField
                  label={t('routing.after')}
                  value={helps[service] ?? ''}
                  onChange={(text) => setHelps({ ...helps, [service]: text })}
                  error={faults.after_s}
                  data-testid={`after-${service}`}
                />
              )}
            </div>
          ))}
        </>
      )}
    </FormDialog>
  );
}
