import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { myself } from "../frame/myself.ts";
import { SittingTime } from "../frame/sitting-time.ts";
import { deviceMemory } from "../pages/device-memory.ts";
import { useApp } from "../ui/app-context.ts";
import { SwitchField, TextField } from "../ui/field.tsx";
import { ErrorBlock, Skeleton } from "../ui/states.tsx";
import { useAnswer } from "../ui/use-answer.ts";
import { type Limits, readLimits, writeLimits } from "./limit-calls.ts";
import { SaveLine } from "./save-line.tsx";
import { useSaving } from "./use-saving.ts";
import { WithSession } from "./with-session.tsx";

/** A limit in minutes: what it is called, and the range and standard of ux §6.5. */
const LIMITS = [
  { name: "daily_limit", label: "A limit for the day", min: 15, max: 480, standard: 60 },
  { name: "weekly_limit", label: "A limit for seven days", min: 60, max: 3_360, standard: 420 },
  { name: "break_reminder_interval", label: "A word when a break is due", min: 10, max: 60, standard: 25 },
] as const;

/** What one sets for oneself. All of it is off until chosen, and nobody else sees it. */
export function WellbeingPanel(): VNode {
  return (
    <WithSession what="Limits you set for yourself are kept with your account; nobody else sees them.">
      {(id) => <Loaded key={id} user_id={id} />}
    </WithSession>
  );
}

function Loaded({ user_id }: { user_id: string }): VNode {
  const { api } = useApp();
  const limits = useAnswer(user_id, (signal) => readLimits(api, signal));
  if (limits.value) return <LimitsForm limits={limits.value} />;
  if (limits.problem) return <ErrorBlock problem={limits.problem} onRetry={limits.reload} />;
  return <Skeleton rows={4} onRetry={limits.reload} />;
}

function LimitsForm({ limits }: { limits: Limits }): VNode {
  const { api } = useApp();
  const saving = useSaving();
  const [written, setWritten] = useState(limits);
  const [here] = useState(() => new SittingTime(deviceMemory.storage).at(new Date()));
  const told = myself.value?.limits.value ?? null;
  const { today, week } = told ? { today: told.used_today, week: told.used_week } : here;
  const write = (changes: Partial<Limits>) => {
    setWritten({ ...written, ...changes });
    saving.touched();
  };
  return (
    <form
      id="setting-limits"
      class="settings-card"
      onSubmit={(event) => {
        event.preventDefault();
        void saving.save(writeLimits(api, written));
      }}
    >
      <h2>Time limits</h2>
      <p>
        All are off until you choose. At a limit you are told, and nothing is locked. Minutes with the page in sight
        count{told ? ", once for all your devices" : ", so far of this device alone"}: {minuteWords(today)} today,{" "}
        {minuteWords(week)} in seven days. Nobody else sees them.
      </p>
      {LIMITS.map(({ name, label, min, max, standard }) => {
        const value = written[name];
        return (
          <div key={name} class="limit">
            <SwitchField
              label={label}
              isOn={value !== null}
              onChange={(isOn) => write({ [name]: isOn ? standard : null })}
            />
            {value !== null && (
              <TextField
                label={`Minutes, from ${min} to ${max}`}
                type="number"
                min={min}
                max={max}
                value={String(value)}
                required
                problem={saving.problemOf(name)}
                onValue={(text) => write({ [name]: Number(text) })}
              />
            )}
          </div>
        );
      })}
      <Night written={written} write={write} />
      <SaveLine saving={saving} />
    </form>
  );
}

const minuteFormat = new Intl.NumberFormat(undefined, { style: "unit", unit: "minute", unitDisplay: "long" });
const minuteWords = (minutes: number): string => minuteFormat.format(minutes);

function Night({ written, write }: { written: Limits; write: (changes: Partial<Limits>) => void }): VNode {
  return (
    <div id="setting-night" class="limit">
      <SwitchField
        label="Night"
        hint="Between these hours the page wears Closing time."
        isOn={written.night_mode_enabled}
        onChange={(night_mode_enabled) => write({ night_mode_enabled })}
      />
      {written.night_mode_enabled && (
        <div class="limit-hours">
          <TextField
            label="From"
            type="time"
            value={written.night_mode_start}
            required
            onValue={(night_mode_start) => write({ night_mode_start })}
          />
          <TextField
            label="Until"
            type="time"
            value={written.night_mode_end}
            required
            onValue={(night_mode_end) => write({ night_mode_end })}
          />
        </div>
      )}
    </div>
  );
}
