# vuedeo_add_plugin(ID SOURCES file... [LIBRARIES target...] [WEB folder] [NO_INSTALL])
#
# Builds the plugin of the current folder into <plugins>/<ID>/: the module, with its one symbol
# exported and every other one resolved, manifest.toml, and WEB, the folder of its browser half, as it
# stands. <plugins> is VUEDEO_PLUGINS_DIR, or plugins/ in the build folder. `cmake --install` puts the
# same folder into <prefix>/lib/vuedeo/plugins, where the host of that prefix finds it.
function(vuedeo_add_plugin id)
  cmake_parse_arguments(PARSE_ARGV 1 arg "NO_INSTALL" "WEB" "SOURCES;LIBRARIES")
  set(plugins ${VUEDEO_PLUGINS_DIR})
  if(NOT plugins)
    set(plugins ${CMAKE_BINARY_DIR}/plugins)
  endif()
  set(folder ${plugins}/${id})
  set(symbols ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map)

  add_library(${id} MODULE ${arg_SOURCES})
  target_link_libraries(${id} PRIVATE Vuedeo::sdk ${arg_LIBRARIES})
  if(TARGET vuedeo_warnings)  # in Vuedeo's own tree
    target_link_libraries(${id} PRIVATE vuedeo_warnings)
  endif()
  target_link_options(${id} PRIVATE -Wl,--version-script=${symbols})
  if(NOT VUEDEO_SANITIZE)
    target_link_options(${id} PRIVATE -Wl,--no-undefined)
  endif()
  if(CMAKE_CXX_COMPILER_LOADED)
    target_compile_features(${id} PRIVATE cxx_std_17)
  endif()
  set_target_properties(${id} PROPERTIES
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    PREFIX lib
    LIBRARY_OUTPUT_DIRECTORY ${folder})
  set_property(TARGET ${id} APPEND PROPERTY LINK_DEPENDS ${symbols})

  configure_file(manifest.toml ${folder}/manifest.toml COPYONLY)
  if(arg_WEB)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/${arg_WEB}
      ${CMAKE_CURRENT_SOURCE_DIR}/${arg_WEB}/*)
    foreach(file ${files})
      configure_file(${arg_WEB}/${file} ${folder}/web/${file} COPYONLY)
    endforeach()
  endif()
  if(NOT arg_NO_INSTALL)
    set(destination lib/vuedeo/plugins/${id})
    install(TARGETS ${id} LIBRARY DESTINATION ${destination} COMPONENT server)
    install(FILES manifest.toml DESTINATION ${destination} COMPONENT server)
    install(DIRECTORY ${folder}/web DESTINATION ${destination} COMPONENT server OPTIONAL)
  endif()
endfunction()
