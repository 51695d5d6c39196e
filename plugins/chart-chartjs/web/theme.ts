// Colours of what is not a line. Those of the lines stand in the document, for both themes.

export type Theme = 'light' | 'dark'

export const themes = {
  light: {
    text: '#1c2430',
    faint: '#566070',
    grid: '#e3e7ee',
    border: '#a5aebc',
    surface: '#ffffff',
    cursor: '#1c2430',
    selection: 'rgba(0, 103, 168, 0.14)',
  },
  dark: {
    text: '#e8ecf3',
    faint: '#a3adbd',
    grid: '#2b3340',
    border: '#5b6677',
    surface: '#171c24',
    cursor: '#e8ecf3',
    selection: 'rgba(88, 180, 240, 0.2)',
  },
} as const
