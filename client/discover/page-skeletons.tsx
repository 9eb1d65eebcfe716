import type { VNode } from "preact";
import { Waiting } from "../ui/waiting.tsx";

interface PageWaitProps {
  readonly onRetry: () => void;
}

/** A bot's page before it is known whose it is: everything where it will be. */
export const BotPageWait = ({ onRetry }: PageWaitProps): VNode => (
  <div class="public-page">
    <Waiting onRetry={onRetry}>
      <div class="bot-page">
        <div class="bot-hero">
          <span class="portrait bone" />
          <div class="hero-names bones">
            <span class="bone bone-title" />
            <span class="bone bone-line" />
          </div>
          <div class="hero-more bones">
            <span class="bone bone-line bone-long" />
            <span class="bone bone-buttons" />
          </div>
        </div>
        <div class="bone bone-form" />
      </div>
    </Waiting>
  </div>
);

/** A creator's page, likewise. */
export const CreatorPageWait = ({ onRetry }: PageWaitProps): VNode => (
  <div class="public-page">
    <Waiting onRetry={onRetry}>
      <div class="creator-hero">
        <div class="creator-banner bone" />
        <span class="portrait bone" />
        <div class="creator-names bones">
          <span class="bone bone-title" />
          <span class="bone bone-line" />
        </div>
        <span class="creator-bio bone bone-line bone-long" />
      </div>
    </Waiting>
  </div>
);
