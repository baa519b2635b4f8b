/* Two tabs of one person are not two people: one of them writes a text, the other shows what was saved. */

import { account } from "./page.js";

const channel = "BroadcastChannel" in self && account ? new BroadcastChannel(`room/${account}`) : null;

export const broadcast = (saved) => channel?.postMessage(saved);

/** ``act`` gets { id, text, version, words } of each save of another tab. */
export const onSaved = (act) => channel?.addEventListener("message", ({ data }) => act(data));

/** The pen of one text. Where the browser has no locks, each tab believes that it holds it. */
export class Pen {
  constructor(id, { taken, given }) {
    Object.assign(this, { id, taken, given });
  }

  /** Resolves once it is known whether this tab writes. If not, it does as soon as the other tab has put the pen down. */
  take() {
    this.wanted = true;
    return (this.asking ||= this.ask());
  }

  ask() {
    if (!navigator.locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      const held = () => new Promise((putDown) => (this.release = putDown));
      navigator.locks.request(this.id, { ifAvailable: true }, (lock) => {
        resolve(Boolean(lock));
        if (lock) return held();
        this.taken();
        navigator.locks.request(this.id, () => {
          this.asking = Promise.resolve(true);
          const end = held();
          this.given();
          if (!this.wanted) this.putDown();
          return end;
        });
      });
    });
  }

  putDown() {
    this.wanted = false;
    if (!this.release) return;
    this.release();
    this.release = this.asking = null;
  }
}
