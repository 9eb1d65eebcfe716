import type { VNode } from "preact";
import { Icon } from "../ui/icon.tsx";
import { chipsOf, type Filters, NO_FILTERS, ONLY, SORTS, toggleTag } from "./filters.ts";

interface FilterBarProps {
  readonly filters: Filters;
  /** Tags on offer; those asked for are there besides. */
  readonly tags: readonly string[];
  /** Lists of one's own are for somebody. */
  readonly isSomebody: boolean;
  readonly onChange: (filters: Filters) => void;
}

/** What to show: tags, whose, in which order; all that is asked for is let go of with one tap. */
export function FilterBar({ filters, tags, isSomebody, onChange }: FilterBarProps): VNode {
  const offered = [...new Set([...filters.tags, ...tags])];
  return (
    <div class={isSomebody ? "filter-bar filter-bar-own" : "filter-bar"}>
      <ul class="filter-tags" aria-label="Tags">
        {offered.map((tag) => (
          <li key={tag}>
            <button
              type="button"
              class="chip"
              aria-pressed={filters.tags.includes(tag)}
              onClick={() => onChange(toggleTag(filters, tag))}
            >
              <bdi>{tag}</bdi>
            </button>
          </li>
        ))}
      </ul>
      <div class="filter-choices">
        {isSomebody && (
          <>
            <Choice
              label="Whose"
              value={filters.only}
              choices={ONLY}
              onChoice={(only) => onChange({ ...filters, only })}
            />
            <button
              type="button"
              class="chip"
              aria-pressed={filters.hideMine}
              onClick={() => onChange({ ...filters, hideMine: !filters.hideMine })}
            >
              Without mine
            </button>
          </>
        )}
        <Choice
          label="Order"
          value={filters.sort}
          choices={SORTS}
          onChoice={(sort) => onChange({ ...filters, sort })}
        />
        {chipsOf(filters).length > 0 && (
          <button type="button" class="link-button" onClick={() => onChange({ ...NO_FILTERS, sort: filters.sort })}>
            Clear filters
          </button>
        )}
      </div>
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoice: (value: Value) => void;
}

/** One of a few in a line: its name stands before it. */
export function Choice<Value extends string>({ label, value, choices, onChoice }: ChoiceProps<Value>): VNode {
  return (
    <label class="inline-choice">
      <span>{label}</span>
      <select
        onChange={({ currentTarget }) => {
          const chosen = choices.find((choice) => choice.value === currentTarget.value);
          if (chosen) onChoice(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A list that is empty because of what was asked for: each of it, to let go of. */
export function NothingFits({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }): VNode {
  const chips = chipsOf(filters);
  return (
    <div class="empty-state">
      <h2>No bot fits</h2>
      <p>{chips.length === 1 ? "This is what was asked for:" : "No bot is all of this at once:"}</p>
      <ul class="filter-tags" aria-label="Asked for">
        {chips.map(({ words, without }) => (
          <li key={words}>
            <span class="chip">
              <bdi>{words}</bdi>
              <button
                type="button"
                class="chip-remove"
                aria-label={`Without ${words}`}
                onClick={() => onChange(without)}
              >
                <Icon name="close" />
              </button>
            </span>
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="button button-primary"
        onClick={() => onChange({ ...NO_FILTERS, sort: filters.sort })}
      >
        Clear filters
      </button>
    </div>
  );
}
