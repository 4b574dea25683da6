const PATHS = {
  check: 'm5 12.5 4.5 4.5L19 7.500',
  alert: 'M12 8v5m0 3.500v.01M12 3 2.500 20h19z',
  stop: 'M6 6l12 12M18 6 6 18',
  info: 'M12 11v6m0-10v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c.6-4.500 4-6.500 8-6.500s7.400 2 8 6.500',
  counter: 'M3 20h18M5 20v-8h14v8M8 12V5h8v7M10 16h4',
  professional: 'M4 8h16v12H4zM9 8V4h6v4M4 13h16',
  police: 'M12 3l8 3v6c0 5-3.500 8-8 9.500C7.500 20 4 17 4 12V6zM8.500 12l2.500 2.500 4.500-5',
  kiosk: 'M6 3h12v12H6zM9 15v6h6v-6M5 21h14M10 8h4',
  steering: 'M4 20V10M10 20V4M16 20v-7M21 20H3',
  public: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18-3-3-3-15 0-18',
  back: 'M15 5l-7 7 7 7',
  arrow: 'M9 5l7 7-7 7',
} as const;

export type IconName = keyof typeof PATHS;

/** A small line drawing beside words; says nothing by itself to a screen reader. */
export function Icon({ name }: { name: IconName }) {
  return <svg class="sitt-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={PATHS[name]} /></svg>;
}
