/** Bundled by the build. */
declare module '*.css';
