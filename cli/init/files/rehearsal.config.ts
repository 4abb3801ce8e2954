import { defineConfig } from 'dress-rehearsal';

/** Flags of the command win over what is here. */
export default defineConfig({
  // What is rehearsed: the control plane that comes with dress-rehearsal, or the URL of your API. Give the token of its
  // administrator in the environment variable REHEARSE_TOKEN, not here.
  target: 'embedded',

  // Your own scenarios, played beside the catalogue's. Every file that is found exports one, or a list of them.
  scenarios: ['./rehearsal/scenarios/**/*.ts'],

  // Where report and traces go. Nobody needs them in version control.
  out: 'rehearsal-out',
});
