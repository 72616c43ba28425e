// When the pictures are taken: 11:14:30 in Kyiv.
export const NOW = '2026-11-23T09:14:30Z';
