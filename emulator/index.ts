export type { Answer } from './answer.ts';
export { answers } from './answers.ts';
export { DEFAULT_APP, DEFAULT_TOKEN, type EmulatedApp, emulatedApp } from './app.ts';
export { Emulator, startEmulator } from './emulator.ts';
export { failure, instant } from './envelope.ts';
export { errorRows } from './error-rows.ts';
export { redirectTo } from './front-answers.ts';
export type { Tls } from './listen.ts';
export { oddAnswers } from './odd-answers.ts';
