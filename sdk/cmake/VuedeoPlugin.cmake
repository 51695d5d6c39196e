# vuedeo_add_plugin(ID SOURCES file... [LIBRARIES target...])
#
# Builds the plugin of the current folder into <plugins>/<ID>/: the module, with its one symbol
# exported and every other one resolved, and manifest.toml. Its browser half (web/) is built there by
# the npm workspace.
function(vuedeo_add_plugin id)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
  add_library(${id} MODULE ${arg_SOURCES})
  target_link_libraries(${id} PRIVATE vuedeo_sdk vuedeo_warnings ${arg_LIBRARIES})
  target_link_options(${id} PRIVATE -Wl,--version-script=${vuedeo_sdk_dir}/cmake/plugin.map)
  if(NOT VUEDEO_SANITIZE)
    target_link_options(${id} PRIVATE -Wl,--no-undefined)
  endif()
  set(folder ${VUEDEO_PLUGINS_DIR}/${id})
  set_target_properties(${id} PROPERTIES
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LIBRARY_OUTPUT_DIRECTORY ${folder})
  set_property(TARGET ${id} APPEND PROPERTY LINK_DEPENDS ${vuedeo_sdk_dir}/cmake/plugin.map)
  configure_file(manifest.toml ${folder}/manifest.toml COPYONLY)
endfunction()
