document.title = 'Vuedeo'
