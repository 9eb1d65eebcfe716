import type { DeviceStorage } from "../state/ports.ts";

const STORED = "botcafe.minutes";
const DAYS_KEPT = 7;

/** Minutes with the page in sight: since it was opened, today, and in the last seven days. */
export interface Minutes {
  readonly sitting: number;
  readonly today: number;
  readonly week: number;
}

/** How long a person has sat here, on this device: nobody else is told. */
export class SittingTime {
  readonly #storage: DeviceStorage;
  #sitting = 0;

  constructor(storage: DeviceStorage) {
    this.#storage = storage;
  }

  /** One minute more. */
  add(now: Date): Minutes {
    this.#sitting++;
    const days = this.#days(now);
    const today = dayOf(now);
    this.#write(days.set(today, (days.get(today) ?? 0) + 1));
    return this.at(now);
  }

  at(now: Date): Minutes {
    const days = this.#days(now);
    const week = [...days.values()].reduce((sum, minutes) => sum + minutes, 0);
    return { sitting: this.#sitting, today: days.get(dayOf(now)) ?? 0, week };
  }

  /** Lines of a day and its minutes; days that are over long ago are left out, and so is what nobody of us wrote. */
  #days(now: Date): Map<string, number> {
    const first = new Date(now);
    first.setDate(first.getDate() - DAYS_KEPT + 1);
    const lines = (this.#storage.get(STORED) ?? "").matchAll(/^(\d{4}-\d\d-\d\d) (\d{1,4})$/gm);
    const days = [...lines].map(([, day = "", minutes]): [string, number] => [day, Number(minutes)]);
    return new Map(days.filter(([day]) => day >= dayOf(first)));
  }

  #write(days: Map<string, number>): void {
    this.#storage.set(STORED, [...days].map(([day, minutes]) => `${day} ${minutes}`).join("\n"));
  }
}

/** The day where the reader is, not in Greenwich. */
const dayOf = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
