import { defineConfig } from 'dress-rehearsal';

/** Flags of the command win over what is here. */
export default defineConfig({
  // What is rehearsed: the control plane that comes with dress-rehearsal, or the URL of your API. Give the token of its
  // administrator in the environment variable REHEARSE_TOKEN, not here.
  target: 'embedded',

  // An API of another shape is spoken to by an adapter. Then this stands instead of the target.
  // adapter: { from: './rehearsal/adapter.ts', options: { url: 'http://127.0.0.1:3000' } },

  // Your own scenarios, played beside the catalogue's. Every file that is found exports one, or a list of them.
  scenarios: ['./rehearsal/scenarios/**/*.ts'],

  // Where report and traces go. Nobody needs them in version control.
  out: 'rehearsal-out',
});
